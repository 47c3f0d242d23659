"""What the services import and read, where they can read it, compiled beforehand.

They run as a user who may write nothing there, so the bytecode is made before they start.
"""

from __future__ import annotations

import compileall
import filecmp
import shutil
from pathlib import Path

from deploy.local.places import Checkout, Instance

CODE = "services"
PROGRAMMES = "programmes"
UNWANTED = frozenset({"__pycache__", "node_modules"})


def prepare_code(checkout: Checkout) -> None:
    """Copy the code where unprivileged users cannot enter the checkout, and compile it."""
    if checkout.apart:
        checkout.code.mkdir(mode=0o755, parents=True, exist_ok=True)
        synchronise(checkout.root / CODE, checkout.code / CODE)
    compileall.compile_dir(str(checkout.code / CODE), quiet=2)


def prepare_programmes(instance: Instance) -> None:
    """Give an instance the years of the checkout; a year that was added there stays."""
    instance.programmes.mkdir(mode=0o755, parents=True, exist_ok=True)
    instance.programmes.chmod(0o755)
    for year in sorted((instance.checkout.root / PROGRAMMES).iterdir()):
        if year.is_dir():
            synchronise(year, instance.programmes / year.name)


def synchronise(source: Path, target: Path) -> None:
    """Make ``target`` a readable copy of ``source``; unchanged files stay as they are."""
    target.mkdir(exist_ok=True)
    target.chmod(0o755)
    wanted = {path.name for path in source.iterdir()} - UNWANTED
    for path in target.iterdir():
        if path.name not in wanted | UNWANTED:
            remove(path)
    for name in sorted(wanted):
        if (source / name).is_dir():
            synchronise(source / name, target / name)
        else:
            copy_file(source / name, target / name)


def copy_file(source: Path, target: Path) -> None:
    """Copy one file unless the copy is the same already."""
    if target.exists() and filecmp.cmp(source, target, shallow=False):
        return
    shutil.copy2(source, target)
    target.chmod(0o644)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
