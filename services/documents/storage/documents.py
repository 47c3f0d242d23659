"""Rows of prints: adding, superseding, finishing, finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.orm import Session

from services.contracts.requests.documents import DocumentState
from services.contracts.vocabulary import DocumentKind
from services.documents.domain.prints import CONTENT_TYPES
from services.documents.storage.tables import document


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrint:
    """A print that an event asks for."""

    kind: DocumentKind
    application_id: UUID | None = None
    list_id: UUID | None = None
    version_id: UUID
    version_no: int
    opinions_digest: str = ""
    template_version: str
    year: int
    verify_code: str
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRow:
    """One print as stored."""

    document_id: UUID
    kind: DocumentKind
    application_id: UUID | None
    list_id: UUID | None
    version_id: UUID
    version_no: int
    opinions_digest: str
    template_version: str
    year: int
    verify_code: str
    file_name: str
    state: DocumentState
    sequence: int
    requested_at: datetime
    rendered_at: datetime | None
    object_key: str | None
    content_type: str
    sha256: str | None
    size_bytes: int | None
    pages: int | None
    failure_code: str | None
    failure_field: str | None
    failure_codepoint: str | None


_NEW_COLUMNS: Final = (
    "document_id",
    "kind",
    "application_id",
    "list_id",
    "version_id",
    "version_no",
    "opinions_digest",
    "template_version",
    "year",
    "verify_code",
    "file_name",
    "state",
    "sequence",
    "requested_at",
    "content_type",
)

# Counting makes the update end before the new row meets the index of current prints.
_ADD = f"""
WITH replaced AS (
    UPDATE document SET state = 'SUPERSEDED'
    WHERE application_id = %(application_id)s AND kind = ANY (%(supersedes)s)
      AND state <> 'SUPERSEDED'
    RETURNING 1)
INSERT INTO document ({", ".join(_NEW_COLUMNS)})
SELECT {", ".join(f"%({name})s" for name in _NEW_COLUMNS)}
FROM (SELECT count(*) FROM replaced) AS done
"""  # noqa: S608 -- names of our own columns only


def add(
    session: Session,
    new: NewPrint,
    *,
    state: DocumentState,
    now: datetime,
    supersedes: Sequence[DocumentKind] = (),
) -> UUID:
    """Add a print, in the place of the application's current ones of the given kinds.

    Its id is also the key of its file, so that a second rendering leaves no orphan.
    """
    document_id = uuid4()
    values = {
        **asdict(new),
        "kind": new.kind.value,
        "document_id": document_id,
        "state": state.value,
        "sequence": 0,
        "requested_at": now,
        "content_type": CONTENT_TYPES[new.kind],
        "supersedes": [kind.value for kind in supersedes],
    }
    session.connection().exec_driver_sql(_ADD, values)
    return document_id


def supersede_application(session: Session, application_id: UUID) -> None:
    """No print of the application is current any more."""
    _supersede(session, document.c.application_id == application_id)


def supersede_list(session: Session, list_id: UUID) -> None:
    """No print of the list is current any more."""
    _supersede(session, document.c.list_id == list_id)


def supersede_list_version(session: Session, list_version_id: UUID) -> None:
    """The prints of this list version are not current any more."""
    _supersede(session, document.c.list_id.is_not(None), document.c.version_id == list_version_id)


def supersede_document(session: Session, document_id: UUID) -> None:
    """This print is not current any more."""
    _supersede(session, document.c.document_id == document_id)


def _supersede(session: Session, *which: ColumnElement[bool]) -> None:
    session.execute(
        update(document)
        .where(*which, document.c.state != DocumentState.SUPERSEDED.value)
        .values(state=DocumentState.SUPERSEDED.value)
    )


def find(session: Session, document_id: UUID, *, lock: bool = False) -> PrintRow | None:
    """One print, locked until the transaction ends if asked."""
    query = select(document).where(document.c.document_id == document_id)
    row = session.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _print(row)


def of_application(session: Session, application_id: UUID) -> tuple[PrintRow, ...]:
    """All prints of an application, newest first."""
    return _many(session, document.c.application_id == application_id)


def of_list(session: Session, list_id: UUID) -> tuple[PrintRow, ...]:
    """All prints of a list, newest first."""
    return _many(session, document.c.list_id == list_id)


def with_code(session: Session, verify_code: str) -> tuple[PrintRow, ...]:
    """The prints that bear a code."""
    return _many(session, document.c.verify_code == verify_code)


def failed(
    session: Session,
    *,
    document_id: UUID | None = None,
    code: str | None = None,
    lock: bool = False,
) -> tuple[PrintRow, ...]:
    """The prints that could not be made, all of them or those of one id or failure code."""
    which = document.c.state == DocumentState.FAILED.value
    if document_id is not None:
        which &= document.c.document_id == document_id
    if code is not None:
        which &= document.c.failure_code == code
    return _many(session, which, lock=lock)


def _many(
    session: Session, which: ColumnElement[bool], *, lock: bool = False
) -> tuple[PrintRow, ...]:
    query = select(document).where(which)
    query = query.order_by(document.c.requested_at.desc(), document.c.kind)
    found = session.execute(query.with_for_update() if lock else query)
    return tuple(_print(row) for row in found)


def ask_again(session: Session, document_id: UUID, *, template_version: str, now: datetime) -> None:
    """A print that could not be made waits again, for today's templates."""
    session.execute(
        update(document)
        .where(document.c.document_id == document_id)
        .values(
            state=DocumentState.PENDING.value,
            template_version=template_version,
            requested_at=now,
            failure_code=None,
            failure_field=None,
            failure_codepoint=None,
        )
    )


def mark_ready(
    session: Session,
    document_id: UUID,
    *,
    object_key: str,
    sha256: str,
    size_bytes: int,
    pages: int | None,
    now: datetime,
) -> int:
    """The file lies in the store.

    Returns:
        The sequence for the event.
    """
    return _finish(
        session,
        document_id,
        state=DocumentState.READY.value,
        object_key=object_key,
        sha256=sha256,
        size_bytes=size_bytes,
        pages=pages,
        rendered_at=now,
    )


def mark_failed(
    session: Session, document_id: UUID, *, code: str, field: str | None, codepoint: str | None
) -> int:
    """The print cannot be made.

    Returns:
        The sequence for the event.
    """
    return _finish(
        session,
        document_id,
        state=DocumentState.FAILED.value,
        failure_code=code,
        failure_field=field,
        failure_codepoint=codepoint,
    )


def _finish(session: Session, document_id: UUID, **values: object) -> int:
    sequence: int = session.execute(
        update(document)
        .where(document.c.document_id == document_id)
        .values(sequence=document.c.sequence + 1, **values)
        .returning(document.c.sequence)
    ).scalar_one()
    return sequence


def counts(session: Session) -> dict[tuple[str, str], int]:
    """How many prints there are by kind and state."""
    query = select(document.c.kind, document.c.state, func.count()).group_by(
        document.c.kind, document.c.state
    )
    return {(kind, state): count for kind, state, count in session.execute(query)}


def oldest_pending(session: Session) -> datetime | None:
    """Since when the longest waiting print has been waiting."""
    since: datetime | None = session.execute(
        select(func.min(document.c.requested_at)).where(
            document.c.state == DocumentState.PENDING.value
        )
    ).scalar_one()
    return since


def _print(row: Row[tuple[object, ...]]) -> PrintRow:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["kind"] = DocumentKind[values["kind"]]
    values["state"] = DocumentState[values["state"]]
    return PrintRow(**values)
