"""The whole inspection of one file, from its bytes to a clean file; pure but for clamd."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from services.applications.checker.images import clean_photo, clean_scan
from services.applications.checker.kinds import kind_of
from services.applications.checker.pdfs import clean_pdf
from services.applications.checker.verdict import CleanFile, RejectedError
from services.applications.checker.virus import is_infected
from services.applications.domain.form import MaterialRule
from services.applications.domain.scans import TYPES, PhotoRules, ScanRules
from services.applications.storage.checks import UncheckedScan
from services.contracts.vocabulary import Material


def inspect(
    content: bytes,
    scan: UncheckedScan,
    material: MaterialRule,
    rules: ScanRules,
    photo: PhotoRules,
    *,
    clamd: str | None,
) -> CleanFile:
    """A file that may be stored.

    Raises:
        RejectedError: with the reason for the applicant.
        OSError: clamd does not answer.
    """
    _check_received(content, scan)
    kind = _check_kind(content, scan)
    if clamd and is_infected(content, clamd):
        raise RejectedError("infected")
    watermark = rules.watermark if material.watermark else None
    if scan.slot == Material.PHOTO.value:
        return clean_photo(content, rules, photo)
    if kind == "pdf":
        return clean_pdf(content, rules, watermark=watermark)
    return clean_scan(content, rules, watermark=watermark)


def digest_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def _check_received(content: bytes, scan: UncheckedScan) -> None:
    if len(content) != scan.sent_size:
        raise RejectedError("size_mismatch")
    if scan.sent_sha256 and digest_of(content) != scan.sent_sha256:
        raise RejectedError("digest_mismatch")


def _check_kind(content: bytes, scan: UncheckedScan) -> str:
    """First bytes, extension and declared type must agree."""
    actual = kind_of(content)
    if actual is None:
        raise RejectedError("type_unknown")
    declared, _ = TYPES.get(scan.sent_type, ("", ()))
    extension = PurePath(scan.filename).suffix.lower()
    by_extension = {ending: kind for kind, endings in TYPES.values() for ending in endings}
    if actual != declared or by_extension.get(extension) != actual:
        told = f"内容为{actual.upper()}，扩展名为{extension or '无'}"
        raise RejectedError("type_mismatch", actual=told)
    return actual
