"""Metrics as typed definitions: name, sentence, labels from closed sets. No personal data.

A service declares its own in `services/<service>/metrics.py`:

    DECISIONS = Counter("review_decisions_total", "Decisions taken.", labels={"level": of(Level)})
    DECISIONS.inc(level=Level.UNIT)

`definitions()` lists everything that was declared, for the reference page and the comparison with
the dashboards. A label's value outside its set is counted as `other`, so that no input can make
the number of time series grow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from time import perf_counter
from typing import Any, ClassVar, Self

import prometheus_client
from prometheus_client import REGISTRY
from typing_extensions import override

OTHER = "other"

_NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
_LABEL = re.compile(r"[A-Za-z][\w.-]{0,79}")

_declared: dict[str, Definition] = {}


def of(members: type[Enum]) -> frozenset[str]:
    """The closed set of a label: the values of an enum."""
    return frozenset(str(member.value) for member in members)


class Names:
    """A label's values that are declared in code elsewhere: methods, events, queues.

    Bounded all the same: after `limit` different ones everything new is `other`.
    """

    def __init__(self, limit: int = 100) -> None:
        self._limit = limit
        self._seen: set[str] = set()

    def __contains__(self, value: object) -> bool:
        text = str(value)
        if text not in self._seen and len(self._seen) < self._limit and _LABEL.fullmatch(text):
            self._seen.add(text)
        return text in self._seen


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One metric: the interface that dashboards and alerts are written against."""

    kind: ClassVar[str]

    name: str = field(kw_only=False)
    sentence: str = field(kw_only=False)
    labels: Mapping[str, Container[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._check_name()
        if self.name in _declared:
            raise ValueError(f"{self.name} is declared twice")
        if not self.sentence.endswith("."):
            raise ValueError(f"{self.name} needs a sentence that says what it counts")
        object.__setattr__(self, "_collector", self._collect())
        _declared[self.name] = self

    def _check_name(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name} is not <service>_<noun>_<unit>")

    def _collect(self) -> Any:
        raise NotImplementedError

    def _child(self, values: Mapping[str, str]) -> Any:
        if values.keys() != self.labels.keys():
            raise ValueError(f"{self.name} has the labels {sorted(self.labels)}")
        collector = self.__dict__["_collector"]
        if not values:
            return collector
        return collector.labels(**{key: self._closed(key, values[key]) for key in self.labels})

    def _closed(self, label: str, value: str) -> str:
        text = str(value)
        return text if text in self.labels[label] else OTHER

    def value(self, **labels: str) -> float:
        """What is exposed now, for tests and health; 0 when nothing was counted."""
        closed = {key: self._closed(key, labels[key]) for key in labels}
        return REGISTRY.get_sample_value(self._sample_name(), closed) or 0.0

    def _sample_name(self) -> str:
        return self.name


class Counter(Definition):
    """Counts what happened; the name ends in `_total`."""

    kind = "counter"

    @override
    def _check_name(self) -> None:
        super()._check_name()
        if not self.name.endswith("_total"):
            raise ValueError(f"{self.name} must end in _total")

    @override
    def _collect(self) -> prometheus_client.Counter:
        return prometheus_client.Counter(self.name, self.sentence, tuple(self.labels))

    def inc(self, amount: float = 1, **labels: str) -> None:
        """Count."""
        self._child(labels).inc(amount)


class Gauge(Definition):
    """What is the case now."""

    kind = "gauge"

    @override
    def _collect(self) -> prometheus_client.Gauge:
        return prometheus_client.Gauge(self.name, self.sentence, tuple(self.labels))

    def set(self, value: float, **labels: str) -> None:
        """Say what is the case."""
        self._child(labels).set(value)

    def watch(self, read: Callable[[], float], **labels: str) -> None:
        """Ask `read` at each scrape; it must not block."""
        self._child(labels).set_function(read)


DEFAULT_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, kw_only=True)
class Histogram(Definition):
    """How long or how large; the name ends in the unit."""

    kind: ClassVar[str] = "histogram"

    buckets: tuple[float, ...] = DEFAULT_BUCKETS

    @override
    def _collect(self) -> prometheus_client.Histogram:
        return prometheus_client.Histogram(
            self.name, self.sentence, tuple(self.labels), buckets=self.buckets
        )

    def observe(self, amount: float, **labels: str) -> None:
        """Note one measurement."""
        self._child(labels).observe(amount)

    @contextmanager
    def timed(self, **labels: str) -> Iterator[Self]:
        """Note how many seconds the block took, however it ended."""
        began = perf_counter()
        try:
            yield self
        finally:
            self.observe(perf_counter() - began, **labels)

    @override
    def _sample_name(self) -> str:
        return f"{self.name}_count"


def definitions() -> tuple[Definition, ...]:
    """Every metric declared so far, by name."""
    return tuple(_declared[name] for name in sorted(_declared))


def exposition() -> bytes:
    """All metrics of the process in Prometheus' text format."""
    return prometheus_client.generate_latest(REGISTRY)


CONTENT_TYPE = prometheus_client.CONTENT_TYPE_LATEST
