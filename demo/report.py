"""What happened, for people as a table and for machines as `report.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demo.stage import Stage

LABELS: dict[str, str] = {
    "applications": "建立的申报",
    "submitted": "已提交",
    "ineligible": "不符合条件",
    "returned": "退回次数",
    "resubmitted": "重新提交",
    "withdrawn": "撤回",
    "refused": "不予推荐",
    "re_reviews": "申请复核",
    "overturned": "复核撤销原决定",
    "nominated": "申请列入汇总表",
    "quota_refused": "名额已满未列入",
    "lists_submitted": "报送的汇总表",
    "determined": "自治区确定的人选",
    "not_selected": "人社部未确定",
    "given_up": "同意放弃培养",
    "kept": "不同意放弃培养",
    "reserve": "列为候补",
    "packages": "寄出的材料包",
    "late_packages": "其中逾期、整件不予受理",
    "refused_late": "因此不予受理的人员",
    "closed": "审核截止未报送的人员",
    "second_year": "第二年度列入汇总表",
    "forms": "申报表文件",
    "lists": "汇总表文件",
    "audit_violations": "审计发现的问题",
    "seconds": "用时（秒）",
}


def build(
    stage: Stage, *, forms: int, lists: int, seats: list[dict[str, Any]], violations: int
) -> dict[str, Any]:
    """The report as plain data."""
    counted = {name: stage.counts[name] for name in LABELS}
    return counted | {
        "forms": forms,
        "lists": lists,
        "audit_violations": violations,
        "seconds": round(stage.progress.seconds, 1),
        "seats": [
            {name: cell[name] for name in ("cell", "quota", "reserved", "confirmed")}
            for cell in seats
        ],
    }


def write(report: dict[str, Any], path: Path) -> None:
    """Write the report for machines."""
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(report: dict[str, Any]) -> str:
    """The report for people."""
    full = [cell for cell in report["seats"] if cell["quota"] and _taken(cell) == cell["quota"]]
    used = sum(map(_taken, report["seats"]))
    total = sum(cell["quota"] for cell in report["seats"])
    lines = [f"  {LABELS[name]:　<12}{report[name]:>8}" for name in LABELS]
    lines.append(f"  {'名额使用':　<12}{used:>4} / {total}，用满的名额单元 {len(full)} 个")
    return "\n".join(lines)


def _taken(cell: dict[str, Any]) -> int:
    """Seats reserved for somebody, or confirmed by the determination."""
    return int(cell["reserved"]) + int(cell["confirmed"])
