"""Who can sign in to a demo instance: created once, printed at every start."""

from __future__ import annotations

from deploy.local.current import Steps, fingerprint
from deploy.local.environment import mode_of
from deploy.local.runas import write_private
from deploy.local.schema import run_module
from deploy.local.setting import Setting
from deploy.local.supervisor.child import read_environment

PROGRAM = "services.accounts.demo"
"""Creates the sample organisations and people where they are missing and prints the sign-ins."""


def show_people(setting: Setting) -> None:
    """Print the sign-ins of the demo; nothing in any other mode."""
    instance = setting.instance
    accounts = instance.checkout.root / "services" / "accounts"
    if mode_of(instance.name) != "demo" or not (accounts / "demo.py").exists():
        return
    steps = Steps(instance.record / "steps.json")
    told = instance.record / "people.txt"
    state = fingerprint(accounts, instance.checkout.root / "programmes")
    if not told.exists() or not steps.is_current("people", state):
        secrets = read_environment(instance.state / "environment" / "accounts.env")
        write_private(told, run_module(setting, [PROGRAM], secrets))
        steps.note("people", state)
    print(told.read_text(encoding="utf-8"))
