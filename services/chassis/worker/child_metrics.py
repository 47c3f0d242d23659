"""Shows the child's own metrics at its parent's door.

What a job measures is counted in the child. After each job the child sends its exposition; the
parent shows it beside its own. A replaced child begins at zero, which Prometheus takes for what it
is, the reset of a counter.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import REGISTRY, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector
from typing_extensions import override

from services.chassis import metrics

_OF_THE_PROCESS = ("tepei_", "python_", "process_")
"""Families the parent measures itself."""


class ChildMetrics(Collector):
    """The families of the child that are the service's own."""

    def __init__(self) -> None:
        self._text = ""
        for definition in metrics.definitions():
            if not definition.name.startswith(_OF_THE_PROCESS):
                # The parent imported it but never counts; the child's figures take its place.
                REGISTRY.unregister(definition.__dict__["_collector"])
        REGISTRY.register(self)

    def take(self, text: str) -> None:
        """Remember what the child shows now."""
        self._text = text

    @override
    def collect(self) -> Iterator[Metric]:
        for family in text_string_to_metric_families(self._text):
            if not family.name.startswith(_OF_THE_PROCESS):
                yield family
