"""Repeating messages by mail: each is claimed, sent, and settled, one transaction before and after.

No transaction is open while a mail server is spoken to. The address is asked of applications for
this run and forgotten after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.chassis.logs import get_logger
from services.contracts.errors import TepeiError
from services.contracts.events import MessageDeliveredV1
from services.contracts.requests.applications_addresses import MailAddresses, MailAddressesAnswer
from services.contracts.vocabulary import Channel
from services.notices import messages
from services.notices.app import NoticesApp
from services.notices.domain.delivery import Outcome, after, is_too_late
from services.notices.metrics import MAIL_AGE, MAIL_SERVER_FAILURES, MAILS, OPEN_MAILS
from services.notices.smtp import Line, Mail, MailServerAwayError
from services.notices.storage import mails as store
from services.notices.storage.mails import DueMail
from services.notices.storage.messages import find_message

_log = get_logger(__name__)

BATCH = 50
"""Mails over one connection; addresses are asked for so many at once."""


def send_mails(app: NoticesApp) -> int:
    """Send what is due.

    Returns:
        How many mails a server took.
    """
    if app.mail is None:
        return 0
    with app.uow(job="send_mails") as tx:
        due = store.due_mails(tx.session, tx.now, BATCH)
    if not due:
        return 0
    try:
        addresses = _addresses(app, due)
        with app.mail.open() as line:
            sent = [_deliver(app, line, one, addresses.get(one.application_id, "")) for one in due]
    except MailServerAwayError as error:
        MAIL_SERVER_FAILURES.inc()
        _log.warning("mail_server_away", error=str(error))
        return 0
    except TepeiError as error:
        _log.warning("mail_addresses_not_told", code=error.code)
        return 0
    return sum(sent)


def measure_mails(app: NoticesApp) -> None:
    """Refresh the gauges of what is open."""
    with app.uow(job="measure_mails") as tx:
        queue = store.count_queue(tx.session)
        age = 0.0 if queue.oldest is None else (tx.now - queue.oldest).total_seconds()
    OPEN_MAILS.set(queue.waiting, state="waiting")
    OPEN_MAILS.set(queue.failed, state="failed")
    MAIL_AGE.set(max(age, 0.0))


def _addresses(app: NoticesApp, due: Sequence[DueMail]) -> dict[UUID, str]:
    asked = MailAddresses(application_ids=tuple({one.application_id for one in due}))
    answer: MailAddressesAnswer = app.rpc.call(asked)
    return {one.application_id: one.address for one in answer.addresses}


def _deliver(app: NoticesApp, line: Line, due: DueMail, address: str) -> bool:
    """Claim, send, settle one mail.

    Raises:
        MailServerAwayError: the line broke; the mail is tried again later.
    """
    with app.uow(job="claim_mail") as tx:
        attempt = store.claim(tx.session, due.message_id, tx.now)
        message = find_message(tx.session, due.message_id)
        now = tx.now
    if attempt is None or message is None:
        return False
    mail = Mail(message.message_id, address, message.title, messages.mail_body(message), now)
    if not address:
        _settle(app, due, attempt, Outcome.NO_ADDRESS)
    elif is_too_late(message.until, now):
        _settle(app, due, attempt, Outcome.TOO_LATE)
    else:
        return _send(app, line, due, attempt, mail)
    return False


def _send(app: NoticesApp, line: Line, due: DueMail, attempt: int, mail: Mail) -> bool:
    try:
        outcome = line.send(mail)
    except MailServerAwayError:
        _settle(app, due, attempt, Outcome.TRY_AGAIN)
        raise
    _settle(app, due, attempt, outcome)
    return outcome is Outcome.SENT


def _settle(app: NoticesApp, due: DueMail, attempt: int, outcome: Outcome) -> None:
    """Note how it ended; who dies before this leaves the mail to be sent again (at least once)."""
    with app.uow(job="settle_mail") as tx:
        state, next_try_at = after(outcome, attempt, tx.now)
        if not store.settle(tx.session, due.message_id, attempt, state, next_try_at):
            return
        if outcome is Outcome.SENT:
            tx.publish(
                MessageDeliveredV1(
                    message_id=due.message_id,
                    application_id=due.application_id,
                    channel=Channel.MAIL,
                    delivered_at=tx.now,
                ),
                aggregate_id=due.message_id,
                sequence=2,
            )
    MAILS.inc(outcome=outcome)
