"""The browser layer: the real stack, Debian's Chromium, people following a story."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from deploy.local.client import Stack
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, visitor_of
from tests.support.live import running_stack, seed_people

CHROMIUM = "chromium-headless-shell"
"""The engine without the windows around it: a new tab takes a third of the time."""
NewVisitor = Callable[..., Visitor]


@pytest.fixture(scope="session")
def stack() -> Stack:
    stack = running_stack()
    stack.wait_ready(seconds=120)
    seed_people(stack)
    return stack


@pytest.fixture(scope="session")
def backstage(stack: Stack) -> Iterator[Backstage]:
    """Prepares files over the API while the browser waits."""
    crew = Backstage(stack)
    yield crew
    crew.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which(CHROMIUM)
    assert path, f"Debian's {CHROMIUM} is not installed: make setup installs it for this layer"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root may not use it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*sandbox, "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, backstage: Backstage) -> Iterator[NewVisitor]:
    """Makes browsers, each a person of their own; nothing may go wrong in any of them."""
    made: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        made.append(visitor_of(chromium, backstage.stage.base_url, **options))
        return made[-1]

    yield make
    faults = [fault for one in made for fault in one.faults]
    for one in made:
        one.context.close()
    assert faults == []
