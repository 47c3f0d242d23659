"""One proposes, another publishes; every version is kept and any can come back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from services.contracts.actors import ANONYMOUS, Actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    StaleVersionError,
    TepeiError,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.requests.notices import (
    PublishText,
    ReadTextVersions,
    RefuseText,
    TextState,
    TextView,
)
from services.contracts.vocabulary import Role
from services.notices import handlers
from services.notices.metrics import WAITING_TEXTS
from tests.factories.causes import person
from tests.integration.notices.conftest import BOTH, COLLEAGUE, LEADER, OFFICER, Office

REASON = "与计划表不一致，请核对"


def publish(office: Office, version: int, *, replaces: int, by: Actor = LEADER) -> TextView:
    request = PublishText(year=2019, slug="applicant", version=version, replaces=replaces)
    answer = office.ask(request, by)
    assert isinstance(answer, TextView)
    return answer


def refuse(office: Office, version: int, reason: str = REASON, *, by: Actor = LEADER) -> TextView:
    request = RefuseText(year=2019, slug="applicant", version=version, reason=reason)
    answer = office.ask(request, by)
    assert isinstance(answer, TextView)
    return answer


def states(office: Office) -> dict[int, TextState]:
    versions = office.ask(ReadTextVersions(slug="applicant"), LEADER).versions
    return {one.version: one.state for one in versions}


def audited(office: Office) -> list[Any]:
    query = "SELECT action, actor, object_id, purpose, details FROM audit_event ORDER BY id"
    with office.app.database.engine.connect() as connection:
        return list(connection.execute(text(query)))


def test_a_published_proposal_is_what_everybody_reads(office: Office) -> None:
    proposed = office.propose(title="申报人怎么办")
    assert (proposed.version, proposed.state) == (2, TextState.PROPOSED)
    assert office.read().title == "申报人指南"
    answer = publish(office, 2, replaces=1)
    assert answer == office.read()
    assert (answer.version, answer.title) == (2, "申报人怎么办")
    assert states(office) == {1: TextState.SUPERSEDED, 2: TextState.PUBLISHED}
    (version, _) = office.ask(ReadTextVersions(slug="applicant"), OFFICER).versions
    assert version.proposed_by_me
    assert version.decided_at is not None
    assert version.change_note == "补充说明注册办法"
    *_, done = audited(office)
    assert (done.action, done.actor, done.object_id, done.details) == (
        "text_published",
        LEADER.reference,
        "2019/applicant",
        {"version": 2},
    )


def test_a_refusal_tells_why_and_changes_nothing(office: Office) -> None:
    office.propose()
    refuse(office, 2)
    assert office.read().version == 1
    (version, _) = office.ask(ReadTextVersions(slug="applicant"), OFFICER).versions
    assert (version.state, version.decision_reason) == (TextState.REFUSED, REASON)
    *_, done = audited(office)
    assert (done.action, done.purpose) == ("text_refused", REASON)
    with pytest.raises(ValidationFailedError):
        refuse(office, 2, "不行")


def test_an_earlier_version_comes_back(office: Office) -> None:
    office.propose()
    publish(office, 2, replaces=1)
    assert publish(office, 1, replaces=2).version == 1
    assert states(office) == {1: TextState.PUBLISHED, 2: TextState.SUPERSEDED}
    assert office.propose().version == 3


def test_nobody_publishes_or_refuses_their_own_proposal(office: Office) -> None:
    office.propose(BOTH)
    with pytest.raises(ForbiddenError):
        publish(office, 2, replaces=1, by=BOTH)
    with pytest.raises(ForbiddenError):
        refuse(office, 2, by=BOTH)
    assert publish(office, 2, replaces=1).version == 2


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGION_LEADER}))
def test_only_the_leader_decides(office: Office, role: Role) -> None:
    office.propose()
    with pytest.raises(ForbiddenError):
        publish(office, 2, replaces=1, by=person(role))
    with pytest.raises(ForbiddenError):
        refuse(office, 2, by=person(role))
    with pytest.raises(UnauthenticatedError):
        refuse(office, 2, by=ANONYMOUS)


@pytest.mark.parametrize(
    "role",
    sorted(set(Role) - {Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION}),
)
def test_only_the_region_officers_propose(office: Office, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        office.propose(person(role))
    with pytest.raises(UnauthenticatedError):
        office.propose(ANONYMOUS)


def test_one_proposal_waits_at_a_time(office: Office) -> None:
    office.propose()
    with pytest.raises(IllegalTransitionError):
        office.propose(COLLEAGUE)
    assert office.propose(summary="再改一次").version == 3
    assert states(office)[2] is TextState.REPLACED
    with pytest.raises(IllegalTransitionError):
        publish(office, 2, replaces=1)
    refuse(office, 3)
    assert office.propose(COLLEAGUE).version == 4


def test_what_was_decided_cannot_be_decided_again(office: Office) -> None:
    office.propose()
    publish(office, 2, replaces=1)
    with pytest.raises(IllegalTransitionError):
        publish(office, 2, replaces=2)
    with pytest.raises(IllegalTransitionError):
        refuse(office, 2)
    with pytest.raises(NotFoundError):
        publish(office, 9, replaces=2)


def test_what_changed_meanwhile_is_seen_before_it_is_overwritten(office: Office) -> None:
    office.propose()
    publish(office, 2, replaces=1)
    with pytest.raises(StaleVersionError):
        office.propose(COLLEAGUE, based_on=1)
    office.propose(COLLEAGUE)
    with pytest.raises(StaleVersionError):
        publish(office, 3, replaces=1)


def test_a_wrong_wording_is_refused_by_field(office: Office) -> None:
    with pytest.raises(ValidationFailedError) as caught:
        office.propose(title=" ", body="截止{某日}", change_note="改")
    assert [finding.field for finding in caught.value.findings] == [
        "title",
        "body",
        "change_note",
    ]
    assert "{某日}" in caught.value.findings[1].message
    assert states(office) == {1: TextState.PUBLISHED}


def test_of_two_who_decide_at_once_one_does(office: Office) -> None:
    office.propose()

    def attempt(decide: Any) -> str:
        try:
            decide()
        except TepeiError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(
            pool.map(
                attempt,
                [
                    lambda: publish(office, 2, replaces=1),
                    lambda: refuse(office, 2),
                    lambda: publish(office, 2, replaces=1, by=person(Role.REGION_LEADER)),
                    lambda: refuse(office, 2, by=person(Role.REGION_LEADER)),
                ],
            )
        )
    assert outcomes.count("done") == 1


def test_what_waits_is_counted(office: Office) -> None:
    office.propose()
    office.propose(slug="privacy", body="改过的说明。")
    handlers.measure_texts(office.app)
    assert WAITING_TEXTS.value() == 2
