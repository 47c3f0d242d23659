"""Where mail about an application goes: what the applicant typed, told to notices alone."""

from __future__ import annotations

from services.applications.app import ApplicationsApp
from services.applications.handlers.prints import check_asker
from services.applications.storage import reads
from services.chassis.causes import Call
from services.contracts.requests.applications_addresses import (
    MailAddress,
    MailAddresses,
    MailAddressesAnswer,
)


def mail_addresses(app: ApplicationsApp, call: Call[MailAddresses]) -> MailAddressesAnswer:
    """The addresses of these applications; the audit names whose were read."""
    check_asker(call.actor, "notices")
    with app.uow(call) as tx:
        found = reads.addresses_of(tx.session, call.data.application_ids)
        tx.audit(
            "mail_addresses_read",
            object_type="application_set",
            object_id=str(len(found)),
            details={"application_ids": [str(one) for one, _ in found]},
        )
    return MailAddressesAnswer(
        addresses=tuple(MailAddress(application_id=one, address=to or "") for one, to in found)
    )
