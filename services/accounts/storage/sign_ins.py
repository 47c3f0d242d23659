"""When somebody signed in or tried to: kept for its owner, and not for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from services.accounts.storage.tables import sign_in

KEPT = timedelta(days=180)
MOST = 50


@dataclass(frozen=True, slots=True)
class SignInRecord:
    """One try."""

    at: datetime
    succeeded: bool
    device: str | None


def keep_sign_in(session: Session, person_id: UUID, new: SignInRecord) -> None:
    """Keep a try, and of the earlier ones the newest of the last half year."""
    mine = sign_in.c.person_id == person_id
    newest = select(sign_in.c.sign_in_id).where(mine).order_by(sign_in.c.at.desc()).limit(MOST - 1)
    too_old = sign_in.c.at < new.at - KEPT
    session.execute(delete(sign_in).where(mine, or_(too_old, sign_in.c.sign_in_id.not_in(newest))))
    session.execute(
        insert(sign_in).values(
            sign_in_id=uuid4(),
            person_id=person_id,
            at=new.at,
            succeeded=new.succeeded,
            device=new.device,
        )
    )


def sign_ins_of(session: Session, person_id: UUID) -> list[SignInRecord]:
    """What is kept, newest first."""
    rows = session.execute(
        select(sign_in.c.at, sign_in.c.succeeded, sign_in.c.device)
        .where(sign_in.c.person_id == person_id)
        .order_by(sign_in.c.at.desc(), sign_in.c.sign_in_id)
    )
    return [SignInRecord(at, succeeded, device) for at, succeeded, device in rows]
