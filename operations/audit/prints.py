"""Invariant 4: one current print of each kind, under the code its owner issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation

_CURRENT = """
SELECT kind, coalesce(application_id, list_id) AS subject_id, version_id, version_no,
  opinions_digest, verify_code, state, failure_code
FROM document WHERE state <> 'SUPERSEDED'
"""
_COPIES = """
SELECT a.id AS subject_id, v.verify_code, v.id AS version_id, '' AS digest
FROM application a JOIN application_version v ON v.id = a.version_id
WHERE a.version_no > 0 AND a.state <> 'WITHDRAWN'
"""
_FORMS = """
SELECT f.application_id AS subject_id, f.verify_code, f.version_id, f.opinions_digest AS digest
FROM official_form f JOIN review_case c USING (application_id)
WHERE f.superseded_at IS NULL AND c.state <> 'WITHDRAWN'
"""
_LISTS = """
SELECT list_id AS subject_id, verify_code, list_version_id AS version_id, '' AS digest
FROM (SELECT DISTINCT ON (list_id) * FROM list_version ORDER BY list_id, version_no DESC) newest
WHERE status IN ('CURRENT', 'SUBMITTED')
"""
"""A list may go up more than once, with those who came later: its newest version is official."""
_OFFICIAL: dict[str, tuple[str, str]] = {
    "APPLICANT_COPY": ("applications", _COPIES),
    "OFFICIAL_FORM": ("review", _FORMS),
    "LIST_PDF": ("review", _LISTS),
    "LIST_XLSX": ("review", _LISTS),
}
"""Kind of print → who issues its code, and the query for what is official now."""


def current(stores: Stores) -> Iterator[Violation]:
    """At most one current print of each kind and subject, and it was made."""
    seen: dict[tuple[str, Any], str] = {}
    for row in stores.rows("documents", _CURRENT):
        key = (row.kind, row.subject_id)
        if key in seen:
            yield _print(row.kind, row.subject_id, f"{seen[key]} and {row.verify_code} are current")
        seen[key] = row.verify_code
        if row.state != "READY":
            reason = row.failure_code or "not made yet"
            yield _print(row.kind, row.subject_id, f"{row.state}: {reason}")


def codes(stores: Stores) -> Iterator[Violation]:
    """The current print is that of the version, the opinions and the code that are official."""
    prints = {(row.kind, row.subject_id): row for row in stores.rows("documents", _CURRENT)}
    for kind, (service, query) in _OFFICIAL.items():
        for row in stores.rows(service, query):
            shown = prints.pop((kind, row.subject_id), None)
            if shown is None:
                yield _print(kind, row.subject_id, "no current print")
                continue
            official = (row.verify_code, row.version_id, row.digest)
            if (shown.verify_code, shown.version_id, shown.opinions_digest) != official:
                yield _print(kind, row.subject_id, f"shows {shown.verify_code}, not {official[0]}")
    for kind, subject_id in prints:
        yield _print(kind, subject_id, "is current, but nothing official stands behind it")


def _print(kind: str, subject_id: object, message: str) -> Violation:
    return Violation(Invariant.PRINTS, "current prints", f"{kind}/{subject_id}", message)
