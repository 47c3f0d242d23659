"""The notices service on a database of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.messaging import FakeRpc
from services.chassis.work import UnitOfWork
from services.contracts.actors import ANONYMOUS, Actor
from services.contracts.requests.applications_addresses import (
    MailAddress,
    MailAddresses,
    MailAddressesAnswer,
)
from services.contracts.requests.base import Request
from services.contracts.requests.notices import ProposeText, ReadText, TextView
from services.contracts.vocabulary import Role
from services.notices import handlers
from services.notices.app import CONSTRAINT_ERRORS, NoticesApp, NoticesSettings
from services.notices.programme import Programmes
from services.notices.smtp import Security, SmtpServer
from tests.factories.causes import call_of, person
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import database_fixtures, empty_tables

PROGRAMMES = Path(__file__).parents[3] / "programmes"

NOW = datetime(2019, 2, 10, 4, 0, tzinfo=UTC)
ADDRESS = "sample@example.cn"

OFFICER = person(Role.REGION_OFFICER_INLAND)
COLLEAGUE = person(Role.REGION_OFFICER_IN_REGION)
LEADER = person(Role.REGION_LEADER)
BOTH = person(Role.REGION_OFFICER_INLAND, Role.REGION_LEADER)

scratch, database = database_fixtures("notices")


def mail_server(port: int) -> SmtpServer:
    """A mail server on this machine as the settings would name it."""
    return SmtpServer("127.0.0.1", port, Security.NONE, "tepei@example.cn")


def addresses_for(asked: MailAddresses) -> MailAddressesAnswer:
    """Everybody has the same address."""
    return MailAddressesAnswer(
        addresses=tuple(
            MailAddress(application_id=one, address=ADDRESS) for one in asked.application_ids
        )
    )


@dataclass(frozen=True)
class Office:
    """The service and those who ask it."""

    app: NoticesApp
    clock: FakeClock
    rpc: FakeRpc

    def ask(self, request: Request, actor: Actor = ANONYMOUS, *, key: str | None = None) -> Any:
        handler = getattr(handlers, request.method)
        return handler(self.app, call_of(request, actor, key=key))

    def read(self, slug: str = "applicant", *, by: Actor = ANONYMOUS) -> TextView:
        answer = self.ask(ReadText(slug=slug, year=2019), by)
        assert isinstance(answer, TextView)
        return answer

    def propose(self, by: Actor = OFFICER, **changes: Any) -> TextView:
        """A change of the applicants' guide."""
        now = self.read(changes.get("slug", "applicant"), by=by)
        fields: dict[str, Any] = {
            "year": 2019,
            "slug": now.slug,
            "based_on": now.version,
            "title": now.title,
            "summary": now.summary,
            "body": now.body + "\n\n补充一段。",
            "change_note": "补充说明注册办法",
        }
        answer = self.ask(ProposeText(**fields | changes), by)
        assert isinstance(answer, TextView)
        return answer


@pytest.fixture
def office(scratch: ScratchDatabase, database: Database) -> Office:
    """A service whose tables are empty."""
    empty_tables(scratch, "notices")
    settings = NoticesSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
    )
    clock = FakeClock(NOW)
    uow = UnitOfWork(database, clock, "notices", constraint_errors=CONSTRAINT_ERRORS)
    uow.on_commit(lambda: None)
    rpc = FakeRpc()
    app = NoticesApp(settings, clock, database, uow, Programmes(PROGRAMMES), rpc, None)
    return Office(app, clock, rpc)
