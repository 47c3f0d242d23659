"""Names for the desks: of a page of a queue, and of whoever is looked for (F7: nothing else)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import regex

from services.applications import phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.access import Reach, desk_grant, tracks_read_in
from services.applications.storage import names as store
from services.chassis.causes import Call
from services.contracts.errors import Finding, NotFoundError, ValidationFailedError
from services.contracts.requests.applications_names import (
    MOST_FOUND,
    SEARCH_MIN,
    FindFiles,
    NamedFile,
    NamedFiles,
    ReadNames,
)
from services.contracts.values.names import search_key

_NUMBER = regex.compile(r"[A-Z0-9-]+")


def read_names(app: ApplicationsApp, call: Call[ReadNames]) -> NamedFiles:
    """The names of the files among these that the actor's desks may read."""
    with app.uow(call) as tx:
        rows = store.named_with_readers(tx.session, call.data.application_ids)
        readable = [row for row in rows if desk_grant(call.actor, _reach(row)) is not None]
        _audit(tx, "names_read", [row.id for row in readable])
    return _answer(readable)


def find_files(app: ApplicationsApp, call: Call[FindFiles]) -> NamedFiles:
    """Files by name or number; what was typed is nowhere kept."""
    name_key, number = search_key(call.data.text), _number(call.data.text)
    if len(name_key) < SEARCH_MIN:
        finding = Finding(field="text", code="too_short", message=phrases.SEARCH_TOO_SHORT)
        raise ValidationFailedError(findings=(finding,))
    tracks = tracks_read_in(call.actor, call.data.organisation_id)
    if tracks is not None and not tracks:
        raise NotFoundError
    with app.uow(call) as tx:
        rows = store.find_named(
            tx.session,
            call.data.organisation_id,
            name_key=name_key,
            number=number,
            tracks=tracks,
            limit=MOST_FOUND,
        )
        found = [row for row in rows if row.person_id != call.actor.person_id]
        _audit(tx, "files_searched", [row.id for row in found])
    return _answer(found)


def _number(text: str) -> str:
    """What was typed, if it can be a part of a number."""
    typed = text.strip().upper()
    return typed if _NUMBER.fullmatch(typed) else ""


def _reach(row: Any) -> Reach:
    return Reach(row.person_id, frozenset(row.readers or ()), row.track)


def _audit(tx: Any, action: str, application_ids: list[UUID]) -> None:
    tx.audit(
        action,
        object_type="application_set",
        object_id=str(len(application_ids)),
        details={"application_ids": [str(one) for one in application_ids]},
    )


def _answer(rows: list[Any]) -> NamedFiles:
    return NamedFiles(
        files=tuple(
            NamedFile(
                application_id=row.id,
                application_no=row.application_no,
                name=row.name,
                unit_name=row.unit_name,
            )
            for row in rows
        )
    )
