"""Where everything of a checkout and of its instances lies.

The state of a checkout is its folder ``.local``. The servers and services run as unprivileged
users when the caller is root; where those users cannot enter the checkout (root's home, a
``mktemp -d`` folder), what they read, write or execute lies in ``/var/lib/tepei/<hash>``
instead, and ``.local/home`` records that.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

SHARED_HOME = Path("/var/lib/tepei")
INSTANCE_NAME = re.compile(r"[a-z][a-z0-9]{0,15}")
RESERVED_NAMES = frozenset({"venv", "code", "home", "setup", "node"})


def enterable_by_others(folder: Path) -> bool:
    """Whether a user who owns nothing here can read ``folder`` and pass through its parents."""
    mode = folder.stat().st_mode
    if mode & (stat.S_IROTH | stat.S_IXOTH) != stat.S_IROTH | stat.S_IXOTH:
        return False
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents)


def checkout_key(root: Path) -> str:
    """Short name of a checkout that no other path has; part of node names and port choice."""
    return hashlib.sha256(str(root).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Checkout:
    """One clone of the project.

    Attributes:
        root: Its top folder.
        home: Where files for the unprivileged users lie: ``.local``, or below /var/lib/tepei.
    """

    root: Path
    home: Path

    @property
    def local(self) -> Path:
        """The folder of all state that is not apart."""
        return self.root / ".local"

    @property
    def key(self) -> str:
        """Short name no other checkout has."""
        return checkout_key(self.root)

    @property
    def apart(self) -> bool:
        """Whether the run-time files lie outside the checkout."""
        return self.home != self.local

    @property
    def code(self) -> Path:
        """The folder the services import the project from."""
        return self.home / "code" if self.apart else self.root

    @property
    def venv(self) -> Path:
        """The virtual environment's folder."""
        return self.home / "venv"

    @property
    def python(self) -> Path:
        """The virtual environment's interpreter."""
        return self.venv / "bin" / "python"

    @property
    def home_record(self) -> Path:
        """The file that says where the home lies when it is apart."""
        return self.local / "home"


@dataclass(frozen=True)
class Instance:
    """One running system of a checkout, with its own servers, databases and ports."""

    checkout: Checkout
    name: str

    @property
    def record(self) -> Path:
        """Folder for what only the caller reads: ports, secrets, ``stack.json``."""
        return self.checkout.local / self.name

    @property
    def state(self) -> Path:
        """Folder for what the unprivileged users read and write."""
        return self.checkout.home / self.name

    @property
    def programmes(self) -> Path:
        """The data of its cycles: those of the checkout, and years added here."""
        return self.state / "programmes"

    @property
    def logs(self) -> Path:
        """The folder of the parts' logs, readable by the caller only."""
        return self.state / "logs"

    @property
    def key(self) -> str:
        """Name that no other instance on this machine has."""
        return f"{self.checkout.key}-{self.name}"


def find_checkout(root: Path, *, as_root: bool) -> Checkout:
    """The checkout at ``root`` with its home as recorded, else as its permissions demand.

    Args:
        root: Top folder of the clone.
        as_root: Whether servers and services will run as other users than the caller.
    """
    root = root.resolve()
    local = root / ".local"
    record = local / "home"
    if record.exists():
        return Checkout(root, Path(record.read_text(encoding="utf-8").strip()))
    if as_root and not enterable_by_others(root):
        return Checkout(root, SHARED_HOME / checkout_key(root))
    return Checkout(root, local)


def this_checkout() -> Checkout:
    """The checkout this package was imported from."""
    return find_checkout(Path(__file__).parents[2], as_root=os.geteuid() == 0)


def instance_of(checkout: Checkout, name: str) -> Instance:
    """The instance called ``name``.

    Raises:
        ValueError: The name is no short lower-case word, or one the stack uses itself.
    """
    if not INSTANCE_NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise ValueError(f"实例名“{name}”不可用：请用小写字母开头、至多 16 个字母或数字的名称")
    return Instance(checkout, name)


def instances_of(checkout: Checkout) -> list[Instance]:
    """Every instance of the checkout that was ever started and not reset."""
    if not checkout.local.is_dir():
        return []
    names = sorted(path.parent.name for path in checkout.local.glob("*/ports.json"))
    return [Instance(checkout, name) for name in names]
