"""Metrics are declared, bounded and listed."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import pytest
from prometheus_client import REGISTRY

from services.chassis import metrics
from services.chassis.metrics import (
    Counter,
    Definition,
    Gauge,
    Histogram,
    Names,
    definitions,
    exposition,
    of,
)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Nothing a test declares outlives it."""
    known = dict(metrics._declared)
    yield
    for name in set(metrics._declared) - set(known):
        REGISTRY.unregister(metrics._declared.pop(name).__dict__["_collector"])


def test_a_counter_counts_by_label() -> None:
    things = Counter("samples_things_total", "Things done.", labels={"colour": of(Colour)})
    things.inc(colour=Colour.RED)
    things.inc(2, colour="blue")
    assert (things.value(colour=Colour.RED), things.value(colour=Colour.BLUE)) == (1, 2)
    assert b'samples_things_total{colour="blue"} 2.0' in exposition()


def test_a_value_outside_the_closed_set_makes_no_series_of_its_own() -> None:
    things = Counter("samples_things_total", "Things done.", labels={"colour": of(Colour)})
    things.inc(colour="650000198501011234")
    things.inc(colour="green")
    assert things.value(colour="other") == 2
    assert b"650000" not in exposition()


def test_names_from_code_are_bounded_and_shaped() -> None:
    names = Names(limit=2)
    found = [name in names for name in ("do_thing", "x y", "on-done", "third", "do_thing")]
    assert found == [True, False, True, False, True]


def test_missing_and_unknown_labels_are_mistakes() -> None:
    things = Counter("samples_things_total", "Things done.", labels={"colour": of(Colour)})
    wrong: tuple[dict[str, str], ...] = ({}, {"colour": "red", "size": "1"}, {"size": "1"})
    for labels in wrong:
        with pytest.raises(ValueError, match="has the labels"):
            things.inc(1, **labels)


def test_a_gauge_is_set_or_watched() -> None:
    level = Gauge("samples_level_rows", "Rows now.")
    level.set(4)
    assert level.value() == 4
    level.watch(lambda: 7)
    assert level.value() == 7


def test_a_histogram_times_a_block_that_fails_too() -> None:
    seconds = Histogram("samples_work_seconds", "Seconds of work.")
    with pytest.raises(LookupError), seconds.timed():
        raise LookupError
    assert seconds.value() == 1


@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [
        (Counter, "samples_things", "Things done."),
        (Gauge, "level", "Rows now."),
        (Gauge, "Samples_Level", "Rows now."),
        (Gauge, "samples_level_rows", "Rows now"),
    ],
)
def test_a_name_or_sentence_against_the_rules_is_refused(
    kind: type[Definition], name: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=name):
        kind(name, sentence)
    assert name not in metrics._declared


def test_a_name_is_declared_once() -> None:
    Gauge("samples_level_rows", "Rows now.")
    with pytest.raises(ValueError, match="twice"):
        Gauge("samples_level_rows", "Rows now.")


def test_all_metrics_are_listed_with_what_the_reference_needs() -> None:
    Gauge("samples_level_rows", "Rows now.")
    found = {metric.name: metric for metric in definitions()}
    assert (found["samples_level_rows"].kind, found["samples_level_rows"].sentence) == (
        "gauge",
        "Rows now.",
    )
    assert list(found) == sorted(found)
