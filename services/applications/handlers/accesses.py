"""Noting that somebody read a file: for the audit and for the applicant (F13, F14)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.applications.storage import applications as store
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.actors import RoleGrant


def note_reading(
    tx: Transaction,
    call: Call[Any],
    application_id: UUID,
    grant: RoleGrant,
    *,
    kind: str,
    purpose: str,
) -> None:
    """Record a desk's reading in the same transaction as the reading itself."""
    store.record_access(
        tx.session,
        application_id=application_id,
        person_id=call.actor.person_id,
        organisation_id=grant.organisation_id,
        role=grant.role.value,
        kind=kind,
        purpose=purpose,
        now=tx.now,
    )
    tx.audit(
        f"{kind}_read" if kind in {"file", "id_number"} else "scan_read",
        object_type="application",
        object_id=application_id,
        purpose=purpose,
        details={"organisation_id": str(grant.organisation_id), "role": grant.role.value},
    )
