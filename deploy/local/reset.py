"""Forget an instance, or everything a checkout ever made outside its own files."""

from __future__ import annotations

import shutil

from deploy.local.locking import only_one
from deploy.local.orders import stop_everything
from deploy.local.places import Checkout, Instance, instances_of


def reset_instance(instance: Instance) -> None:
    """Stop an instance and remove its data, ports and secrets."""
    stop_everything(instance)
    for folder in {instance.state, instance.record}:
        shutil.rmtree(folder, ignore_errors=True)


def reset_checkout(checkout: Checkout) -> None:
    """Reset every instance; where the state lies below /var/lib, nothing of it stays."""
    for instance in instances_of(checkout):
        reset_instance(instance)
    if checkout.apart:
        with only_one(checkout.local / "setup.lock", 60):
            shutil.rmtree(checkout.home, ignore_errors=True)
            checkout.home_record.unlink(missing_ok=True)
