"""What documents measures; names and labels are an interface (docs/operations)."""

from __future__ import annotations

from enum import StrEnum

from services.chassis.metrics import Counter, Gauge, Histogram, of
from services.contracts.requests.documents import DocumentState
from services.contracts.vocabulary import DocumentKind


class RenderOutcome(StrEnum):
    """How a render job ended."""

    READY = "ready"
    FAILED = "failed"
    SKIPPED = "skipped"


RENDERS = Counter(
    "documents_renders_total",
    "Render jobs by kind and how they ended; skipped ones were superseded or done before.",
    labels={"kind": of(DocumentKind), "outcome": of(RenderOutcome)},
)
RENDER_SECONDS = Histogram(
    "documents_render_seconds",
    "How long layout and writing of one document took, questions and store not included.",
    labels={"kind": of(DocumentKind)},
    buckets=(0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0),
)
WAIT_SECONDS = Histogram(
    "documents_wait_seconds",
    "From the event that asked for a document until its file lies in the store.",
    labels={"kind": of(DocumentKind)},
    buckets=(0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0),
)
DOCUMENTS = Gauge(
    "documents_documents",
    "Prints by kind and state.",
    labels={"kind": of(DocumentKind), "state": of(DocumentState)},
)
OLDEST_PENDING_SECONDS = Gauge(
    "documents_oldest_pending_seconds",
    "How long the longest waiting print has been waiting; 0 when none waits.",
)
FETCHES = Counter(
    "documents_fetches_total", "Downloads granted, by kind.", labels={"kind": of(DocumentKind)}
)
