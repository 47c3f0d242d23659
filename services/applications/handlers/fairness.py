"""The fairness report's part about people: for the auditor, sums only (F9)."""

from __future__ import annotations

from services.applications.app import ApplicationsApp
from services.applications.domain.fairness import Sums, told
from services.applications.domain.form import FormDefinition
from services.applications.storage import copies
from services.applications.storage.fairness import Row, sums_by
from services.chassis.causes import Call
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.applications_fairness import (
    LEAST,
    Dimension,
    FairnessGroup,
    FairnessReport,
    ReadFairness,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role

CODES = {Dimension.SEX: ("sex", "sex"), Dimension.ETHNICITY: ("ethnicity_code", "ethnicity")}
"""Dimension → field of the form and its code table."""

REFUSED = frozenset({S.NOT_RECOMMENDED, S.NOT_SELECTED})
CHOSEN = frozenset(
    {
        *(S.SELECTED, S.NOTIFIED, S.PRE_STUDY, S.IN_TRAINING, S.COMPLETED),
        *(S.GIVE_UP_REQUESTED, S.GIVEN_UP, S.REPLACED, S.TERMINATED),
    }
)
UNKNOWN = "未填写"


def read_fairness(app: ApplicationsApp, call: Call[ReadFairness]) -> FairnessReport:
    """Sum up a cycle by sex, and by ethnicity.

    Raises:
        ForbiddenError: the asker is no auditor.
        NotFoundError: no such cycle.
    """
    if not call.actor.holds(Role.AUDITOR):
        raise ForbiddenError
    cycle_id = call.data.cycle_id
    with app.uow(call) as tx:
        cycle = copies.find_cycle(tx.session, cycle_id)
        if cycle is None:
            raise NotFoundError
        form = app.programme(cycle.year).form
        groups: list[FairnessGroup] = []
        for dimension, (field, table) in CODES.items():
            rows = sums_by(tx.session, cycle_id, field, REFUSED, CHOSEN)
            groups += [_group(dimension, one) for one in told(_named(form, table, rows), LEAST)]
        tx.audit("fairness_read", object_type="cycle", object_id=cycle_id)
        return FairnessReport(groups=tuple(groups))


def _named(form: FormDefinition, table: str, rows: list[Row]) -> list[Sums]:
    return [Sums(form.name_of(table, code) or UNKNOWN, *figures) for code, *figures in rows]


def _group(dimension: Dimension, one: Sums) -> FairnessGroup:
    return FairnessGroup(
        dimension=dimension,
        label=one.label,
        submitted=one.submitted,
        returned=one.returned,
        refused=one.refused,
        chosen=one.chosen,
    )
