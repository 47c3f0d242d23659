"""What an applicant does: sign up, be confirmed, fill in, upload, submit, correct, withdraw."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime

from demo import scans
from demo.cast import INELIGIBLE, Part, Story
from demo.client import JSON, Problem, Visitor, send_part
from demo.form import birth_of, fields
from demo.identity import Identity, invent
from demo.stage import APPLICANT_PASSWORD, BEIJING, Stage, until

CONSENT = {"PHOTO", "A01", "A06"}
PENDING = {"UPLOADING", "CHECKING"}


@dataclass
class Applicant:
    """One applicant at the gateway."""

    part: Part
    person: Identity
    visitor: Visitor
    application_id: str = ""
    revision: int = 0
    application_no: str = ""

    @property
    def path(self) -> str:
        """Where the application lies in the API."""
        return f"/applications/{self.application_id}"

    async def status(self) -> JSON:
        """Where the file is."""
        return await self.visitor.get(f"{self.path}/status")


async def arrive(stage: Stage, part: Part) -> Applicant:
    """Sign up, name the unit, be confirmed by its clerk."""
    person = invent(part.number, birth_of(part, stage.closing_day))
    visitor = Visitor(stage.base_url, person.login)
    me = Applicant(part, person, visitor)
    await _sign_up(visitor, person)
    await visitor.sign_in(person.login, APPLICANT_PASSWORD)
    binding = await visitor.post("/bindings", {"organisation_id": part.unit["organisation_id"]})
    if binding["state"] != "CONFIRMED":
        clerk = await stage.crew.at(part.unit["code"], "UNIT_HR")
        await clerk.post(f"/bindings/{binding['binding_id']}/decision", {"confirm": True})
    stage.progress.step("注册")
    return me


async def _sign_up(visitor: Visitor, person: Identity) -> None:
    await visitor.post(
        "/people",
        {
            "login": person.login,
            "password": APPLICANT_PASSWORD,
            "name": person.name,
            "mobile": person.mobile,
            "id_number": person.id_number,
        },
    )


async def open_draft(stage: Stage, me: Applicant) -> None:
    """Begin an application."""
    draft = await me.visitor.post(
        "/applications",
        {
            "cycle_id": stage.cycle["cycle_id"],
            "privacy_notice_version": stage.notice_version,
            "privacy_acknowledged": True,
        },
    )
    me.application_id, me.revision = draft["application_id"], draft["revision"]
    stage.counts["applications"] += 1


async def write_form(stage: Stage, me: Applicant) -> None:
    """Open a draft and save the form page by page."""
    await open_draft(stage, me)
    birth = birth_of(me.part, stage.closing_day)
    for page in fields(me.part, me.person, birth, _today()):
        await save(me, page)
    stage.progress.step("填报")


async def fill_in(stage: Stage, me: Applicant) -> None:
    """Write the form, send the scans and wait for their checks."""
    await write_form(stage, me)
    if me.part.story is not Story.WITHDRAWN_DRAFT:
        slots = materials(me.part)
        await asyncio.gather(*(send(me, slot, _scan_of(me.part, slot)) for slot in slots))
        await _all_accepted(me, slots)
        stage.progress.step("扫描件")


async def save(me: Applicant, page: JSON) -> None:
    """Save one page; a refused value of an invented person is a fault of the play."""
    saved = await me.visitor.patch(me.path, {"expected_revision": me.revision, "fields": page})
    me.revision = saved["revision"]
    if saved["problems"]:
        raise AssertionError(f"{me.person.login}: {saved['problems']}")


def materials(part: Part) -> list[str]:
    """Slots this applicant must fill (§2.5)."""
    slots = ["PHOTO", "A01", "A02", "A04", "A06"]
    if part.story not in {Story.RELAXED, Story.EDUCATION_TOO_LOW}:
        slots.append("A03")
    if part.unit["unit_nature"] == "PRIVATE_ENTERPRISE":
        slots.append("A09")
    return slots


def _scan_of(part: Part, slot: str) -> scans.Scan:
    if slot == "PHOTO":
        return scans.photo(part.number % 8)
    return scans.paper(slot) if slot in {"A02", "A06"} else scans.certificate(slot, part.number % 4)


async def send(me: Applicant, slot: str, scan: scans.Scan) -> None:
    """Send a scan straight to the store, in the parts the ticket names."""
    ticket = await me.visitor.post(
        f"{me.path}/uploads",
        {
            "slot": slot,
            "filename": scan.filename,
            "content_type": scan.content_type,
            "size": len(scan.content),
            "consent": slot in CONSENT,
        },
    )
    for part in ticket["parts"]:
        piece = scan.content[part["offset"] : part["offset"] + part["size"]]
        await send_part(part, scan.filename, piece, scan.content_type)
    await me.visitor.post(f"/uploads/{ticket['upload_id']}/completion")


async def checked(me: Applicant, slot: str) -> JSON:
    """The scan of a slot once its check is over, accepted or not."""
    return (await all_checked(me, [slot]))[0]


async def all_checked(me: Applicant, slots: list[str]) -> list[JSON]:
    """The scans of these slots once their checks are over, accepted or not."""

    async def settled() -> list[JSON] | None:
        listed = await me.visitor.get(f"{me.path}/scans")
        latest = {row["slot"]: row for row in listed["scans"]}
        found = [latest[slot] for slot in slots if slot in latest]
        done = [row for row in found if row["state"] not in PENDING]
        return done if len(done) == len(slots) else None

    return list(await until(f"checks for {me.person.login}", settled))


async def _all_accepted(me: Applicant, slots: list[str]) -> None:
    for scan in await all_checked(me, slots):
        if scan["state"] != "ACCEPTED":
            raise AssertionError(f"{me.person.login}: {scan}")


async def submit(stage: Stage, me: Applicant) -> bool:
    """Submit; an ineligible applicant is told why and stays with the draft."""
    body = {
        "expected_revision": me.revision,
        "pledge": True,
        "pledge_version": stage.pledge_version,
    }
    try:
        receipt = await me.visitor.post(f"{me.path}/submission", body)
    except Problem as problem:
        if me.part.story not in INELIGIBLE or problem.code != "not_eligible":
            raise
        stage.counts["ineligible"] += 1
        stage.progress.step("不符合条件")
        return False
    if me.part.story in INELIGIBLE:
        raise AssertionError(f"{me.person.login} ({me.part.story}) was let through")
    me.application_no = receipt["application_no"]
    stage.counts["submitted"] += 1
    stage.progress.step("提交")
    return True


async def correct(stage: Stage, me: Applicant) -> None:
    """Correct what was returned and hand it in again."""
    await until(f"return of {me.application_no}", lambda: _unlocked(me))
    view = await me.visitor.get(me.path)
    me.revision = view["revision"]
    key_change = me.part.story is Story.KEY_FIELD_CHANGED
    page: JSON = (
        {"degree": "MASTER", "education_code": "14"}
        if key_change
        else {"major": f"{me.part.row['specialty']}（更正）"}
    )
    await save(me, page)
    await me.visitor.post(
        f"{me.path}/resubmission",
        {
            "expected_revision": me.revision,
            "pledge": True,
            "pledge_version": stage.pledge_version,
        },
    )
    stage.counts["resubmitted"] += 1
    stage.progress.step("重新提交")


async def _unlocked(me: Applicant) -> bool:
    view = await me.visitor.get(me.path)
    return view["current_return"] is not None and view["state"] == "RETURNED"


async def withdraw(stage: Stage, me: Applicant) -> None:
    """Withdraw what was submitted; no reason is asked."""
    status = await me.status()
    await me.visitor.post(f"{me.path}/withdrawal", {"version": status["version"]})
    stage.counts["withdrawn"] += 1
    stage.progress.step("撤回")


async def withdraw_draft(stage: Stage, me: Applicant) -> None:
    """Withdraw a draft."""
    await me.visitor.delete(me.path)
    stage.counts["withdrawn"] += 1
    stage.progress.step("撤回")


def _today() -> date:

    return datetime.now(BEIJING).date()
