"""Later dates are proposed by one person and published by another (R48)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.contracts.actors import ANONYMOUS, Actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    TepeiError,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.requests.quotas import CycleView, ExtendCycle, ReadCycle
from services.contracts.requests.quotas_dates import (
    ExtensionState,
    ExtensionView,
    ListExtensions,
    ProposeExtension,
    PublishExtension,
    RefuseExtension,
)
from services.contracts.vocabulary import Role
from services.quotas import handlers
from services.quotas.app import QuotasApp
from tests.factories.causes import call_of, person
from tests.integration.quotas.conftest import LEADER

OFFICER = person(Role.REGION_OFFICER_INLAND)
COLLEAGUE = person(Role.REGION_OFFICER_IN_REGION)
LATER = datetime(2019, 3, 17, 16, tzinfo=UTC)
REASON = "网络中断一天，统一延长"


def propose(app: QuotasApp, by: Actor = OFFICER, **dates: Any) -> ExtensionView:
    request = ProposeExtension(year=2019, reason=REASON, **dates or {"close_at": LATER})
    return handlers.propose_extension(app, call_of(request, by))


def publish(app: QuotasApp, proposed: ExtensionView, by: Actor = LEADER) -> ExtensionView:
    request = PublishExtension(extension_id=proposed.extension_id)
    return handlers.publish_extension(app, call_of(request, by))


def refuse(app: QuotasApp, proposed: ExtensionView, by: Actor = LEADER) -> ExtensionView:
    request = RefuseExtension(extension_id=proposed.extension_id, reason="暂不需要延长")
    return handlers.refuse_extension(app, call_of(request, by))


def read(app: QuotasApp) -> CycleView:
    return handlers.read_cycle(app, call_of(ReadCycle(year=2019)))


def states(app: QuotasApp) -> list[ExtensionState]:
    answer = handlers.list_extensions(app, call_of(ListExtensions(year=2019), OFFICER))
    return sorted(one.state for one in answer.extensions)


def actions(app: QuotasApp) -> list[str]:
    with app.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT action FROM audit_event ORDER BY id"))
        return list(rows.scalars())


@pytest.mark.requirement("R48")
def test_nothing_moves_before_the_leader_publishes(app: QuotasApp, cycle: CycleView) -> None:
    proposed = propose(app)
    assert (proposed.state, proposed.proposed_by_me) == (ExtensionState.PROPOSED, True)
    assert read(app) == cycle.model_copy(update={"plan_version": 1})
    answer = publish(app, proposed)
    assert (answer.state, answer.proposed_by_me) == (ExtensionState.PUBLISHED, False)
    assert read(app).close_at == LATER
    assert read(app).dispatch_deadline_on == cycle.dispatch_deadline_on
    assert actions(app)[-3:] == ["extension_proposed", "cycle_extended", "extension_published"]


def test_a_refused_proposal_moves_nothing_and_says_why(app: QuotasApp, cycle: CycleView) -> None:
    answer = refuse(app, propose(app))
    assert (answer.state, answer.decision_reason) == (ExtensionState.REFUSED, "暂不需要延长")
    assert read(app).close_at == cycle.close_at
    assert actions(app)[-1] == "extension_refused"


@pytest.mark.usefixtures("cycle")
def test_two_people_are_needed(app: QuotasApp) -> None:
    both = person(Role.REGION_OFFICER_INLAND, Role.REGION_LEADER)
    proposed = propose(app, both)
    for decide in (publish, refuse):
        with pytest.raises(ForbiddenError):
            decide(app, proposed, both)
    assert publish(app, proposed).state is ExtensionState.PUBLISHED


@pytest.mark.usefixtures("cycle")
def test_one_proposal_waits_at_a_time(app: QuotasApp) -> None:
    first = propose(app)
    with pytest.raises(IllegalTransitionError):
        propose(app, COLLEAGUE)
    second = propose(app, dispatch_deadline_on=date(2019, 3, 22))
    assert states(app) == [ExtensionState.PROPOSED, ExtensionState.REPLACED]
    for decide in (publish, refuse):
        with pytest.raises(IllegalTransitionError):
            decide(app, first)
    publish(app, second)
    with pytest.raises(IllegalTransitionError):
        publish(app, second)


def test_dates_that_do_not_fit_are_not_proposed(app: QuotasApp, cycle: CycleView) -> None:
    for close_at in (cycle.close_at, LATER + timedelta(days=9)):
        with pytest.raises(ValidationFailedError):
            propose(app, close_at=close_at)
    assert states(app) == []


@pytest.mark.usefixtures("cycle")
def test_what_no_longer_fits_is_not_published(app: QuotasApp) -> None:
    proposed = propose(app)
    meanwhile = ExtendCycle(year=2019, close_at=LATER + timedelta(days=1), reason=REASON)
    handlers.extend_cycle(app, call_of(meanwhile, LEADER))
    with pytest.raises(ValidationFailedError):
        publish(app, proposed)
    assert states(app) == [ExtensionState.PROPOSED]


@pytest.mark.usefixtures("cycle")
@pytest.mark.parametrize("role", [*Role, None])
def test_who_may_do_what(app: QuotasApp, role: Role | None) -> None:
    actor = ANONYMOUS if role is None else person(role)
    officers = {Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION}
    proposed = propose(app)

    def allowed(act: Any) -> bool:
        try:
            act()
        except (ForbiddenError, UnauthenticatedError):
            return False
        except TepeiError:
            return True
        return True

    readers = {*officers, Role.REGION_LEADER, Role.AUDITOR}
    listing = call_of(ListExtensions(year=2019), actor)
    assert allowed(lambda: handlers.list_extensions(app, listing)) is (role in readers)
    assert allowed(lambda: propose(app, actor)) is (role in officers)
    assert allowed(lambda: refuse(app, proposed, actor)) is (role is Role.REGION_LEADER)
    assert allowed(lambda: publish(app, proposed, actor)) is (role is Role.REGION_LEADER)


@pytest.mark.usefixtures("cycle")
def test_an_unknown_proposal_is_not_found(app: QuotasApp) -> None:
    with pytest.raises(NotFoundError):
        publish(app, propose(app).model_copy(update={"extension_id": uuid4()}))
