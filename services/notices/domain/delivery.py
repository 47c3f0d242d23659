"""What becomes of a mail after each try, as a table.

A mail is sent at least once: whoever dies between the mail server's yes and the commit leaves it
SENDING, and after the lease it goes out again under the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from services.contracts.requests.notices_messages import MailState

LEASE = timedelta(minutes=3)
"""So long a mail belongs to who took it; longer than any try can last."""
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
)
"""After each failed try; one more and the mail is given up. The inbox has the message anyway."""


class Outcome(StrEnum):
    """How one try ended."""

    SENT = "sent"
    TRY_AGAIN = "try_again"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    TOO_LATE = "too_late"


_ENDS = {
    Outcome.SENT: MailState.SENT,
    Outcome.REFUSED: MailState.GIVEN_UP,
    Outcome.NO_ADDRESS: MailState.NO_ADDRESS,
    Outcome.TOO_LATE: MailState.GIVEN_UP,
}

OPEN = (MailState.WAITING, MailState.SENDING, MailState.FAILED)
"""States in which a mail will be tried again."""


def after(outcome: Outcome, attempts: int, now: datetime) -> tuple[MailState, datetime]:
    """State of the mail, and when it is tried next if it is.

    Args:
        outcome: Of the try that ended.
        attempts: Tries so far, that one counted.
        now: Business time.
    """
    if outcome in _ENDS:
        return _ENDS[outcome], now
    if attempts > len(PAUSES):
        return MailState.GIVEN_UP, now
    return MailState.FAILED, now + PAUSES[attempts - 1]


def is_too_late(until: datetime | None, now: datetime) -> bool:
    """Whether what the message asks for can no longer be done."""
    return until is not None and until <= now
