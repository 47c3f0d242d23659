"""Answers to other services: print data, list cells, the order of names."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.applications import messages
from services.applications.app import ApplicationsApp
from services.applications.domain import printing
from services.applications.domain.derived import seat_kind_of
from services.applications.domain.ordering import order_by_name
from services.applications.domain.patches import ID_FIELD
from services.applications.domain.window import beijing_day
from services.applications.programme import Programme
from services.applications.storage import reads, scans
from services.chassis.causes import Call
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import NotFoundError
from services.contracts.requests import applications_prints as prints
from services.contracts.vocabulary import SeatKind

_PHOTO = "PHOTO"


def check_asker(actor: Actor, service: str) -> None:
    """Let only the named service ask.

    Raises:
        NotFoundError: it is anybody else.
    """
    if actor.kind is not ActorKind.SERVICE or actor.service != service:
        raise NotFoundError


def print_copy(app: ApplicationsApp, call: Call[prints.PrintCopy]) -> prints.PrintCopyAnswer:
    """Everything of Annex 3 that applications owns; documents only."""
    check_asker(call.actor, "documents")
    with app.uow(call) as tx:
        row = reads.version_by_id(tx.session, call.data.version_id)
        if row is None:
            raise NotFoundError
        tx.audit(
            "print_copy_read",
            object_type="application",
            object_id=row.application_id,
            details={"version_id": str(row.id)},
        )
        photo_key = _photo_key(tx.session, row.content)
    photo = app.objects.get(photo_key)
    programme = app.programme(row.cycle_year)
    number = app.vault.open(row.id_cipher, row.application_id)
    return _print_copy(programme, row, number, photo)


def _photo_key(session: Any, content: dict[str, Any]) -> str:
    wanted = [record["scan_id"] for record in content["attachments"] if record["slot"] == _PHOTO]
    row = next(iter(scans.scans_by_id(session, wanted)), None)
    if row is None or row.object_key is None:
        raise NotFoundError
    return str(row.object_key)


def _source(programme: Programme, content: dict[str, Any]) -> printing.PrintSource:
    return printing.PrintSource(
        programme.form, content["fields"], tuple(content["findings"]), programme.regions
    )


def _print_copy(
    programme: Programme, row: Any, number: str, photo: bytes
) -> prints.PrintCopyAnswer:
    source = _source(programme, row.content)
    values = {**printing.printed_values(source), ID_FIELD: number}
    pledged_at = datetime.fromisoformat(row.content["pledge"]["at"])
    return prints.PrintCopyAnswer(
        application_id=row.application_id,
        application_no=row.application_no,
        cycle_id=row.cycle_id,
        cycle_year=row.cycle_year,
        version_id=row.id,
        version_no=row.version_no,
        verify_code=row.verify_code,
        sha256=row.sha256,
        submitted_at=row.submitted_at,
        values={
            **values,
            "cycle_year": str(row.cycle_year),
            "application_no": row.application_no,
        },
        seat_kind=_seat_kind(row.content),
        accept_adjustment=bool(row.content["fields"].get("accept_adjustment")),
        education_history=_education(source),
        work_history=_work(source),
        achievements=_achievements(source),
        attachments=tuple(
            messages.attachment_view(record, programme.form)
            for record in row.content["attachments"]
        ),
        pledge_text=programme.pledge.text,
        pledged_on=beijing_day(pledged_at),
        photo_base64=base64.b64encode(photo).decode(),
    )


def _seat_kind(content: dict[str, Any]) -> SeatKind:
    kind = seat_kind_of(content["fields"])
    if kind is None:  # a frozen version has passed the rule term_of_track
        raise NotFoundError
    return kind


def _education(source: printing.PrintSource) -> tuple[prints.PrintHistoryRow, ...]:
    return tuple(
        prints.PrintHistoryRow(
            period=printing.period_text(row),
            place=row["place"],
            detail=row["qualification"],
            form=source.form.name_of("study_form", row["form"]) if row.get("form") else "",
        )
        for row in source.fields.get("education_history", ())
    )


def _work(source: printing.PrintSource) -> tuple[prints.PrintHistoryRow, ...]:
    return tuple(
        prints.PrintHistoryRow(
            period=printing.period_text(row), place=row["place"], detail=row["post"]
        )
        for row in source.fields.get("work_history", ())
    )


def _achievements(source: printing.PrintSource) -> tuple[prints.PrintAchievement, ...]:
    form = source.form

    def kind_of(row: Mapping[str, Any]) -> str:
        kind, level = form.name_of("ach_type", row["type"]), form.name_of("ach_level", row["level"])
        return f"{kind}/{level}"

    return tuple(
        prints.PrintAchievement(
            period=row["period"], title=row["title"], kind=kind_of(row), role=row["role"]
        )
        for row in source.fields.get("ach", ())
    )


def list_entries(app: ApplicationsApp, call: Call[prints.ListEntries]) -> prints.ListEntriesAnswer:
    """Annex 4 cells of many versions; documents only."""
    check_asker(call.actor, "documents")
    with app.uow(call) as tx:
        rows = reads.versions_by_id(tx.session, call.data.version_ids)
        tx.audit(
            "list_entries_read",
            object_type="version_set",
            object_id=str(len(call.data.version_ids)),
            details={"version_ids": [str(version) for version in call.data.version_ids]},
        )
    if any(version not in rows for version in call.data.version_ids):
        raise NotFoundError
    return prints.ListEntriesAnswer(
        entries=tuple(_entry(app, rows[version]) for version in call.data.version_ids)
    )


def _entry(app: ApplicationsApp, row: Any) -> prints.ListEntry:
    source = _source(app.programme(row.cycle_year), row.content)
    return prints.ListEntry(
        application_id=row.application_id,
        version_id=row.id,
        application_no=row.application_no,
        name=source.text("name"),
        sex=source.text("sex"),
        ethnicity=source.text("ethnicity_code"),
        birth_month=source.text("birth_date"),
        education_degree=printing.education_degree(source),
        unit_and_post=printing.unit_and_post(source),
        title=printing.title_text(source),
        current_specialty=source.text("current_specialty"),
        specialty=source.text("specialty"),
        host_and_mentor=printing.host_line(source),
        mobile=source.text("mobile"),
        relaxed=printing.is_relaxed(source),
        accept_adjustment=bool(source.fields.get("accept_adjustment")),
    )


def name_order(app: ApplicationsApp, call: Call[prints.NameOrder]) -> prints.NameOrderAnswer:
    """The order of names; review only."""
    check_asker(call.actor, "review")
    with app.uow() as tx:
        rows = reads.names_of(tx.session, call.data.application_ids)
    if len(rows) != len(set(call.data.application_ids)):
        raise NotFoundError
    return prints.NameOrderAnswer(application_ids=order_by_name(rows))


def exported_names(
    app: ApplicationsApp, call: Call[prints.ExportedNames]
) -> prints.ExportedNamesAnswer:
    """The names of an export; documents only, which has asked review for the files."""
    check_asker(call.actor, "documents")
    with app.uow(call) as tx:
        rows = reads.names_of(tx.session, call.data.application_ids)
        tx.audit(
            "exported_names_read",
            object_type="application_set",
            object_id=str(len(call.data.application_ids)),
            details={"application_ids": [str(one) for one in call.data.application_ids]},
        )
    return prints.ExportedNamesAnswer(
        names=tuple(prints.ExportedName(application_id=one, name=name) for one, name, _ in rows)
    )
