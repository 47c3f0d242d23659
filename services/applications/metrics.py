"""What applications measures; names and labels are an interface (docs/operations)."""

from __future__ import annotations

from services.applications.domain.scans import REASONS
from services.chassis.metrics import Counter, Histogram, of
from services.contracts.vocabulary import Material, Outcome, ReminderStage

SUBMISSIONS = Counter(
    "applications_submissions_total",
    "Frozen versions by kind.",
    labels={"kind": frozenset({"first", "again"})},
)
OUTCOMES = Counter(
    "applications_outcomes_total",
    "Outcomes of the eligibility findings at submission.",
    labels={"outcome": of(Outcome)},
)
REFUSED_SUBMISSIONS = Counter(
    "applications_refused_submissions_total",
    "Submissions that were refused, by the code of the error.",
    labels={
        "code": frozenset(
            {"window_closed", "validation_failed", "not_eligible", "binding_missing", "late"}
        )
    },
)
SCANS_BEGUN = Counter(
    "applications_scans_begun_total", "Uploads begun, by slot.", labels={"slot": of(Material)}
)
CHECKS = Counter(
    "applications_checks_total",
    "Scans checked: accepted, or the reason of the refusal.",
    labels={"result": frozenset({"accepted", *REASONS})},
)
CHECK_SECONDS = Histogram(
    "applications_check_seconds",
    "How long the check of one scan took.",
    labels={"kind": frozenset({"jpg", "png", "pdf"})},
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0),
)
DRAFTS_REMINDED = Counter(
    "applications_drafts_reminded_total",
    "Reminders of drafts before the window closes.",
    labels={"stage": of(ReminderStage)},
)
DRAFTS_LAPSED = Counter(
    "applications_drafts_lapsed_total", "Drafts that were not submitted before the window closed."
)
