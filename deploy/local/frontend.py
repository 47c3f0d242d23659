"""Styles and scripts of the pages, built from the lockfile.

Where the machine has no Node, one comes from PyPI. What was built lies beside its sources, where
the gateway reads it, and is made anew whenever a source or the lockfile changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from deploy.local.faults import ExitCode, StackError
from deploy.local.places import Checkout
from deploy.local.virtualenv import run as run_installer
from deploy.local.virtualenv import uv_settings

FOLDER = Path("services/gateway/pages/assets")
SOURCES = ("styles", "scripts", "images")
LOCK = "package-lock.json"
NODE_PINS = "requirements/frontend.txt"
OLDEST_NODE = 20


def ensure_frontend(checkout: Checkout) -> bool:
    """Build what is missing or outdated.

    Returns:
        Whether anything was done.

    Raises:
        StackError: the packages could not be fetched, or a source is wrong.
    """
    folder = checkout.root / FOLDER
    marker = folder / "static" / "sources.sha256"
    wanted = source_hash(folder)
    if marker.exists() and marker.read_text(encoding="utf-8").strip() == wanted:
        return False
    print("生成页面样式与脚本", flush=True)
    before = os.umask(0o022)  # the gateway's user reads what is built here
    try:
        node = find_node(checkout)
        ensure_packages(folder, node)
        execute([str(node), "build.mjs"], folder, node)
        marker.write_text(f"{wanted}\n", encoding="utf-8")
    finally:
        os.umask(before)
    return True


def source_hash(folder: Path) -> str:
    """Names the state of all sources."""
    digest = hashlib.sha256()
    files = [folder / "build.mjs", folder / LOCK]
    for name in SOURCES:
        files += sorted(path for path in (folder / name).rglob("*") if path.is_file())
    for path in files:
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def find_node(checkout: Checkout) -> Path:
    """The machine's Node when it is new enough with npm beside it, else one from hashed pins."""
    found = shutil.which("node")
    if found and shutil.which("npm") and major_version(found) >= OLDEST_NODE:
        return Path(found)
    own = checkout.local / "node"
    node = own / "bin" / "node"
    if not node.exists():
        run_installer(["/usr/bin/python3", "-m", "venv", "--clear", "--without-pip", str(own)])
        pip = [str(checkout.venv / "bin" / "uv"), "pip", "install", "--quiet", "--require-hashes"]
        pins = str(checkout.root / NODE_PINS)
        run_installer([*pip, "--python", str(own / "bin" / "python"), "-r", pins], uv_settings())
    return node


def major_version(node: str) -> int:
    """`v20.20.2` → 20; 0 when it does not even say."""
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    head = shown.strip().removeprefix("v").partition(".")[0]
    return int(head) if head.isdigit() else 0


def ensure_packages(folder: Path, node: Path) -> None:
    """Exactly what the lockfile says; no script of a package is run."""
    marker = folder / "node_modules" / "lock.sha256"
    wanted = hashlib.sha256((folder / LOCK).read_bytes()).hexdigest()
    if marker.exists() and marker.read_text(encoding="utf-8") == wanted:
        return
    npm = str(node.with_name("npm"))
    if not Path(npm).exists():
        npm = shutil.which("npm") or "npm"
    execute([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, node)
    marker.write_text(wanted, encoding="utf-8")


def execute(command: list[str], folder: Path, node: Path) -> None:
    """Run a step; what it printed is shown only when it fails."""
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(
            ExitCode.FRONTEND,
            f"{' '.join(command[:2])} 失败（{done.returncode}）：\n{done.stderr[-3000:]}",
        )
