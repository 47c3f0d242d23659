"""Frozen versions: what goes into one, what changed since the last one (D04, T16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.applications.domain.form import FormDefinition
from services.applications.domain.patches import ID_FIELD


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new version changes against the one before."""

    fields: tuple[str, ...]
    """Field and material codes, in the order of the form."""
    items: tuple[str, ...]
    key: bool
    """Track, term, specialty, unit, ID, title or education changed: review restarts."""


def frozen_content(
    data: Mapping[str, Any],
    *,
    id_digest: str,
    attachments: Sequence[Mapping[str, Any]],
    findings: Sequence[Mapping[str, Any]],
    pledge: Mapping[str, Any],
    form_version: int,
    rules_version: int,
) -> dict[str, Any]:
    """The content that is hashed and kept; the ID number enters by its keyed digest only."""
    return {
        "fields": {**data, ID_FIELD: id_digest},
        "attachments": list(attachments),
        "findings": list(findings),
        "pledge": dict(pledge),
        "form_version": form_version,
        "rules_version": rules_version,
    }


def changes_between(
    form: FormDefinition, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Changes:
    """Compare two frozen contents: writable fields by value, materials by their hashes."""
    old, new = before["fields"], after["fields"]
    fields = [
        code
        for code, field in form.fields.items()
        if field.writable and old.get(code) != new.get(code)
    ]
    old_scans, new_scans = _hashes(before["attachments"]), _hashes(after["attachments"])
    slots = [code for code in form.materials if old_scans.get(code) != new_scans.get(code)]
    touched = (*fields, *slots)
    return Changes(
        fields=touched,
        items=form.items_of(touched),
        key=any(code in form.key_fields for code in fields),
    )


def _hashes(attachments: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for attachment in attachments:
        found.setdefault(attachment["slot"], []).append(attachment["sha256"])
    return {slot: tuple(sorted(hashes)) for slot, hashes in found.items()}
