"""Everybody reads what is in force; what waits is for those who make it."""

from __future__ import annotations

import pytest

from services.contracts.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from services.contracts.requests.notices import (
    ListContacts,
    ListTexts,
    PublishText,
    ReadText,
    ReadTextVersions,
    SearchGuides,
    TextKind,
    TextState,
    TextSummary,
)
from services.contracts.vocabulary import Role
from tests.factories.causes import person
from tests.integration.notices.conftest import LEADER, OFFICER, Office


@pytest.mark.requirement("R36")
def test_the_first_question_finds_what_the_files_ship(office: Office) -> None:
    answer = office.ask(ListTexts(kind=TextKind.GUIDE))
    assert answer.year == 2019
    slugs = [text.slug for text in answer.texts]
    assert slugs == ["applicant", "unit", "mid", "final", "region", "helpline"]
    text = office.read("notice")
    assert (text.version, text.state, text.published_at) == (
        1,
        TextState.PUBLISHED,
        office.app.clock.now(),
    )
    assert str(text.issued_on) == "2019-02-03"


def test_what_the_files_ship_never_replaces_what_people_published(office: Office) -> None:
    office.propose()
    office.ask(PublishText(year=2019, slug="applicant", version=2, replaces=1), LEADER)
    before = office.read()
    office.app.programmes.kept = frozenset()
    assert office.read() == before
    versions = office.ask(ReadTextVersions(slug="applicant"), LEADER).versions
    assert [(one.version, one.state) for one in versions] == [
        (2, TextState.PUBLISHED),
        (1, TextState.SUPERSEDED),
    ]


def test_unknown_texts_and_years_are_not_found(office: Office) -> None:
    for request in (ReadText(slug="nothing"), ReadText(slug="notice", year=2018)):
        with pytest.raises(NotFoundError):
            office.ask(request)
    with pytest.raises(NotFoundError):
        office.ask(ListContacts(year=2018))
    assert office.ask(ListTexts(year=2018)).texts == ()


def test_a_proposal_is_shown_to_region_staff_and_auditors_only(office: Office) -> None:
    office.propose()
    assert office.read().version == 1
    waiting = ReadText(slug="applicant", version=2)
    for actor in (LEADER, OFFICER, person(Role.AUDITOR)):
        assert office.ask(waiting, actor).state is TextState.PROPOSED
        assert _waiting(office.ask(ListTexts(), actor).texts) == {"applicant": 2}
    for actor in (person(Role.FINAL_OFFICER), person(Role.SYSTEM_ADMIN)):
        with pytest.raises(NotFoundError):
            office.ask(waiting, actor)
        with pytest.raises(ForbiddenError):
            office.ask(ReadTextVersions(slug="applicant"), actor)
        assert _waiting(office.ask(ListTexts(), actor).texts) == {}
    with pytest.raises(NotFoundError):
        office.ask(waiting)
    with pytest.raises(UnauthenticatedError):
        office.ask(ReadTextVersions(slug="applicant"))


def _waiting(texts: tuple[TextSummary, ...]) -> dict[str, int]:
    return {text.slug: text.proposed_version for text in texts if text.proposed_version}


@pytest.mark.requirement("R36")
def test_guides_are_searched_and_nothing_else(office: Office) -> None:
    hits = office.ask(SearchGuides(query="断网 接着传")).hits
    assert [(hit.slug, hit.anchor) for hit in hits] == [("applicant", "materials")]
    assert "接着" in hits[0].excerpt or "断" in hits[0].excerpt
    assert office.ask(SearchGuides(query="专业技术人员管理处 差异不存在")).hits == ()
    every = office.ask(SearchGuides(query="的"))
    assert every.more
    assert len(every.hits) == 30
    assert {hit.slug for hit in every.hits} <= {
        "applicant",
        "unit",
        "mid",
        "final",
        "region",
        "helpline",
    }


def test_a_query_of_spaces_finds_nothing(office: Office) -> None:
    assert office.ask(SearchGuides(query="  ")).hits == ()
