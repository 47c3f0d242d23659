"""The virtual environment, made of hashed pins and nothing else."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from deploy.local.faults import ExitCode, StackError
from deploy.local.places import Checkout

SYSTEM_PYTHON = "/usr/bin/python3"
"""Not the caller's: unprivileged users must be able to run it."""

WANTED = (3, 11)
LOCKS = ("requirements/development.txt",)
INSTALLER = "uv"
COMPILE_FLAGS = (
    "--generate-hashes",
    "--no-emit-index-url",
    "--python-version=3.11",
    "--no-header",
    "--no-annotate",
)


def lock_hash(root: Path) -> str:
    """Names the state of the locks; the environment is remade when it changes."""
    digest = hashlib.sha256()
    for lock in LOCKS:
        digest.update((root / lock).read_bytes())
    return digest.hexdigest()


def ensure_virtualenv(checkout: Checkout) -> bool:
    """Make or update the environment where it does not match the locks.

    Returns:
        Whether anything was done.
    """
    marker = checkout.venv / "locks.sha256"
    wanted = lock_hash(checkout.root)
    if marker.exists() and marker.read_text(encoding="utf-8").strip() == wanted:
        return False
    print(f"安装 Python 环境：{checkout.venv}", flush=True)
    check_python()
    before = os.umask(0o022)  # other users run what is installed here
    try:
        install(checkout)
    finally:
        os.umask(before)
    marker.write_text(f"{wanted}\n", encoding="utf-8")
    return True


def check_python() -> None:
    """The pins hold for one Python version only."""
    shown = run([SYSTEM_PYTHON, "-c", "import sys; print(*sys.version_info[:2])"])
    found = tuple(int(word) for word in shown.split())
    if found != WANTED:
        raise StackError(
            ExitCode.PYTHON,
            f"需要 {SYSTEM_PYTHON} 为 Python 3.11（Debian 12），本机是 {shown.strip()}。",
        )


def install(checkout: Checkout) -> None:
    """Create the environment when it is missing and bring it to exactly the pins."""
    if not checkout.python.exists():
        checkout.venv.parent.mkdir(parents=True, exist_ok=True)
        run([SYSTEM_PYTHON, "-m", "venv", "--clear", str(checkout.venv)])
    lock = checkout.root / LOCKS[0]
    pins = checkout.venv / "installer.txt"
    pins.write_text(pin_of(INSTALLER, lock.read_text(encoding="utf-8")), encoding="utf-8")
    pip = [str(checkout.python), "-m", "pip", "install", "--quiet", "--require-hashes"]
    run([*pip, "--no-deps", "-r", str(pins)])
    sync = [str(checkout.venv / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes"]
    run([*sync, "--compile-bytecode", "--python", str(checkout.python), str(lock)], uv_settings())


def pin_of(package: str, lock: str) -> str:
    """The lines of a lock that pin one package with its hashes."""
    found = re.search(rf"^{re.escape(package)}==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    if found is None:
        raise StackError(ExitCode.VIRTUALENV, f"锁文件里没有 {package}：请运行 make lock。")
    return found.group()


def uv_settings() -> dict[str, str]:
    """Let uv use the index and certificates pip is set up with.

    Debian's pip trusts the machine's certificates, among them those of a firm's own proxy; uv
    does so only when told.
    """
    table = {
        "global.index-url": "UV_DEFAULT_INDEX",
        "global.cert": "SSL_CERT_FILE",
    }
    shown = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    pairs = (line.partition("=") for line in shown.splitlines())
    configured = {name: value.strip("'\"") for name, _, value in pairs}
    wanted = {"UV_SYSTEM_CERTS": "true"} | {
        variable: configured[name] for name, variable in table.items() if name in configured
    }
    return {name: value for name, value in wanted.items() if name not in os.environ}


def run(command: list[str], settings: dict[str, str] | None = None) -> str:
    """Run an installer and return what it printed."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | (settings or {})
    )
    if done.returncode:
        raise StackError(
            ExitCode.VIRTUALENV,
            f"{' '.join(command[:4])} 失败（{done.returncode}）：\n{done.stderr[-3000:]}",
        )
    return done.stdout


def compile_locks(checkout: Checkout) -> None:
    """Resolve ``requirements/*.in`` again into hashed pins that record no address."""
    for source in sorted((checkout.root / "requirements").glob("*.in")):
        words = ["pip", "compile", "--quiet", *COMPILE_FLAGS, str(source)]
        target = source.with_suffix(".txt")
        uv = str(checkout.venv / "bin" / "uv")
        run([uv, *words, "--output-file", str(target)], uv_settings())
        print(f"{target.name}：{lock_size(target)} 个包")


def lock_size(lock: Path) -> int:
    """How many packages a lock pins."""
    return len(re.findall(r"^[A-Za-z0-9]", lock.read_text(encoding="utf-8"), re.MULTILINE))
