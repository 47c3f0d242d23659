"""What a checker's child does: build its parts once, then one job after the other."""

from __future__ import annotations

from functools import lru_cache

from services.applications.app import ApplicationsSettings, build_app
from services.applications.checker.work import ScanChecks
from services.chassis.causes import WorkJob
from services.chassis.patience import WORKING


def handle(job: WorkJob) -> None:
    """Do one check job; see `ScanChecks.handle`."""
    _checks().handle(job)


def warm() -> None:
    """Put the parts together before the first job."""
    _checks()


@lru_cache(maxsize=1)
def _checks() -> ScanChecks:
    return ScanChecks(
        build_app(ApplicationsSettings(), WORKING)
    )  # values come from the environment
