"""The first administrators of a native instance: `make admin`, from make's variables.

SYSTEM, SECURITY and AUDITOR each hold a login and a name. The command itself is
`services.accounts.first_administrators`.
"""

from __future__ import annotations

import os
import sys

from deploy.local.client import Stack
from services.accounts.app import AccountsSettings, build_app
from services.accounts.first_administrators import run

OPTIONS = {"SYSTEM": "--system-admin", "SECURITY": "--security-admin", "AUDITOR": "--auditor"}
USAGE = 'make admin SYSTEM="用户名 姓名" SECURITY="用户名 姓名" AUDITOR="用户名 姓名"'


def main(arguments: list[str]) -> int:
    """`SYSTEM="login 姓名" SECURITY=… AUDITOR=…` with the account of the accounts service."""
    words: list[str] = []
    for setting in arguments:
        option, _, value = setting.partition("=")
        login, _, name = value.strip().partition(" ")
        if not name.strip():
            print(USAGE)
            return 2
        words += [OPTIONS[option], login, name]
    stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    os.environ.update(stack.environment("accounts"))
    return run(build_app(AccountsSettings()), words, sys.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
