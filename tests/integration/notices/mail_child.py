"""Run as a program: one round of sending mail, in a process that can be killed.

python -m tests.integration.notices.mail_child <database> <port of the mail server>
"""

from __future__ import annotations

import sys

from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.messaging import FakeRpc
from services.chassis.work import UnitOfWork
from services.contracts.requests.applications_addresses import MailAddresses
from services.notices import handlers
from services.notices.app import NoticesApp, NoticesSettings
from services.notices.programme import Programmes
from tests.integration.notices.conftest import NOW, PROGRAMMES, addresses_for, mail_server

if __name__ == "__main__":
    url, port = sys.argv[1:]
    database = Database(url, 2, "mail-child")
    clock = FakeClock(NOW)
    uow = UnitOfWork(database, clock, "notices")
    uow.on_commit(lambda: None)
    settings = NoticesSettings(mode=Mode.TEST, database_url=url, broker_url="amqp://nobody@x")
    rpc = FakeRpc({MailAddresses: addresses_for})
    server = mail_server(int(port))
    programmes = Programmes(PROGRAMMES)
    handlers.send_mails(NoticesApp(settings, clock, database, uow, programmes, rpc, server))
