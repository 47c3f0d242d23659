"""Invariants 1 and 5: every submitted version is under review; every decision has its author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation
from services.contracts.requests.review import DecisionKind

_VERSIONS = """
SELECT a.id AS application_id, a.application_no, a.version_id, a.version_no, a.state
FROM application a WHERE a.version_no > 0
"""
_CASES = """
SELECT c.application_id, c.version_id, c.version_no, c.state FROM review_case c
"""
_GAPS = """
SELECT application_id, max(version_no) AS newest, count(*) AS versions
FROM application_version GROUP BY application_id HAVING max(version_no) <> count(*)
"""
_ANONYMOUS = """
SELECT application_id, kind FROM decision
WHERE person_id IS NULL
  AND kind NOT IN ('SUBMITTED', 'RESUBMITTED', 'DUE_PASSED', 'LISTED',
                   'QUOTA_REFUSED', 'REVIEW_CLOSED')
"""
_REASONLESS = """
SELECT r.return_id FROM case_return r
WHERE NOT EXISTS (SELECT FROM return_reason x WHERE x.return_id = r.return_id)
"""
_DECIDED = """
SELECT application_id::text AS subject, lower(kind) AS action,
  coalesce('person:' || person_id, 'nobody') AS author
FROM decision
"""
_AUDITED = """
SELECT object_id AS subject, action,
  CASE WHEN actor LIKE 'person:%' THEN actor ELSE 'nobody' END AS author
FROM audit_event WHERE object_type = 'application'
"""
_ONE_HAND = """
SELECT application_id, person_id FROM participation
GROUP BY application_id, person_id HAVING count(DISTINCT position) > 1
"""


def under_review(stores: Stores) -> Iterator[Violation]:
    """Applications and review agree on version and state of each submitted file."""
    cases = {row.application_id: row for row in stores.rows("review", _CASES)}
    for row in stores.rows("applications", _VERSIONS):
        case = cases.pop(row.application_id, None)
        if case is None:
            yield _lost(row.application_no, "submitted, but review does not know it")
        elif (case.version_id, case.state) != (row.version_id, row.state):
            yield _lost(
                row.application_no,
                f"applications: version {row.version_no} {row.state}, "
                f"review: version {case.version_no} {case.state}",
            )
    for application_id in cases:
        yield _lost(str(application_id), "under review, but never submitted")


def versions(stores: Stores) -> Iterator[Violation]:
    """Versions of a file are numbered without gaps."""
    for row in stores.rows("applications", _GAPS):
        yield Violation(
            Invariant.PRINTS,
            "versions complete",
            str(row.application_id),
            f"newest is {row.newest}, {row.versions} exist",
        )


def decisions(stores: Stores) -> Iterator[Violation]:
    """Every decision of a person names the person, every return its reasons, one level each."""
    for row in stores.rows("review", _ANONYMOUS):
        yield _decision("decisions have authors", str(row.application_id), row.kind)
    for row in stores.rows("review", _REASONLESS):
        yield _decision("returns have reasons", str(row.return_id), "no reason")
    for row in stores.rows("review", _ONE_HAND):
        yield _decision(
            "one level per person", str(row.application_id), f"{row.person_id} at two levels"
        )


def audited(stores: Stores) -> Iterator[Violation]:
    """A file's history and the audit trail name the same decisions by the same authors."""
    kinds = {kind.value.lower() for kind in DecisionKind}
    decided = Counter(tuple(row) for row in stores.rows("review", _DECIDED))
    in_trail = Counter(tuple(row) for row in stores.rows("review", _AUDITED) if row.action in kinds)
    for subject, action, author in decided.keys() | in_trail.keys():
        key = subject, action, author
        if decided[key] != in_trail[key]:
            message = (
                f"{action} by {author}: {decided[key]} in the history, {in_trail[key]} audited"
            )
            yield _decision("decisions are audited", subject, message)


def _lost(subject: str, message: str) -> Violation:
    return Violation(Invariant.NOTHING_LOST, "submissions under review", subject, message)


def _decision(check: str, subject: str, message: str) -> Violation:
    return Violation(Invariant.DECISIONS, check, subject, message)
