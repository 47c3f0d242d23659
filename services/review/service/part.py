"""What every part of the service class has."""

from __future__ import annotations

from services.chassis.service import AppProvider
from services.review.app import build_app


class Part:
    """A part of the entrypoints, with the application object."""

    app = AppProvider(build_app)
