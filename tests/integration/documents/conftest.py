"""Warm renderers for the document tests: loaded once, as in a renderer process."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.documents.app import Programmes
from services.documents.render.renderers import ProgrammeRenderers, Renderers


@pytest.fixture(scope="session")
def programmes() -> Programmes:
    return Programmes(Path("programmes"))


@pytest.fixture(scope="session")
def renderers(programmes: Programmes) -> Renderers:
    return Renderers(programmes)


@pytest.fixture(scope="session")
def printers(renderers: Renderers) -> ProgrammeRenderers:
    return renderers.of(2019)
