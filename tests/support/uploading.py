"""Files for the browser to choose, and the page on which it chooses them."""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random

import pikepdf
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page

from demo import applicant as play
from demo.applicant import Applicant
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor

CHECKED = 30_000
"""Milliseconds within which a scan is sent and checked, on a machine with other things to do."""
LARGE = 1024 * 1024
"""From here on a file is put on the disk, where the browser reads it itself."""


@cache
def noise(width: int, height: int, kind: str = "JPEG") -> bytes:
    """A picture that does not shrink to nothing."""
    picture = Image.frombytes("L", (width, height), Random(1).randbytes(width * height))
    buffer = io.BytesIO()
    picture.save(buffer, format=kind, quality=80)
    return buffer.getvalue()


def paper(pages: int) -> bytes:
    """A PDF of so many A4 pages."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def chosen(name: str, content: bytes, kind: str = "image/jpeg") -> FilePayload:
    """A file as the chooser of the browser gives it."""
    return {"name": name, "mimeType": kind, "buffer": content}


def drafted(backstage: Backstage) -> Applicant:
    """Somebody with a draft and nothing in it."""
    me = backstage.arrived()
    backstage.run(play.open_draft(backstage.stage, me))
    return me


def materials(person: Visitor, me: Applicant) -> Page:
    """Their page of materials."""
    person.sign_in_applicant(me.person.login)
    return person.open(f"/applications/{me.application_id}/scans")


def forgive_the_line(person: Visitor) -> None:
    """What the browser says of a line that a test broke is no fault of the page."""
    person.faults[:] = [fault for fault in person.faults if "net::ERR_" not in fault]


def slot(page: Page, code: str) -> Locator:
    """The part of the page for one material."""
    return page.locator(f"#{code}")


def choose(page: Page, code: str, *files: FilePayload, consent: bool = False) -> None:
    """Choose files for a material."""
    if consent:
        slot(page, code).get_by_role("checkbox").check()
    field = slot(page, code).locator("input[type=file]")
    if any(len(file["buffer"]) >= LARGE for file in files):
        field.set_input_files([_on_disk(file) for file in files])
    else:
        field.set_input_files(list(files))


def _on_disk(file: FilePayload) -> Path:
    path = _folder() / file["name"]
    path.write_bytes(file["buffer"])
    return path


@cache
def _folder() -> Path:
    """Until the run is over: the browser reads a file when it sends it."""
    folder = Path(tempfile.mkdtemp(prefix="tepei-chosen-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
