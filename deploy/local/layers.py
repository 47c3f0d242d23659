"""The test layers and checks as data, and the one way to run them.

A layer that needs the running system gets the instance started before and stopped afterwards,
whatever the tests say.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from enum import IntEnum
from tempfile import TemporaryFile

from deploy.local.faults import ExitCode, StackError
from deploy.local.orders import stop_everything
from deploy.local.places import Checkout, Instance
from deploy.local.reset import reset_instance
from deploy.local.setup import ensure_setup
from deploy.local.start import start_all


class Needs(IntEnum):
    """What must run before a layer."""

    NOTHING = 0
    STACK = 1
    OTHERS = 2
    """Nothing of its own: it is other layers, run side by side."""


@dataclass(frozen=True)
class Layer:
    """One layer of tests.

    Attributes:
        folders: What pytest is given.
        needs: What must run.
        named: Runs only when it is named, or as one of others: it takes minutes, or is a part.
        layers: Names of the layers it is made of.
        extras: Package groups it needs on top of the run time, keys of ``packages.EXTRA``.
    """

    folders: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING
    named: bool = False
    layers: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


def _integration(*folders: str) -> tuple[str, ...]:
    return tuple(f"tests/integration/{folder}" for folder in folders)


LAYERS: dict[str, Layer] = {
    "unit": Layer(("tests/unit",)),
    "contract": Layer(("tests/contract",)),
    "integration": Layer(needs=Needs.OTHERS, layers=("platform", "services")),
    "platform": Layer(_integration("chassis", "operations", "stack"), Needs.STACK, named=True),
    "services": Layer(
        _integration(
            *("accounts", "applications", "documents", "gateway"),
            *("notices", "quotas", "review"),
        ),
        Needs.STACK,
        named=True,
    ),
    "story": Layer(("tests/story",), Needs.STACK),
    "browser": Layer(("tests/browser",), Needs.STACK, extras=("browser",)),
    "chaos": Layer(("tests/chaos",), Needs.STACK),
    "long": Layer(("tests/chaos_long",), Needs.STACK, named=True),
}

PYTEST = ("pytest", "-p", "no:pytest_nameko")
"""nameko's plugin only warns that it does nothing, and warnings are errors here."""

COMPOSE_FILE = "docker-compose.yml"

CHECKS: dict[str, tuple[str, ...]] = {
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy", "."),
    "house rules": (*PYTEST, "-q", "tests/house_rules"),
    "generated": ("operations.reference", "--check"),
    "openapi": ("services.gateway.openapi", "--check"),
    "diagram": ("services.review.domain.diagram", "--check"),
    "image": ("deploy.images.lint",),
    "compose": ("check_jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE_FILE),
}
"""Name → words behind ``python -m``."""

NO_TESTS = 5
"""pytest's exit code when it collected nothing; for a named layer that is a failure."""


def run_layers(instance: Instance, names: list[str]) -> int:
    """Run layers in the order given; without names all that need not be named.

    Returns:
        0 when every layer passed, else the first failing exit code.
    """
    usual = [name for name, layer in LAYERS.items() if not layer.named]
    chosen = {name: LAYERS[name] for name in names or usual if is_layer(name)}
    results = {n: RUNNERS[layer.needs](instance, layer) for n, layer in chosen.items()}
    for name, code in results.items():
        print(f"{name:<14}{'通过' if code == 0 else f'失败（{code}）'}")
    return next((code for code in results.values() if code), 0)


def is_layer(name: str) -> bool:
    """Whether there is such a layer.

    Raises:
        StackError: There is none.
    """
    if name not in LAYERS:
        raise StackError(ExitCode.PART, f"没有测试层 {name}。可选：{' '.join(LAYERS)}")
    return True


def run_on_stack(instance: Instance, layer: Layer) -> int:
    """Start the instance from nothing, run one layer, stop it.

    Each layer gets its own start: what one leaves in the stores (objects put to prove the store,
    messages parked on purpose) would be a violation to the audit of the next.
    """
    ensure_setup(instance.checkout, layer.extras)
    reset_instance(instance)
    try:
        start_all(instance)
        return run_layer(instance, layer)
    finally:
        stop_everything(instance)


def run_layer(instance: Instance, layer: Layer) -> int:
    """Run pytest over a layer's folders, in a process of its own.

    Returns:
        pytest's exit code.
    """
    options = os.environ.get("PYTEST", "").split()
    command = [str(instance.checkout.python), "-m", *PYTEST, *layer.folders, *options]
    environment = os.environ | {"TEPEI_INSTANCE": instance.name}
    root = instance.checkout.root
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode


def run_side_by_side(instance: Instance, layer: Layer) -> int:
    """Run layers at once, each on an instance of its own: they wait more than they compute.

    The first is shown as it runs, the others when it is done.

    Returns:
        0 when every one passed, else the first failing exit code.
    """
    first, *others = layer.layers
    ensure_setup(instance.checkout, layer.extras)
    with ExitStack() as stack:
        running = []
        for number, name in enumerate(others, start=2):
            output = stack.enter_context(TemporaryFile())
            words = ["--instance", f"{instance.name}{number}", "test", name]
            command = [sys.executable, "-m", "deploy.local", *words]
            root = instance.checkout.root
            started = subprocess.Popen(command, cwd=root, stdout=output, stderr=output)
            running.append((started, output))
        codes = [RUNNERS[LAYERS[first].needs](instance, LAYERS[first])]
        for process, output in running:
            codes.append(process.wait())
            output.seek(0)
            print(output.read().decode(errors="replace"), end="", flush=True)
    return next((code for code in codes if code), 0)


RUNNERS = {
    Needs.NOTHING: run_layer,
    Needs.STACK: run_on_stack,
    Needs.OTHERS: run_side_by_side,
}
"""What a layer needs → how it is run."""


def run_checks(checkout: Checkout) -> int:
    """Run every static check, also after one failed.

    Returns:
        0 when all passed, else 1.
    """
    failed = [name for name, words in CHECKS.items() if not passes(checkout, name, words)]
    if failed:
        print(f"没有通过：{'、'.join(failed)}")
    return int(bool(failed))


def passes(checkout: Checkout, name: str, words: tuple[str, ...]) -> bool:
    """Run one check and say how it went."""
    began = time.monotonic()
    command = [str(checkout.python), "-m", *words]
    code = subprocess.run(command, cwd=checkout.root, check=False).returncode
    seconds = time.monotonic() - began
    print(f"{name:<14}{'通过' if code == 0 else '没有通过'}  {seconds:.1f} 秒", flush=True)
    return code == 0
