"""Play the demo on a running instance, write the report, leave the site running.

Exit code 0 only if every story went as planned and the audit is clean.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import uvloop

from demo import give_ups, play, region, report, sign_ins
from demo.cast import cast
from demo.crew import hire
from demo.lists import ListBook
from demo.progress import Progress
from demo.stage import REGION, YEAR, Stage, open_cycle, units_and_rows
from deploy.local.client import Stack
from operations.audit.__main__ import audit
from operations.audit.addresses import of_instance
from services.accounts.demo import DEMO_PASSWORD

VAR = Path(__file__).resolve().parents[1] / "var" / "demo"
QUIET_SECONDS = 60.0


def main() -> int:
    """Play, report, judge."""
    instance = os.environ.get("TEPEI_INSTANCE", "main")
    base_url = Stack.load(instance).gateway_url
    folders = _empty_folders()
    written = uvloop.run(_play(base_url, folders))
    violations = audit(of_instance(instance), wait_seconds=QUIET_SECONDS)
    stage, forms, lists, seats, people = written
    told = report.build(stage, forms=forms, lists=lists, seats=seats, violations=len(violations))
    report.write(told, VAR / "report.json")
    print(f"\n{report.table(told)}\n")
    for violation in violations:
        print(violation.line())
    print(f"报告：{(VAR / 'report.json').relative_to(VAR.parents[1])}　网站：{base_url}/")
    print(f"可用以下账号登录（均为虚构的样例人员）：\n{sign_ins.table(people)}")
    return 1 if violations else 0


def _empty_folders() -> tuple[Path, Path]:
    shutil.rmtree(VAR, ignore_errors=True)
    folders = VAR / "forms", VAR / "lists"
    for folder in folders:
        folder.mkdir(parents=True)
    return folders


async def _play(
    base_url: str, folders: tuple[Path, Path]
) -> tuple[Stage, int, int, list[dict[str, Any]], list[sign_ins.SignIn]]:
    """All scenes in order."""
    progress = Progress()
    stage = Stage(base_url, hire(base_url, DEMO_PASSWORD), progress)
    progress.say("开启年度，导入并公布名额计划……")
    await open_cycle(stage)
    units, rows = await units_and_rows(stage)
    parts = cast(units, rows)
    progress.say(f"{len(parts)} 位申报人开始申报，各级单位同时审核……")
    book = ListBook(folders[1])
    players = await play.perform(stage, parts, book)
    progress.say("自治区确定一部分人选……")
    await region.determine(stage)
    progress.say("有人申请放弃培养……")
    await give_ups.play(stage, players)
    progress.say("在各级各留几份未办完的申报……")
    people = await sign_ins.leave_open(stage, units, rows)
    progress.say("取回各申报人的申报表……")
    forms = await play.collect_forms(players, folders[0])
    leader = await stage.crew.at(REGION, "REGION_LEADER")
    seats = await leader.get(f"/seats/{YEAR}", include_empty="true")
    await asyncio.gather(*(me.visitor.close() for me in players))
    await stage.crew.close()
    progress.show()
    return stage, len(forms), len(book.written), seats["cells"], people


if __name__ == "__main__":
    sys.exit(main())
