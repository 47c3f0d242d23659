"""As whom the servers and services run.

Root starts each as an unprivileged user of its own kind; anybody else runs all as themselves.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deploy.local.faults import ExitCode, StackError

Role = Literal["postgres", "rabbitmq", "services"]

USER_OF: dict[Role, str] = {"postgres": "postgres", "rabbitmq": "rabbitmq", "services": "tepei"}
"""The system user of each role; the first two come with Debian's packages."""

SERVICE_HOME = "/var/lib/tepei"


@dataclass(frozen=True)
class RunUser:
    """The numbers a process runs under."""

    name: str
    uid: int
    gid: int


def run_user(role: Role) -> RunUser | None:
    """The user a role runs as, or None for the caller's own."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(USER_OF[role])
    return RunUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def ensure_service_user() -> None:
    """Create the system user of the services where root runs the stack and it is missing."""
    if os.geteuid() != 0:
        return
    try:
        pwd.getpwnam(USER_OF["services"])
    except KeyError:
        create_service_user(USER_OF["services"])


def create_service_user(name: str) -> None:
    """Add a system user without a shell; its own group is made unless one waits already."""
    group = ["--gid", name] if group_exists(name) else ["--user-group"]
    flags = ["--system", "--home-dir", SERVICE_HOME, "--shell", "/usr/sbin/nologin"]
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    done = subprocess.run(
        [useradd, *flags, *group, name], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StackError(ExitCode.RIGHTS, f"无法建立系统用户 {name}：{done.stderr.strip()}")


def group_exists(name: str) -> bool:
    """Whether the machine has a group of this name."""
    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    return True


def make_folder(path: Path, owner: RunUser | None, mode: int = 0o700) -> Path:
    """Make a folder with its parents; the folder itself gets the owner and the mode."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    if owner:
        os.chown(path, owner.uid, owner.gid)
    return path


def write_private(path: Path, content: str, owner: RunUser | None = None) -> None:
    """Write a file that only its owner may read, replacing an older one in one step."""
    fresh = path.with_name(path.name + ".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(content)
    if owner:
        os.chown(fresh, owner.uid, owner.gid)
    fresh.replace(path)


def run_quietly(command: list[str], owner: RunUser | None, **options: object) -> str:
    """Run a preparing command as a role's user.

    Returns:
        Its standard output.

    Raises:
        StackError: It failed; the message carries the end of what it said.
    """
    as_user = {"user": owner.uid, "group": owner.gid, "extra_groups": []} if owner else {}
    done = subprocess.run(  # type: ignore[call-overload]  # -- the stubs know no mapping of options
        command, capture_output=True, text=True, check=False, **as_user, **options
    )
    if done.returncode:
        said = (done.stdout + done.stderr)[-2000:]
        raise StackError(
            ExitCode.PART, f"{Path(command[0]).name} 失败（{done.returncode}）：{said}"
        )
    return str(done.stdout)
