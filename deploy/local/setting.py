"""All that is known about an instance before anything of it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deploy.local.places import Instance
from deploy.local.ports import Ports, choose_ports
from deploy.local.runas import RunUser, make_folder, run_user
from deploy.local.secrets_file import Secrets, load_secrets

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Setting:
    """An instance with its ports, secrets and run users."""

    instance: Instance
    ports: Ports
    secrets: Secrets
    postgres: RunUser | None
    rabbitmq: RunUser | None
    services: RunUser | None

    @property
    def deploy(self) -> Path:
        """The folder of the data files that every way of running the system shares."""
        return self.instance.checkout.root / "deploy"

    def log(self, part: str) -> Path:
        """The log file of a part."""
        return self.instance.logs / f"{part}.log"


def settle(instance: Instance) -> Setting:
    """Make the instance's folders, choose its ports and secrets where that was not done yet."""
    make_folder(instance.checkout.local, None, 0o755)
    make_folder(instance.checkout.home, None, 0o755)
    if instance.checkout.apart:
        instance.checkout.home_record.write_text(f"{instance.checkout.home}\n", encoding="utf-8")
    make_folder(instance.record, None, 0o755)
    make_folder(instance.state, None, 0o755)
    make_folder(instance.logs, None, 0o700)
    return Setting(
        instance=instance,
        ports=choose_ports(instance),
        secrets=load_secrets(instance),
        postgres=run_user("postgres"),
        rabbitmq=run_user("rabbitmq"),
        services=run_user("services"),
    )
