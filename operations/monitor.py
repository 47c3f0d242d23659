"""Prometheus over a running instance of the native stack: `make monitor`, Ctrl-C ends it.

Its data lies beside the instance's record and goes with `make reset`; `make monitor` again goes on
from what it had.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from deploy.local.client import Stack
from deploy.local.faults import StackError
from deploy.local.ports import busy_ports

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "deploy" / "prometheus" / "alerts.yml"
SCRAPE_SECONDS = 5
START_SECONDS = 30.0
STOP_SECONDS = 15.0

NOT_INSTALLED = "没有安装 prometheus：请用 make monitor 启动，它会先安装。"
BUSY = "端口 {port} 已被占用：本实例的监控可能已在运行（{address}）。"
DID_NOT_START = "Prometheus 没有启动，原因见上面的输出。"
RUNNING = """Prometheus 正在监控实例 {instance}
  采集对象  {address}/targets
  报警      {address}/alerts      说明见 docs/operations/alerts.md
  查询      {address}/graph
按 Ctrl-C 停止。"""
STOPPED = "监控已停止，数据保留在 {home}。"


def configuration(stack: Stack) -> dict[str, object]:
    """Prometheus' configuration for the parts that serve metrics."""
    targets = {
        part.name: [f"127.0.0.1:{part.ready.port}"]
        for part in stack.parts()
        if part.ready.path == "/readyz"
    }
    targets["supervisor"] = [f"127.0.0.1:{stack.facts['ports']['supervisor']}"]
    return {
        "global": {
            "scrape_interval": f"{SCRAPE_SECONDS}s",
            "evaluation_interval": f"{SCRAPE_SECONDS}s",
        },
        "rule_files": [str(RULES)],
        "scrape_configs": [
            {"job_name": name, "static_configs": [{"targets": where}]}
            for name, where in targets.items()
        ],
    }


def write_configuration(stack: Stack, home: Path) -> Path:
    """Write the configuration of an instance; returns the file."""
    home.mkdir(exist_ok=True)
    file = home / "prometheus.yml"
    file.write_text(json.dumps(configuration(stack), indent=1), encoding="utf-8")
    return file


def main() -> int:
    """Watch until somebody stops it; 0 when it ran."""
    program = shutil.which("prometheus")
    if program is None:
        print(NOT_INSTALLED)
        return 3
    instance = os.environ.get("TEPEI_INSTANCE", "main")
    try:
        stack = Stack.load(instance)
    except StackError as fault:
        print(f"错误：{fault.message}")
        return fault.code
    port = stack.facts["ports"]["monitor"]
    address = f"http://127.0.0.1:{port}"
    if busy_ports([port]):
        print(BUSY.format(port=port, address=address))
        return 1
    home = stack.record / "prometheus"
    words = [
        program,
        f"--config.file={write_configuration(stack, home)}",
        f"--storage.tsdb.path={home / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]
    with subprocess.Popen(words) as process:  # noqa: S603 -- the operator asked for it
        return _watch(process, address, instance, home)


def _watch(process: subprocess.Popen[bytes], address: str, instance: str, home: Path) -> int:
    try:
        if not _answers(process, f"{address}/-/ready"):
            print(DID_NOT_START)
            return 1
        print(RUNNING.format(instance=instance, address=address), flush=True)
        code = process.wait()  # Ctrl-C reaches Prometheus as well, and it may be the quicker one
    except KeyboardInterrupt:
        code = 0
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
    if code == 0:
        print(f"\n{STOPPED.format(home=home)}")
    return code


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    """Wait until Prometheus is ready; False when it ended before."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 -- Prometheus on this machine
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


if __name__ == "__main__":
    sys.exit(main())
