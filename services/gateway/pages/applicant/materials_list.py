"""The lines of the printed list of materials."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.requests.applications_views import ApplicationView, FormView, ScanState
from services.gateway.pages.scans.slots import PHOTO, is_required

COPIES = 3
"""一式3份 (R39)."""


@dataclass(frozen=True)
class MaterialLine:
    """One material as it goes into the envelope."""

    label: str
    note: str
    required: bool
    uploaded: int


def lines_of(form: FormView, view: ApplicationView) -> list[MaterialLine]:
    """Those that are required and those that were uploaded; the photo is printed on the form."""
    lines = [
        MaterialLine(
            label=material["label"],
            note=material["note"],
            required=is_required(material["required_when"], view.fields),
            uploaded=sum(
                scan.slot.value == material["code"] and scan.state is ScanState.ACCEPTED
                for scan in view.scans
            ),
        )
        for material in form.materials
        if material["code"] != PHOTO
    ]
    return [line for line in lines if line.required or line.uploaded]
