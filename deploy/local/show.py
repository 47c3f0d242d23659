"""What people see: the table of parts, the addresses, the end of a log."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from deploy.local.client import Stack
from deploy.local.faults import ExitCode, StackError
from deploy.local.places import Instance
from deploy.local.readiness import answers
from deploy.local.supervisor import tree

LABELS = {
    "running": "运行",
    "paused": "冻结",
    "stopping": "停止中",
    "waiting": "等待重启",
    "held": "未启动",
}


def memory(pid: int) -> int:
    """PSS of a process and everything below it, in kilobytes; 0 when it may not be read."""
    return sum(pss(each) for each in [pid, *tree.descendants(pid)]) if pid else 0


def pss(pid: int) -> int:
    """Proportional set size of one process in kilobytes."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    rows = (line.split() for line in text.splitlines())
    return next((int(row[1]) for row in rows if row[0] == "Pss:"), 0)


def show_status(instance: Instance) -> None:
    """Print a row per part with state, readiness, restarts and memory."""
    stack = Stack.load(instance.name)
    rows = stack.status()
    parts = {part.name: part for part in stack.parts()}
    print(f"{'部件':<14}{'状态':<8}{'就绪':<6}{'pid':>8}{'重启':>6}{'内存MB':>9}{'端口':>8}")
    total = 0
    for name, row in rows.items():
        used = memory(row["pid"])
        total += used
        ready = "是" if answers(parts[name]) else "否"
        print(status_line(name, row, ready, used, parts[name].ready.port))
    own = stack.supervisor_pid()
    total += pss(own)
    print(f"合计 {total / 1024:.0f} MB（含监督进程 {own}）")


def status_line(name: str, row: dict[str, Any], ready: str, used: int, port: int) -> str:
    """One row of the table."""
    state = LABELS[row["state"]]
    return (
        f"{name:<16}{state:<{10 - len(state)}}{ready:<5}{row['pid']:>8}"
        f"{row['restarts']:>8}{used / 1024:>11.0f}{port:>10}"
    )


def show_addresses(instance: Instance) -> None:
    """Print where the running system is reached."""
    stack = Stack.load(instance.name)
    supervisor = stack.facts["ports"]["supervisor"]
    print(f"\n实例 {instance.name} 已启动：")
    print(f"  网站与接口    {stack.gateway_url}/")
    print(f"  接口说明      {stack.gateway_url}/openapi.json")
    print(f"  对象存储      http://{stack.s3_endpoint}/")
    if "mail" in stack.status():
        print(f"  收到的邮件    {instance.state}/mail/box")
    print(f"  监督进程指标  http://127.0.0.1:{supervisor}/metrics")
    print(f"  日志          {stack.logs}")


def follow_log(instance: Instance, part: str) -> None:
    """Show the end of a part's log and what comes."""
    log = instance.logs / f"{part}.log"
    if not log.exists():
        names = " ".join(sorted(path.stem for path in instance.logs.glob("*.log")))
        raise StackError(ExitCode.PART, f"没有 {part} 的日志。可选：{names}")
    subprocess.run(["tail", "-n", "60", "-F", str(log)], check=False)
