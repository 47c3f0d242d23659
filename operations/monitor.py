"""Prometheus over a running instance of the native stack: `make monitor`, Ctrl-C ends it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.client import Stack

ROOT = Path(__file__).resolve().parents[1]
SCRAPE_SECONDS = 5


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
        "rule_files": [str(ROOT / "deploy" / "prometheus" / "alerts.yml")],
        "scrape_configs": [
            {"job_name": name, "static_configs": [{"targets": where}]}
            for name, where in targets.items()
        ],
    }


def main() -> int:
    """Write the configuration and become Prometheus."""
    program = shutil.which("prometheus")
    if program is None:
        print("没有安装 prometheus：请用 make monitor 启动，它会先安装。")
        return 3
    stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    home = Path(stack.record) / "prometheus"
    home.mkdir(exist_ok=True)
    file = home / "prometheus.yml"
    file.write_text(json.dumps(configuration(stack), indent=1), encoding="utf-8")
    port = stack.facts["ports"]["monitor"]
    print(f"Prometheus: http://127.0.0.1:{port}/alerts", flush=True)
    words = [
        program,
        f"--config.file={file}",
        f"--storage.tsdb.path={home / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]
    return subprocess.run(words, check=False).returncode  # noqa: S603 -- the operator asked for it


if __name__ == "__main__":
    sys.exit(main())
