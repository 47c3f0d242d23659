"""What leaves as a spreadsheet: who may ask for it, and the rows for the workers of documents.

The right is judged when the export is asked for and again when its file is fetched. In between the
worker names the roles by which it was granted; what they reach is judged here, as for a queue.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.chassis.causes import Call
from services.contracts.actors import Actor, ActorKind, RoleGrant
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.review_progress import (
    ExportedFiles,
    ExportedFilesAnswer,
    ExportedProgress,
    ExportRight,
    MayExport,
    Progress,
)
from services.contracts.vocabulary import Role
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.permissions import EXPORTERS, READERS, REGION_READERS
from services.review.handlers.progress import progress_of
from services.review.handlers.queues import filter_of, queue_items, scope_of
from services.review.storage.copies import CopyStore
from services.review.storage.queue import QueueScope, QueueStore

WORKER: Final = "documents"
_READING: Final = (*(role for roles in READERS.values() for role in roles), *REGION_READERS)


def may_export(app: ReviewApp, call: Call[MayExport]) -> ExportRight:
    """The roles by which the person reads there.

    Raises:
        NotFoundError: the person reads nothing there.
        ForbiddenError: rows with names are not for this role (`domain` §7.4).
    """
    data, actor = call.data, call.actor
    if actor.kind is not ActorKind.PERSON:
        raise NotFoundError
    scope_of(actor, data.organisation_id)
    wanted = EXPORTERS if data.people else frozenset(_READING)
    roles = tuple(
        role for role in Role if role in wanted and _holds(actor, role, data.organisation_id)
    )
    if not roles:
        raise ForbiddenError(phrases.NO_EXPORT_OF_PEOPLE)
    with app.uow(call) as tx:
        own = CopyStore(tx.session).organisation(data.organisation_id)
    return ExportRight(roles=roles, organisation_name="" if own is None else own.name)


def exported_progress(app: ReviewApp, call: Call[ExportedProgress]) -> Progress:
    """Progress with all units, for a worker."""
    data = call.data
    scope = _scope(call.actor, data.organisation_id, data.roles)
    with app.uow(call) as tx:
        return progress_of(tx, scope, data.cycle_id)


def exported_files(app: ReviewApp, call: Call[ExportedFiles]) -> ExportedFilesAnswer:
    """The next piece of a queue, for a worker."""
    data = call.data
    scope = _scope(call.actor, data.organisation_id, data.roles)
    after = None
    if data.after_since is not None and data.after_no is not None:
        after = (data.after_since, data.after_no)
    with app.uow(call) as tx:
        cases = QueueStore(tx.session).following(scope, filter_of(tx, data, data.person_id), after)
        tx.audit(
            "files_exported",
            object_type="organisation",
            object_id=data.organisation_id,
            details={"count": len(cases)},
        )
        return ExportedFilesAnswer(as_of=tx.now, items=queue_items(app, tx, cases))


def _scope(asker: Actor, organisation_id: UUID, roles: tuple[Role, ...]) -> QueueScope:
    """What these roles reach there; only the workers of documents may ask so."""
    if asker.kind is not ActorKind.SERVICE or asker.service != WORKER:
        raise NotFoundError
    grants = tuple(RoleGrant(role=role, organisation_id=organisation_id) for role in roles)
    return scope_of(Actor(kind=ActorKind.PERSON, roles=grants), organisation_id)


def _holds(actor: Actor, role: Role, organisation_id: UUID) -> bool:
    return actor.holds(role, organisation_id=organisation_id)
