"""Who works at a desk: told to colleagues and to review, to nobody else, and no more than names."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.chassis.testing.clock import FakeClock
from services.contracts.actors import ANONYMOUS, Actor, service_actor
from services.contracts.errors import NotFoundError
from services.contracts.requests.accounts import GrantRole, Identity, RevokeRole
from services.contracts.requests.accounts_colleagues import ReadColleagues
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of, person
from tests.integration.accounts.test_organisations import ALL, load, read
from tests.integration.accounts.test_roles_bindings_tokens import SECURITY, grant
from tests.integration.accounts.test_staff import hire

OFFICERS = (Role.UNIT_HR, Role.MID_OFFICER, Role.FINAL_OFFICER)
REVIEW = service_actor("review")


@pytest.fixture
def bureau(app: AccountsApp) -> UUID:
    load(app, *ALL)
    return read(app, "HT").organisation_id


@pytest.fixture
def two(app: AccountsApp, bureau: UUID) -> list[Identity]:
    """Two officers of the bureau, neither of whom ever signed in."""
    hired = [hire(app, "officer.one", "样例江"), hire(app, "officer.two", "样例山")]
    return [grant(app, each, Role.FINAL_OFFICER, bureau) for each in hired]


def names(app: AccountsApp, actor: Actor, bureau: UUID, person_id: UUID | None = None) -> set[str]:
    asked = ReadColleagues(organisation_id=bureau, roles=OFFICERS, person_id=person_id)
    return {one.name for one in handlers.read_colleagues(app, call_of(asked, actor)).people}


def test_colleagues_are_known_before_they_ever_came(
    app: AccountsApp, two: list[Identity], bureau: UUID
) -> None:
    assert names(app, person(Role.FINAL_LEADER, at=bureau), bureau) == {"样例山", "样例江"}
    assert names(app, REVIEW, bureau, two[1].person_id) == {"样例山"}
    assert names(app, REVIEW, bureau, uuid4()) == set()
    with app.database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT object_id, details::text FROM audit_event WHERE action='colleagues_read'")
        ).all()
    assert {str(row.object_id) for row in rows} == {str(bureau)}
    assert "样例" not in "".join(row.details for row in rows)


def test_others_are_told_nothing(app: AccountsApp, two: list[Identity], bureau: UUID) -> None:
    for other in (
        person(Role.FINAL_OFFICER),
        person(),
        person(Role.SYSTEM_ADMIN),
        service_actor("documents"),
        ANONYMOUS,
    ):
        with pytest.raises(NotFoundError):
            names(app, other, bureau)


def test_only_roles_of_today_of_those_who_can_sign_in_count(
    app: AccountsApp, two: list[Identity], bureau: UUID
) -> None:
    clock = app.clock
    assert isinstance(clock, FakeClock)
    grant(app, hire(app, "leader", "样例海"), Role.FINAL_LEADER, bureau)
    begins_later(app, hire(app, "to.come", "样例河"), bureau, date(2019, 2, 13))
    revoke = RevokeRole(grant_id=two[0].roles[0].grant_id)
    handlers.revoke_role(app, call_of(revoke, SECURITY))
    assert names(app, REVIEW, bureau) == {"样例山"}
    clock.advance(timedelta(days=4))
    assert names(app, REVIEW, bureau) == {"样例山", "样例河"}
    with app.database.engine.begin() as connection:
        connection.execute(text("UPDATE person SET active = false WHERE login = 'officer.two'"))
    assert names(app, REVIEW, bureau) == {"样例河"}


def begins_later(app: AccountsApp, whom: Identity, bureau: UUID, day: date) -> None:
    request = GrantRole(
        person_id=whom.person_id, role=Role.FINAL_OFFICER, organisation_id=bureau, valid_from=day
    )
    handlers.grant_role(app, call_of(request, SECURITY))
