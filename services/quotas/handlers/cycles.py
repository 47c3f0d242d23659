"""Opening cycles and reading them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from pydantic import ValidationError

from services.chassis.causes import Call
from services.chassis.datafiles import DataFileError, read_toml
from services.chassis.settings import Mode
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    InternalError,
    NotFoundError,
)
from services.contracts.requests.quotas import (
    CycleView,
    ListCycles,
    ListCyclesResult,
    ListProgrammes,
    ListProgrammesResult,
    OpenCycle,
    ProgrammeView,
    ReadCycle,
)
from services.quotas import messages, phrases, policies
from services.quotas.app import QuotasApp
from services.quotas.domain.cycle import CycleDefinition, as_utc
from services.quotas.storage import cycles
from services.quotas.storage.cycles import CycleRecord


def open_cycle(app: QuotasApp, call: Call[OpenCycle]) -> CycleView:
    """Open the cycle that the programme's data describe."""
    policies.check_may_publish(call.actor)
    if call.data.shift_days != 0 and app.settings.mode is Mode.PRODUCTION:
        raise ForbiddenError(phrases.SHIFT_REFUSED)
    definition = load_definition(app, call.data.year).shifted(call.data.shift_days)
    with app.uow(call) as tx:
        if cycles.find_cycle(tx.session, call.data.year) is not None:
            raise already_open(call.data.year)
        record = _record(definition, call, tx.now)
        cycles.insert_cycle(tx.session, record)
        tx.publish(
            messages.cycle_opened(record),
            aggregate_id=record.cycle_id,
            sequence=record.sequence,
        )
        tx.audit(
            "cycle_opened",
            object_type="cycle",
            object_id=record.cycle_id,
            details={"year": record.year, "shift_days": record.shift_days},
        )
        return tx.respond(messages.cycle_view(record))


def _record(definition: CycleDefinition, call: Call[OpenCycle], now: datetime) -> CycleRecord:
    dates = definition.dates
    return CycleRecord(
        cycle_id=uuid4(),
        year=definition.year,
        batch_no=definition.batch_no,
        title=definition.title,
        issued_on=definition.issued_on,
        open_at=as_utc(dates.online_open_at),
        close_at=as_utc(dates.online_close_at),
        correction_close_at=as_utc(dates.correction_close_at),
        review_close_at=as_utc(dates.review_close_at),
        dispatch_deadline_on=dates.dispatch_deadline_on,
        shift_days=call.data.shift_days,
        rules=definition.event_rules(),
        inland_total=definition.plan.inland_total,
        in_region_total=definition.plan.in_region_total,
        differential_ratio=definition.rules.differential_ratio,
        helpline=definition.contacts.helpline,
        opened_at=now,
        opened_by=call.actor.reference,
        plan_version=None,
        sequence=1,
    )


def read_cycle(app: QuotasApp, call: Call[ReadCycle]) -> CycleView:
    """One cycle."""
    with app.uow() as tx:
        cycle = cycles.find_cycle(tx.session, call.data.year)
    if cycle is None:
        raise NotFoundError(phrases.NO_CYCLE.format(year=call.data.year))
    return messages.cycle_view(cycle)


def list_cycles(app: QuotasApp, _: Call[ListCycles]) -> ListCyclesResult:
    """All cycles."""
    with app.uow() as tx:
        found = cycles.list_cycles(tx.session)
    return ListCyclesResult(cycles=tuple(messages.cycle_view(cycle) for cycle in found))


def list_programmes(app: QuotasApp, call: Call[ListProgrammes]) -> ListProgrammesResult:
    """Years whose data lie ready and whose cycle is not open."""
    policies.check_may_prepare(call.actor)
    with app.uow() as tx:
        opened = {cycle.year for cycle in cycles.list_cycles(tx.session)}
    return ListProgrammesResult(
        programmes=tuple(_programme(app, year) for year in app.years() if year not in opened)
    )


def _programme(app: QuotasApp, year: int) -> ProgrammeView:
    try:
        return ProgrammeView(year=year, outline=messages.outline(load_definition(app, year)))
    except InternalError as error:
        return ProgrammeView(year=year, outline=None, problem=error.message)


def load_definition(app: QuotasApp, year: int) -> CycleDefinition:
    """The cycle as its file describes it.

    Raises:
        NotFoundError: the year has no data.
        InternalError: the file is there but wrong.
    """
    path = app.programme(year) / "cycle.toml"
    if not path.is_file():
        raise NotFoundError(phrases.NO_SUCH_CYCLE_FILE.format(year=year))
    try:
        definition = CycleDefinition.model_validate(read_toml(path))
    except (ValidationError, DataFileError) as error:
        raise InternalError(phrases.BAD_CYCLE_FILE.format(year=year)) from error
    if definition.year != year:
        raise InternalError(phrases.BAD_CYCLE_FILE.format(year=year))
    return definition


def already_open(year: int) -> IllegalTransitionError:
    """The year has its cycle."""
    label = phrases.OPEN_STATE
    return IllegalTransitionError(phrases.CYCLE_ALREADY_OPEN.format(year=year), state_label=label)
