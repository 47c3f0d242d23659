"""What the repository ships for 2019: every text whole, offices without persons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.chassis.datafiles import DataFileError
from services.contracts.requests.notices import TextKind
from services.contracts.vocabulary import Track
from services.notices.domain.searching import sections
from services.notices.programme import Programmes

PROGRAMMES = Path(__file__).parents[3] / "programmes"
SHIPPED = Programmes(PROGRAMMES).texts(2019)
GUIDES = [one for one in SHIPPED if one.entry.kind is TextKind.GUIDE]


@pytest.mark.requirement("R03")
@pytest.mark.requirement("R61")
def test_the_notice_has_its_date_its_body_and_its_facts() -> None:
    (notice,) = [one for one in SHIPPED if one.entry.kind is TextKind.NOTICE]
    assert str(notice.entry.issued_on) == "2019-02-03"
    assert notice.entry.issuing_body.endswith("人力资源和社会保障厅")
    for fact in ("400名", "内地200名", "疆内200名", "45岁", "一式3份", "一式2份"):
        assert fact in notice.body


@pytest.mark.requirement("R27")
def test_who_pays_is_said_where_people_look() -> None:
    told = {one.entry.slug for one in SHIPPED if "学费、住宿费" in one.body}
    assert {"notice", "applicant", "privacy", "helpline"} <= told


@pytest.mark.requirement("R36")
def test_there_is_a_guide_for_each_role_with_sections() -> None:
    slugs = {one.entry.slug for one in GUIDES}
    assert slugs == {"applicant", "unit", "mid", "final", "region", "helpline"}
    for guide in GUIDES:
        assert len(list(sections(guide.body))) >= 5, guide.entry.slug


@pytest.mark.requirement("R36")
def test_the_guide_of_applicants_has_a_place_for_each_section_of_the_form() -> None:
    body = next(one.body for one in GUIDES if one.entry.slug == "applicant")
    form = (PROGRAMMES / "2019" / "form" / "form.yaml").read_text(encoding="utf-8")
    codes = set(re.findall(r"^  - code: (\w+)$", form, re.MULTILINE))
    anchors = {section.anchor for section in sections(body)}
    assert codes <= anchors


@pytest.mark.requirement("R60")
def test_contacts_are_offices_by_track_with_the_numbers_of_the_cycle() -> None:
    helpline, inland, in_region = Programmes(PROGRAMMES).contacts(2019)
    assert helpline.numbers == ("0991-3193615", "0991-3193501")
    assert (inland.track, inland.numbers) == (Track.INLAND, ("0991-3689692", "0991-3689915"))
    assert (in_region.track, in_region.numbers) == (
        Track.IN_REGION,
        ("0991-3689899", "0991-3689900"),
    )


@pytest.mark.parametrize(
    ("texts", "body"),
    [
        ("[[text]]\nslug = 'notice'", "好"),
        ("[[text]]\nslug='a-b'\nkind='GUIDE'\ntitle='指南'\nfile='a.md'\ncolour='red'", "好"),
        ("contact=[]\n[[text]]\nslug='guide'\nkind='GUIDE'\ntitle='指南'\nfile='a.md'", "{甲}"),
    ],
)
def test_a_mistake_in_the_files_is_named(tmp_path: Path, texts: str, body: str) -> None:
    folder = tmp_path / "2020" / "texts"
    folder.mkdir(parents=True)
    (folder / "texts.toml").write_text(texts, encoding="utf-8")
    (folder / "a.md").write_text(body, encoding="utf-8")
    assert Programmes(tmp_path).years() == (2020,)
    with pytest.raises(DataFileError, match=r"2020/texts/"):
        Programmes(tmp_path).texts(2020)
