"""Texts and their versions as rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.contracts.requests.notices import TextKind, TextState
from services.notices.domain.definition import ShippedText
from services.notices.domain.proposals import Wording
from services.notices.storage.tables import text_row, text_version


@dataclass(frozen=True, slots=True)
class TextKey:
    """Names a text."""

    year: int
    slug: str


@dataclass(frozen=True, slots=True)
class TextRecord:
    """A text without its wording."""

    year: int
    slug: str
    kind: TextKind
    may_be_empty: bool
    version_in_force: int


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version."""

    version: int
    state: TextState
    wording: Wording
    change_note: str
    based_on: int | None
    proposed_at: datetime
    proposed_by: str
    proposed_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    decision_reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, and when."""

    by: str
    name: str
    at: datetime


def newest_year(session: Session) -> int | None:
    """The newest year that has texts."""
    return session.execute(select(func.max(text_row.c.year))).scalar()


def insert_shipped(session: Session, year: int, shipped: ShippedText, signed: Signature) -> bool:
    """Store a text of the programme's files as version 1, unless the year has it."""
    entry = shipped.entry
    added = session.execute(
        upsert(text_row)
        .values(
            year=year,
            slug=entry.slug,
            kind=entry.kind.value,
            ordinal=shipped.ordinal,
            may_be_empty=entry.may_be_empty,
            version_in_force=1,
        )
        .on_conflict_do_nothing()
        .returning(text_row.c.slug)
    ).scalar()
    if added is None:
        return False
    session.execute(
        insert(text_version).values(
            year=year,
            slug=entry.slug,
            version=1,
            state=TextState.PUBLISHED.value,
            title=entry.title,
            summary=entry.summary,
            body=shipped.body,
            issued_on=entry.issued_on,
            issuing_body=entry.issuing_body,
            change_note="",
            proposed_at=signed.at,
            proposed_by=signed.by,
            proposed_by_name=signed.name,
            decided_at=signed.at,
            decided_by_name="",
            decision_reason="",
        )
    )
    return True


def find_text(session: Session, key: TextKey, *, lock: bool = False) -> TextRecord | None:
    """A text, locked against other writers if asked."""
    statement = select(text_row).where(text_row.c.year == key.year, text_row.c.slug == key.slug)
    row = session.execute(statement.with_for_update() if lock else statement).mappings().first()
    return None if row is None else _text(row)


def find_version(session: Session, key: TextKey, version: int) -> VersionRecord | None:
    """One version of a text."""
    row = (
        session.execute(_versions(key).where(text_version.c.version == version)).mappings().first()
    )
    return None if row is None else _version(row)


def find_proposal(session: Session, key: TextKey) -> VersionRecord | None:
    """The version that waits for publishing."""
    waiting = _versions(key).where(text_version.c.state == TextState.PROPOSED.value)
    row = session.execute(waiting).mappings().first()
    return None if row is None else _version(row)


def list_versions(session: Session, key: TextKey) -> list[VersionRecord]:
    """All versions, newest first."""
    rows = session.execute(_versions(key).order_by(text_version.c.version.desc())).mappings()
    return [_version(row) for row in rows]


def texts_in_force(
    session: Session, year: int, kind: TextKind | None
) -> list[tuple[TextRecord, VersionRecord, int | None]]:
    """Texts of a year in reading order: the wording in force, and the number of what waits."""
    waiting = (
        select(text_version.c.slug, text_version.c.version.label("waiting"))
        .where(text_version.c.year == year, text_version.c.state == TextState.PROPOSED.value)
        .subquery()
    )
    statement = (
        select(
            text_version,
            text_row.c.kind,
            text_row.c.may_be_empty,
            text_row.c.version_in_force,
            waiting.c.waiting,
        )
        .join(
            text_row,
            (text_row.c.year == text_version.c.year)
            & (text_row.c.slug == text_version.c.slug)
            & (text_row.c.version_in_force == text_version.c.version),
        )
        .outerjoin(waiting, waiting.c.slug == text_version.c.slug)
        .where(text_version.c.year == year)
        .order_by(text_row.c.ordinal, text_row.c.slug)
    )
    if kind is not None:
        statement = statement.where(text_row.c.kind == kind.value)
    rows = session.execute(statement).mappings()
    return [(_text(row), _version(row), row["waiting"]) for row in rows]


