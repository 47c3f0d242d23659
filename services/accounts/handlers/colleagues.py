"""The people of an organisation, for their colleagues: names and ids, nothing else."""

from __future__ import annotations

from services.accounts import policies
from services.accounts.app import AccountsApp
from services.accounts.handlers.credentials import beijing_day
from services.accounts.storage.people_search import colleagues_in
from services.chassis.causes import Call
from services.contracts.requests.accounts_colleagues import (
    MOST_COLLEAGUES,
    OrganisationColleague,
    OrganisationColleagues,
    ReadColleagues,
)


def read_colleagues(app: AccountsApp, call: Call[ReadColleagues]) -> OrganisationColleagues:
    """Who holds one of the roles in the organisation today."""
    data = call.data
    policies.check_works_at(call.actor, data.organisation_id)
    with app.uow(call) as tx:
        found = colleagues_in(
            tx.session,
            data.organisation_id,
            data.roles,
            beijing_day(tx.now),
            person_id=data.person_id,
            limit=MOST_COLLEAGUES,
        )
        tx.audit(
            "colleagues_read",
            object_type="organisation",
            object_id=data.organisation_id,
            details={"shown": len(found)},
        )
    return OrganisationColleagues(
        people=tuple(
            OrganisationColleague(person_id=person_id, name=name, roles=roles)
            for person_id, name, roles in found
        )
    )
