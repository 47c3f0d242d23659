"""Invariants 3 and 5 at the region: no total oversold, two persons, everybody with a place."""

from __future__ import annotations

from collections.abc import Iterator

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation

_TOTALS = """
SELECT t.cycle_id || '/' || t.track AS total, t.most, t.taken,
  (SELECT count(*) FROM determination d JOIN determination_row r USING (determination_id)
   WHERE d.cycle_id = t.cycle_id AND d.track = t.track AND r.holds_place) AS held
FROM determination_total t
"""
_PLACELESS = """
SELECT c.application_no, c.state FROM review_case c
WHERE c.state IN ('MOHRSS_PENDING', 'SELECTED', 'NOTIFIED', 'PRE_STUDY', 'IN_TRAINING', 'COMPLETED')
  AND NOT EXISTS (SELECT FROM determination_row r
                  WHERE r.application_id = c.application_id AND r.holds_place)
"""
_ONE_HAND = """
SELECT determination_id FROM determination
WHERE status <> 'PROPOSED' AND (decider_id IS NULL OR decider_id = proposer_id)
"""
_SELECTED = """
SELECT application_id, application_no FROM review_case
WHERE state IN ('SELECTED', 'NOTIFIED', 'PRE_STUDY', 'IN_TRAINING', 'COMPLETED')
"""
_CONFIRMED = "SELECT application_id FROM reservation WHERE state = 'CONFIRMED'"


def determined(stores: Stores) -> Iterator[Violation]:
    """Totals count the places that are held; whoever was determined has one, and a seat."""
    for row in stores.rows("review", _TOTALS):
        if row.taken > row.most or row.taken != row.held:
            message = f"says {row.taken} of {row.most}, {row.held} places are held"
            yield Violation(Invariant.SEATS, "totals match places", row.total, message)
    for row in stores.rows("review", _PLACELESS):
        message = f"{row.state} without a place"
        yield Violation(
            Invariant.SEATS, "determined people hold places", row.application_no, message
        )
    for row in stores.rows("review", _ONE_HAND):
        subject = str(row.determination_id)
        yield Violation(Invariant.DECISIONS, "determined by two", subject, "not two persons")
    confirmed = {row.application_id for row in stores.rows("quotas", _CONFIRMED)}
    for row in stores.rows("review", _SELECTED):
        if row.application_id not in confirmed:
            message = "the seat is not confirmed"
            yield Violation(
                Invariant.SEATS, "selected people hold seats", row.application_no, message
            )
