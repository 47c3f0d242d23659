"""Invariant 3: no cell beyond its quota; counters, reservations, plan and lists agree."""

from __future__ import annotations

from collections.abc import Iterator

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation

_CELLS = """
SELECT c.plan_row_id || '/' || c.seat_kind AS cell, c.quota, c.reserved, c.confirmed,
  count(r.*) FILTER (WHERE r.state = 'RESERVED') AS held,
  count(r.*) FILTER (WHERE r.state = 'CONFIRMED') AS kept
FROM seat_cell c LEFT JOIN reservation r
  ON r.plan_row_id = c.plan_row_id AND r.seat_kind = c.seat_kind
GROUP BY c.plan_row_id, c.seat_kind, c.quota, c.reserved, c.confirmed
"""
_PLAN = """
SELECT v.plan_row_id, v.quota_inland, v.quota_long, v.quota_short
FROM plan_row_version v JOIN plan_version p
  ON p.cycle_id = v.cycle_id AND p.version = v.version AND p.state = 'PUBLISHED'
"""
_QUOTAS = "SELECT plan_row_id, seat_kind, quota FROM seat_cell"
_HELD = """
SELECT application_id, plan_row_id || '/' || seat_kind AS cell FROM reservation
WHERE state IN ('RESERVED', 'CONFIRMED')
"""
_LISTED = """
SELECT application_id, plan_row_id || '/' || seat_kind AS cell FROM review_case WHERE holds_seat
"""
_FROZEN = """
SELECT v.verify_code, (row->>'application_id')::uuid AS application_id
FROM list_version v, jsonb_array_elements(v.rows) AS row
JOIN review_case c ON c.application_id = (row->>'application_id')::uuid
WHERE v.status = 'CURRENT' OR (v.status = 'SUBMITTED' AND c.list_id = v.list_id)
"""
_COLUMNS = {"INLAND": "quota_inland", "LONG": "quota_long", "SHORT": "quota_short"}


def counters(stores: Stores) -> Iterator[Violation]:
    """Each cell against its quota and its reservations."""
    for row in stores.rows("quotas", _CELLS):
        if row.reserved + row.confirmed > row.quota:
            yield _seat("within quota", row.cell, f"{row.reserved}+{row.confirmed} of {row.quota}")
        if (row.reserved, row.confirmed) != (row.held, row.kept):
            yield _seat(
                "counters match",
                row.cell,
                f"counts {row.reserved}/{row.confirmed}, reservations {row.held}/{row.kept}",
            )


def plan(stores: Stores) -> Iterator[Violation]:
    """Cells have the quotas of the plan in force."""
    cells = {(row.plan_row_id, row.seat_kind): row.quota for row in stores.rows("quotas", _QUOTAS)}
    planned = {
        (row.plan_row_id, kind): getattr(row, column)
        for row in stores.rows("quotas", _PLAN)
        for kind, column in _COLUMNS.items()
    }
    for row_id, kind in cells.keys() | planned.keys():
        has, said = cells.get((row_id, kind), 0), planned.get((row_id, kind), 0)
        if has != said:
            message = f"has {has} seats, the plan says {said}"
            yield _seat("cells follow the plan", f"{row_id}/{kind}", message)


def lists(stores: Stores) -> Iterator[Violation]:
    """Whoever review says holds a seat holds one, in that cell, and the other way round."""
    held = {row.application_id: row.cell for row in stores.rows("quotas", _HELD)}
    listed = {row.application_id: row.cell for row in stores.rows("review", _LISTED)}
    for application_id in held.keys() | listed.keys():
        if held.get(application_id) != listed.get(application_id):
            message = f"quotas: {held.get(application_id)}, review: {listed.get(application_id)}"
            yield _seat("seats match lists", str(application_id), message)
    for row in stores.rows("review", _FROZEN):
        if row.application_id not in held:
            yield _seat("frozen rows hold seats", str(row.application_id), row.verify_code)


def _seat(check: str, subject: str, message: str) -> Violation:
    return Violation(Invariant.SEATS, check, subject, message)
