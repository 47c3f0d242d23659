"""Reading the ID number in full: an act with a purpose, counted and shown to the applicant."""

from __future__ import annotations

from datetime import timedelta

from services.applications import phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.access import desk_grant, full_id_grant, is_owner
from services.applications.handlers.accesses import note_reading
from services.applications.handlers.reading import reach_of
from services.applications.storage import reads
from services.applications.storage.snapshot import Snapshot, read_snapshot
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.applications import IdNumberShown, UnmaskIdNumber

_KIND = "id_number"


def unmask_id_number(app: ApplicationsApp, call: Call[UnmaskIdNumber]) -> IdNumberShown:
    """The full number for the owner or a desk that may see it (§7.4, F14)."""
    with app.uow(call) as tx:
        reach = reach_of(tx.session, call.data.application_id)
        found = read_snapshot(tx.session, call.data.application_id)
        if found is None or found.row.id_cipher is None:
            raise NotFoundError
        sealed = found.row.id_cipher
        if not is_owner(call.actor, reach):
            if desk_grant(call.actor, reach) is None or found.row.version_id is None:
                raise NotFoundError
            grant = full_id_grant(call.actor, reach)
            if grant is None:
                raise ForbiddenError
            _check_rate(app, tx, call, found)
            version = reads.newest_version(tx.session, found.row.version_id)
            sealed = version.id_cipher
            note_reading(
                tx, call, found.application_id, grant, kind=_KIND, purpose=call.data.purpose
            )
        return IdNumberShown(
            application_id=found.application_id,
            id_number=app.vault.open(sealed, found.application_id),
        )


def _check_rate(
    app: ApplicationsApp, tx: Transaction, call: Call[UnmaskIdNumber], found: Snapshot
) -> None:
    if call.actor.person_id is None:
        raise ForbiddenError
    limit = app.programme(found.cycle_year).unmask_per_hour
    since = tx.now - timedelta(hours=1)
    if reads.readings_since(tx.session, call.actor.person_id, _KIND, since) >= limit:
        raise ForbiddenError(phrases.TOO_MANY_READINGS)
