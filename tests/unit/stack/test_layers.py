"""Which test layers run when."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local import layers
from deploy.local.layers import LAYERS, Layer, run_layers
from deploy.local.places import Checkout, Instance


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Layer]:
    done: list[Layer] = []

    def note(_: Instance, layer: Layer) -> int:
        done.append(layer)
        return 0

    monkeypatch.setattr(layers, "RUNNERS", dict.fromkeys(layers.RUNNERS, note))
    return done


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return Instance(Checkout(tmp_path, tmp_path), "test")


def test_without_a_name_every_layer_runs_but_the_long_ones(
    instance: Instance, ran: list[Layer]
) -> None:
    assert run_layers(instance, []) == 0
    assert ran == [layer for layer in LAYERS.values() if not layer.long]
    assert LAYERS["chaos"] in ran


def test_a_long_layer_runs_when_it_is_named(instance: Instance, ran: list[Layer]) -> None:
    assert run_layers(instance, ["long"]) == 0
    assert ran == [LAYERS["long"]]
