"""Summary lists: nomination, races for the last seats, freezing, printing, submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from demo.applicant import Applicant
from demo.client import JSON, Visitor
from demo.paper import code_on
from demo.stage import PRINT_PAUSE_SECONDS, Stage, until

LIST_KINDS = {"LIST_PDF": "pdf", "LIST_XLSX": "xlsx"}


@dataclass
class ListBook:
    """Where the lists of the play end up."""

    folder: Path
    written: list[Path] = field(default_factory=list)


async def nominate(stage: Stage, me: Applicant, organisation_id: str) -> bool:
    """Put the file on its list; tell whether it got the seat."""
    officer = await stage.crew.at(stage.code_of(organisation_id), "FINAL_OFFICER")
    case = await officer.get(f"/review/cases/{me.application_id}")
    nominated = await officer.post(
        "/lists/nominations", {"application_id": me.application_id, "version": case["version"]}
    )
    stage.counts["nominated"] += 1
    version = nominated["version"]

    async def decided() -> JSON | None:
        status = await me.status()
        settled = status["state"] != "NOMINATING" and status["version"] > version
        return status if settled else None

    status = await until(f"seat of {me.application_no}", decided)
    listed = bool(status["state"] == "LISTED")
    if not listed:
        stage.counts["quota_refused"] += 1
    stage.progress.step("列入" if listed else "名额已满")
    return listed


async def finish(stage: Stage, organisation_id: str, book: ListBook, *, kind: str = "") -> None:
    """Freeze, print and submit every list of a final reviewing unit that has rows, or one kind."""
    code = stage.code_of(organisation_id)
    officer = await stage.crew.at(code, "FINAL_OFFICER")
    leader = await stage.crew.at(code, "FINAL_LEADER")
    lists = await officer.get("/lists", organisation_id=organisation_id)
    for summary in lists["lists"]:
        if summary["listed"] and kind in {"", summary["seat_kind"]}:
            await _finish_one(stage, officer, leader, summary, book)


async def _finish_one(
    stage: Stage, officer: Visitor, leader: Visitor, summary: JSON, book: ListBook
) -> None:
    path = f"/lists/{summary['list_id']}"
    frozen = await officer.post(f"{path}/freezing", {"version": summary["version"]})
    prints = await until(
        f"print of the list {path}",
        lambda: _prints(officer, path, frozen["list_version_no"]),
        pause=PRINT_PAUSE_SECONDS,
    )
    stem = f"{stage.code_of(summary['organisation_id'])}-{summary['seat_kind']}"
    code = ""
    for row in prints:
        content = await officer.download(f"/documents/{row['document_id']}")
        file = book.folder / f"{stem}.{LIST_KINDS[row['kind']]}"
        file.write_bytes(content)
        book.written.append(file)
        if row["kind"] == "LIST_PDF":
            code = code_on(content)
    await leader.post(f"{path}/submission", {"version": frozen["version"], "verify_code": code})
    stage.counts["lists_submitted"] += 1
    stage.progress.step("报送汇总表")


async def _prints(officer: Visitor, path: str, version_no: int) -> list[JSON] | None:
    """PDF and spreadsheet of a version, once both are ready."""
    listed = await officer.get(f"{path}/documents")
    of_version = [row for row in listed["documents"] if row["version_no"] == version_no]
    ready = [row for row in of_version if row["state"] == "READY"]
    return ready if {row["kind"] for row in ready} == set(LIST_KINDS) else None
