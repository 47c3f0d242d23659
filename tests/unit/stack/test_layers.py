"""Which test layers run when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.local import layers
from deploy.local.layers import LAYERS, Layer, Needs, run_layers
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


def test_without_a_name_every_layer_runs_that_need_not_be_named(
    instance: Instance, ran: list[Layer]
) -> None:
    assert run_layers(instance, []) == 0
    assert ran == [layer for layer in LAYERS.values() if not layer.named]
    assert LAYERS["chaos"] in ran


def test_a_long_layer_runs_when_it_is_named(instance: Instance, ran: list[Layer]) -> None:
    assert run_layers(instance, ["long"]) == 0
    assert ran == [LAYERS["long"]]


def test_every_folder_of_tests_belongs_to_one_layer() -> None:
    root = Path(__file__).parents[2]
    folders = [folder for layer in LAYERS.values() for folder in layer.folders]
    assert len(folders) == len(set(folders))
    whole = {folder for folder in folders if folder.count("/") == 1}
    parts = {folder for folder in folders if folder.count("/") > 1}
    there = {
        f"tests/{path.name}"
        for path in root.iterdir()
        if path.is_dir() and (any(path.glob("**/test_*.py")))
    }
    assert whole | {"tests/house_rules", "tests/integration"} == there
    assert parts == {
        f"tests/integration/{path.name}"
        for path in (root / "integration").iterdir()
        if any(path.glob("**/test_*.py"))
    }


def test_layers_side_by_side_fail_when_one_of_them_does(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; print(sys.argv[1:]); sys.exit(3)"
    monkeypatch.setattr(layers, "ensure_setup", lambda *_: None)
    monkeypatch.setitem(layers.RUNNERS, Needs.STACK, lambda *_: 0)
    real = subprocess.Popen

    def other(command: list[str], **how: Any) -> Any:
        return real([sys.executable, "-c", code, *command[3:]], **how)

    monkeypatch.setattr(subprocess, "Popen", other)
    assert run_layers(instance, ["integration"]) == 3
    assert "['--instance', 'test2', 'test', 'services']" in capfd.readouterr().out
