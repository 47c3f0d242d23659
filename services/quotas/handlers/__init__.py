"""Use cases of the quotas service: load, decide, save, say so; one unit of work each."""

from __future__ import annotations

from services.quotas.handlers.cycles import list_cycles, list_programmes, open_cycle, read_cycle
from services.quotas.handlers.drafts import read_plan_draft
from services.quotas.handlers.extensions import (
    extend_cycle,
    list_extensions,
    propose_extension,
    publish_extension,
    refuse_extension,
)
from services.quotas.handlers.plans import import_plan, publish_plan, read_plan
from services.quotas.handlers.reading import (
    measure_seats,
    on_organisation_changed,
    read_seat_ledger,
    read_seats,
)
from services.quotas.handlers.seats import (
    on_delisted,
    on_determined,
    on_given_up,
    on_nominated,
    on_withdrawn,
)

__all__ = [
    "extend_cycle",
    "import_plan",
    "list_cycles",
    "list_extensions",
    "list_programmes",
    "measure_seats",
    "on_delisted",
    "on_determined",
    "on_given_up",
    "on_nominated",
    "on_organisation_changed",
    "on_withdrawn",
    "open_cycle",
    "propose_extension",
    "publish_extension",
    "publish_plan",
    "read_cycle",
    "read_plan",
    "read_plan_draft",
    "read_seat_ledger",
    "read_seats",
    "refuse_extension",
]
