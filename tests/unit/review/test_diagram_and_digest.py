"""The generated page follows the tables; the opinions' digest stands for every word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from services.contracts.vocabulary import ApplicationState as S
from services.review.domain.actions import Action
from services.review.domain.diagram import main, render, targets
from services.review.domain.opinions import SignedOpinion, opinions_digest, text_digest
from tests.unit.review.people import known_id


def test_the_committed_page_is_the_generated_one() -> None:
    assert main(["--check"]) == 0


def test_the_diagram_shows_the_main_path() -> None:
    page = render()
    for line in (
        "UNIT_REVIEW --> MID_REVIEW: 通过",
        "FINAL_REVIEW --> PAPER_CHECK: 通过",
        "LISTED --> REGION_REVIEW: 报送自治区",
    ):
        assert f"  {line}\n" in page


def test_a_return_never_leads_up() -> None:
    assert targets(S.UNIT_REVIEW, Action.RETURN) == (S.RETURNED,)
    assert S.FINAL_REVIEW not in targets(S.LISTED, Action.RETURN)


OPINION = SignedOpinion(
    position=0,
    level="UNIT",
    organisation_id=known_id("unit"),
    text="该同志业务能力强，身体健康，同意脱产参加培养，同意推荐。（样例）",
    decision="同意推荐",
    health_fit=True,
    release_agreed=True,
    author_id=known_id("author"),
    author_name="样例经办",
    author_post="人事科科长",
    leader_name="样例负责人",
    signed_at=datetime(2019, 2, 20, tzinfo=UTC),
)


def test_the_digest_does_not_depend_on_the_order_of_reading() -> None:
    final = replace(OPINION, position=1, level="FINAL", health_fit=None)
    version = known_id("version")
    assert opinions_digest(version, [OPINION, final]) == opinions_digest(version, [final, OPINION])


def test_the_digest_changes_with_a_word_a_name_or_the_version() -> None:
    version = known_id("version")
    digests = {
        opinions_digest(version, [OPINION]),
        opinions_digest(known_id("other version"), [OPINION]),
        opinions_digest(version, [replace(OPINION, text=OPINION.text + "。")]),
        opinions_digest(version, [replace(OPINION, leader_name="样例他人")]),
        opinions_digest(version, []),
    }
    assert len(digests) == 5


def test_texts_are_compared_byte_by_byte_only() -> None:
    assert text_digest("同意") != text_digest("同意 ")
