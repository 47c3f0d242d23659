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

from demo import give_ups, packages, play, region, report, second_year, sign_ins
from demo.applicant import Applicant
from demo.cast import Part, cast
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
    stack = Stack.load(instance)
    base_url = stack.gateway_url
    written = uvloop.run(_play(stack, _empty_folders()))
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
    stack: Stack, folders: tuple[Path, Path]
) -> tuple[Stage, int, int, list[dict[str, Any]], list[sign_ins.SignIn]]:
    """All scenes in order."""
    progress = Progress()
    base_url = stack.gateway_url
    stage = Stage(base_url, hire(base_url, DEMO_PASSWORD), progress)
    progress.say("开启年度，导入并公布名额计划……")
    await open_cycle(stage)
    units, rows = await units_and_rows(stage)
    parts = cast(units, rows)
    progress.say(f"{len(parts)} 位申报人开始申报，各级单位同时审核……")
    book = ListBook(folders[1])
    players = await play.perform(stage, parts, book)
    progress.say("取回各申报人的申报表……")
    forms = await play.collect_forms(players, folders[0])
    progress.say("封装、寄出材料包，其中一件逾期……")
    await _packages(stage, stack, parts, players)
    progress.say("自治区确定一部分人选……")
    await region.determine(stage)
    progress.say("有人申请放弃培养……")
    await give_ups.play(stage, players)
    progress.say("开启第二个年度，与第一个年度并行……")
    await second_year.begin(stage, Path(stack.environment("quotas")["TEPEI_PROGRAMMES_DIR"]))
    progress.say("在各级各留几份未办完的申报……")
    people = await sign_ins.leave_open(stage, units, rows)
    leader = await stage.crew.at(REGION, "REGION_LEADER")
    seats = await leader.get(f"/seats/{YEAR}", include_empty="true")
    await asyncio.gather(*(me.visitor.close() for me in players))
    await stage.crew.close()
    progress.show()
    return stage, len(forms), len(book.written), seats["cells"], people


async def _packages(
    stage: Stage, stack: Stack, parts: list[Part], players: list[Applicant]
) -> None:
    """Pack what went up and send it in time, but one package; then the review is over."""
    waiting = await packages.wait_on_reserve(stage, players)
    late, *sent = sorted(
        await packages.close_all(stage, play.final_units(parts)),
        key=lambda package: (package.persons, package.package_no),
    )
    await packages.send_in_time(stage, sent)
    await packages.after_the_deadline(stage, stack, late, waiting, DEMO_PASSWORD)


if __name__ == "__main__":
    sys.exit(main())