def count_waiting(session: Session) -> int:
    """How many proposals wait, of all years."""
    waiting = select(func.count()).where(text_version.c.state == TextState.PROPOSED.value)
    return int(session.execute(waiting).scalar() or 0)


def propose(
    session: Session, text: TextRecord, wording: Wording, note: str, signed: Signature
) -> int:
    """Store a wording as the next version; the caller holds the text's lock."""
    key = TextKey(text.year, text.slug)
    newest = select(func.max(text_version.c.version)).where(
        text_version.c.year == key.year, text_version.c.slug == key.slug
    )
    version = int(session.execute(newest).scalar() or 0) + 1
    session.execute(
        insert(text_version).values(
            year=key.year,
            slug=key.slug,
            version=version,
            state=TextState.PROPOSED.value,
            **asdict(wording),
            change_note=note,
            based_on=text.version_in_force,
            proposed_at=signed.at,
            proposed_by=signed.by,
            proposed_by_name=signed.name,
            decided_by_name="",
            decision_reason="",
        )
    )
    return version


def put_in_force(session: Session, text: TextRecord, version: int, signed: Signature) -> None:
    """Make a version the one that everybody reads."""
    key = TextKey(text.year, text.slug)
    _set_state(session, key, text.version_in_force, TextState.SUPERSEDED)
    _decide(session, key, version, signed, state=TextState.PUBLISHED)
    session.execute(
        update(text_row)
        .where(text_row.c.year == key.year, text_row.c.slug == key.slug)
        .values(version_in_force=version)
    )


def refuse(session: Session, key: TextKey, version: int, signed: Signature, reason: str) -> None:
    """Note that a proposal was refused, and why."""
    _decide(session, key, version, signed, state=TextState.REFUSED, reason=reason)


def replace(session: Session, key: TextKey, version: int) -> None:
    """Note that its author proposed another wording instead."""
    _set_state(session, key, version, TextState.REPLACED)


def _decide(
    session: Session,
    key: TextKey,
    version: int,
    signed: Signature,
    *,
    state: TextState,
    reason: str = "",
) -> None:
    session.execute(
        update(text_version)
        .where(
            text_version.c.year == key.year,
            text_version.c.slug == key.slug,
            text_version.c.version == version,
        )
        .values(
            state=state.value,
            decided_at=signed.at,
            decided_by=signed.by,
            decided_by_name=signed.name,
            decision_reason=reason,
        )
    )


def _set_state(session: Session, key: TextKey, version: int, state: TextState) -> None:
    session.execute(
        update(text_version)
        .where(
            text_version.c.year == key.year,
            text_version.c.slug == key.slug,
            text_version.c.version == version,
        )
        .values(state=state.value)
    )


def _versions(key: TextKey) -> Select[Any]:
    return select(text_version).where(
        text_version.c.year == key.year, text_version.c.slug == key.slug
    )


def _text(row: RowMapping) -> TextRecord:
    return TextRecord(
        row["year"],
        row["slug"],
        TextKind[row["kind"]],
        row["may_be_empty"],
        row["version_in_force"],
    )


def _version(row: RowMapping) -> VersionRecord:
    return VersionRecord(
        version=row["version"],
        state=TextState[row["state"]],
        wording=Wording(
            row["title"], row["summary"], row["body"], row["issued_on"], row["issuing_body"]
        ),
        change_note=row["change_note"],
        based_on=row["based_on"],
        proposed_at=row["proposed_at"],
        proposed_by=row["proposed_by"],
        proposed_by_name=row["proposed_by_name"],
        decided_at=row["decided_at"],
        decided_by_name=row["decided_by_name"],
        decision_reason=row["decision_reason"],
    )
