"""Debian packages the stack stands on, installed without starting or creating anything.

Service start is denied by a temporary ``policy-rc.d``, and PostgreSQL's packages are told to
create no cluster; both files are put back as they were found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.local.faults import ExitCode, StackError

SERVERS = ("rabbitmq-server", "postgresql", "openssl")
PYTHON = ("python3-venv",)
RENDERING = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz0b",
    "libharfbuzz-subset0",
    "fontconfig",
    "fonts-noto-cjk",
    "fonts-babelstone-han",
    "fonts-lxgw-wenkai",
    "fonts-ukij-uyghur",
    "poppler-utils",
    "qpdf",
)
BASE = PYTHON + SERVERS + RENDERING
EXTRA = {"browser": ("chromium-headless-shell",), "monitor": ("prometheus",)}

POLICY = Path("/usr/sbin/policy-rc.d")
CLUSTER_POLICY = Path("/etc/postgresql-common/createcluster.conf")
DENY_START = "#!/bin/sh\n# Written by tepei's setup while packages are installed.\nexit 101\n"
NO_CLUSTER = "create_main_cluster = false\n"
APT_OPTIONS = (
    "-y",
    "-qq",
    "--no-install-recommends",
    "-o=Acquire::Retries=3",
    "-o=DPkg::Lock::Timeout=180",
    "-o=Dpkg::Options::=--force-confold",
)


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Those of ``wanted`` that are not installed, asked of dpkg in one call."""
    if shutil.which("dpkg-query") is None:
        raise StackError(
            ExitCode.PACKAGES, "本机没有 dpkg：本地运行环境需要 Debian 12 或相近的 Ubuntu 系统。"
        )
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package}\t${db:Status-Status}\n", *wanted],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    rows = (line.split("\t") for line in shown.splitlines())
    installed = {row[0] for row in rows if row[1:] == ["installed"]}
    return [name for name in wanted if name not in installed]


def ensure_packages(wanted: Sequence[str] = BASE) -> list[str]:
    """Install what is missing of ``wanted``.

    Returns:
        The packages that had to be installed; empty when all were there.

    Raises:
        StackError: No rights to install, or apt failed.
    """
    missing = missing_packages(wanted)
    if not missing:
        return []
    print(f"安装系统软件包：{' '.join(missing)}", flush=True)
    if os.geteuid() == 0:
        install(missing)
        return missing
    if shutil.which("sudo") is None:
        raise StackError(
            ExitCode.RIGHTS,
            f"缺少软件包 {' '.join(missing)}：请以 root 运行 make setup，或请管理员安装。",
        )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["sudo", "/usr/bin/python3", "-m", "deploy.local.packages", *missing], cwd=root, check=False
    )
    if done.returncode:
        raise StackError(ExitCode.PACKAGES, "软件包没有装上，原因见上面 apt 的输出。")
    return missing


def install(missing: Sequence[str]) -> None:
    """Install packages as root, with service start denied and no cluster created."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "UCF_FORCE_CONFFOLD": "1"}
    with service_start_denied(), no_cluster_created(applies="postgresql" in missing):
        run_apt(["apt-get", "update", "-qq"], environment)
        run_apt(["apt-get", "install", *APT_OPTIONS, *missing], environment)


def run_apt(command: Sequence[str], environment: dict[str, str]) -> None:
    """Run apt quietly; its output is shown only when it fails."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-4000:])
        raise StackError(
            ExitCode.PACKAGES,
            f"{' '.join(command[:2])} 失败（{done.returncode}）：请检查网络与软件源后重试。",
        )


@contextmanager
def service_start_denied() -> Iterator[None]:
    """Deny the start of services by package scripts; what was there before comes back."""
    with replaced(POLICY, DENY_START, 0o755):
        yield


@contextmanager
def no_cluster_created(*, applies: bool) -> Iterator[None]:
    """Keep PostgreSQL's packages from creating a cluster of the host's own.

    Where the administrator had no file, the package's own default is left afterwards, so that a
    later installation behaves as Debian documents.
    """
    if not applies:
        yield
        return
    CLUSTER_POLICY.parent.mkdir(parents=True, exist_ok=True)
    had_one = CLUSTER_POLICY.exists()
    with replaced(CLUSTER_POLICY, NO_CLUSTER, 0o644):
        yield
    shipped = Path("/usr/share/postgresql-common/createcluster.conf")
    if not had_one and shipped.exists():
        shutil.copyfile(shipped, CLUSTER_POLICY)
        CLUSTER_POLICY.chmod(0o644)


@contextmanager
def replaced(path: Path, content: str, mode: int) -> Iterator[None]:
    """Put ``content`` in place of a file for a while.

    The original waits beside it; an interrupted run is healed by the next one.
    """
    saved = path.with_name(path.name + ".tepei-saved")
    if path.exists() and not saved.exists():
        path.replace(saved)
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    try:
        yield
    finally:
        if saved.exists():
            saved.replace(path)
        else:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    import sys

    try:
        install(sys.argv[1:])
    except StackError as fault:
        print(fault.message, file=sys.stderr)
        sys.exit(fault.code)
