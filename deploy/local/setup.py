"""Everything a command needs before it can run: packages, the service user, the environment."""

from __future__ import annotations

from collections.abc import Sequence

from deploy.local.frontend import ensure_frontend
from deploy.local.locking import only_one
from deploy.local.packages import BASE, EXTRA, ensure_packages
from deploy.local.places import Checkout
from deploy.local.runas import ensure_service_user, make_folder
from deploy.local.virtualenv import ensure_virtualenv

SETUP_PATIENCE = 900.0


def ensure_setup(checkout: Checkout, extras: Sequence[str] = ()) -> None:
    """Install what is missing; nothing when all is there.

    Args:
        checkout: Whose environment.
        extras: Names of further package groups, keys of ``packages.EXTRA``.
    """
    wanted = [*BASE, *(name for extra in extras for name in EXTRA[extra])]
    make_folder(checkout.local, None, 0o755)
    with only_one(checkout.local / "setup.lock", SETUP_PATIENCE):
        ensure_packages(wanted)
        ensure_service_user()
        make_folder(checkout.home, None, 0o755)
        if checkout.apart:
            checkout.home_record.write_text(f"{checkout.home}\n", encoding="utf-8")
        ensure_virtualenv(checkout)
        ensure_frontend(checkout)
