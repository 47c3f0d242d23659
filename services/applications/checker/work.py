"""One check job: join the parts, inspect, store the clean file, write the verdict.

A job holds a scan id only and may run twice or late. The clean file lies under a key of the scan's
own, so that a second run writes the same place; a file for a scan that was removed meanwhile is
taken away again.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.applications.app import ApplicationsApp
from services.applications.checker.inspection import digest_of, inspect
from services.applications.checker.kinds import kind_of
from services.applications.checker.previews import Preview, previews_of
from services.applications.checker.verdict import CleanFile, RejectedError
from services.applications.domain.scans import (
    PREVIEW_TYPE,
    accepted_key,
    part_key,
    plan_parts,
    preview_key,
    preview_prefix,
)
from services.applications.metrics import CHECK_SECONDS, CHECKS
from services.applications.storage import previews
from services.applications.storage import scans as store
from services.applications.storage.checks import UncheckedScan, find_unchecked
from services.chassis.causes import WorkJob
from services.chassis.logs import get_logger
from services.chassis.objects import ObjectNotFoundError
from services.contracts.errors import Permanent
from services.contracts.requests.applications_views import ScanState

log = get_logger(__name__)

ACCEPTED_RESULT = "accepted"


class ScanChecks:
    """Handles check jobs in one process."""

    def __init__(self, app: ApplicationsApp) -> None:
        """Keep the parts."""
        self._app = app

    def handle(self, job: WorkJob) -> None:
        """Check one scan.

        Raises:
            Permanent: the job names no scan.
            Exception: a dependency is down; the worker tries again.
        """
        scan = self._load(UUID(str(job.data["scan_id"])))
        if scan.state != ScanState.CHECKING.value:
            self._clear_unowned(scan)
            return
        try:
            content = self._joined(scan)
            with CHECK_SECONDS.timed(kind=kind_of(content) or "pdf"):
                clean = self._inspected(content, scan)
                pictures = previews_of(clean, self._app.programme(scan.year).scans)
        except RejectedError as rejected:
            self._reject(scan, rejected)
        except MemoryError:
            # The child's limit: trying the same file again would only end the same way.
            self._reject(scan, RejectedError("too_complex"))
        else:
            self._accept(scan, clean, pictures, digest_of(content))
            CHECKS.inc(result=ACCEPTED_RESULT)
        self._sweep_parts(scan)

    def _load(self, scan_id: UUID) -> UncheckedScan:
        with self._app.uow(job="check") as tx:
            scan = find_unchecked(tx.session, scan_id)
        if scan is None:
            raise Permanent
        return scan

    def _joined(self, scan: UncheckedScan) -> bytes:
        keys = self._part_keys(scan)
        try:
            return b"".join(self._app.objects.get(key) for key in keys)
        except ObjectNotFoundError as error:
            raise RejectedError("size_mismatch") from error

    def _inspected(self, content: bytes, scan: UncheckedScan) -> CleanFile:
        programme = self._app.programme(scan.year)
        return inspect(
            content,
            scan,
            programme.form.materials[scan.slot],
            programme.scans,
            programme.photo,
            clamd=self._app.settings.clamd_address,
        )

    def _accept(
        self,
        scan: UncheckedScan,
        clean: CleanFile,
        pictures: tuple[Preview, ...],
        sent_sha256: str,
    ) -> None:
        key = accepted_key(scan.scan_id)
        self._app.objects.put(key, clean.content, content_type=clean.content_type)
        for picture in pictures:
            place = preview_key(scan.scan_id, picture.number)
            self._app.objects.put(place, picture.content, content_type=PREVIEW_TYPE)
        taken = self._write(
            scan,
            {
                "state": ScanState.ACCEPTED.value,
                "object_key": key,
                "content_type": clean.content_type,
                "size": len(clean.content),
                "sha256": digest_of(clean.content),
                "pages": clean.pages,
                "sent_sha256": sent_sha256,
            },
            pictures,
        )
        if not taken or len(pictures) <= clean.pages:
            self._clear_unowned(scan)

    def _clear_unowned(self, scan: UncheckedScan) -> None:
        """Take away what this or an earlier run stored and no row names.

        Another run was faster, or drew other pages, or the scan was removed meanwhile.
        """
        with self._app.uow(job="check") as tx:
            row = store.find_scan(tx.session, scan.scan_id)
            owned = previews.numbers_of(tx.session, scan.scan_id)
        if row is None or row.object_key is None:
            self._app.objects.delete(accepted_key(scan.scan_id))
        kept = {preview_key(scan.scan_id, number) for number in owned}
        for stat in list(self._app.objects.list(preview_prefix(scan.scan_id))):
            if stat.key not in kept:
                self._app.objects.delete(stat.key)

    def _reject(self, scan: UncheckedScan, rejected: RejectedError) -> None:
        CHECKS.inc(result=rejected.code)
        self._write(
            scan,
            {
                "state": ScanState.REJECTED.value,
                "reason_code": rejected.code,
                "reason": rejected.sentence,
            },
        )
        self._clear_unowned(scan)

    def _write(
        self, scan: UncheckedScan, changes: dict[str, Any], pictures: tuple[Preview, ...] = ()
    ) -> bool:
        """Write the verdict if the scan still waits for it."""
        material = self._app.programme(scan.year).form.materials[scan.slot]
        with self._app.uow(job="check") as tx:
            taken = store.update_scan(
                tx.session,
                scan.scan_id,
                {**changes, "checked_at": tx.now},
                only_in=(ScanState.CHECKING.value,),
            )
            if taken:
                previews.insert_previews(
                    tx.session,
                    scan.scan_id,
                    [_row(picture) for picture in pictures],
                )
            if taken and changes["state"] == ScanState.ACCEPTED.value and material.max_files == 1:
                store.replace_others(tx.session, scan.application_id, scan.slot, scan.scan_id)
            tx.audit(
                "scan_checked",
                object_type="scan",
                object_id=scan.scan_id,
                details={"state": changes["state"], "reason": changes.get("reason_code")},
            )
        return taken

    def _sweep_parts(self, scan: UncheckedScan) -> None:
        """The parts are not needed any more; what fails here is swept by the service later."""
        for key in self._part_keys(scan):
            self._app.objects.delete(key)
        with self._app.uow(job="check") as tx:
            store.update_scan(tx.session, scan.scan_id, {"parts_deleted": True})

    @staticmethod
    def _part_keys(scan: UncheckedScan) -> list[str]:
        parts = plan_parts(scan.sent_size, scan.part_bytes)
        return [part_key(scan.scan_id, part.number) for part in parts]


def _row(picture: Preview) -> dict[str, Any]:
    return {
        "number": picture.number,
        "width": picture.width,
        "height": picture.height,
        "size": len(picture.content),
        "sha256": digest_of(picture.content),
    }
