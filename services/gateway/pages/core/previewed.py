"""A deed that cannot be taken back is shown before it is done: form, preview, deed.

The form's field `step` says which: nothing the preview, `edit` the form again, `confirm` the deed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.base import Answer, Request
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding

A = TypeVar("A", bound=Answer)

UNPROCESSABLE, CONFLICT = 422, 409
CONFIRM, EDIT = "confirm", "edit"


class Show(Protocol):
    """Renders the form with what is wrong, or checked: the preview."""

    def __call__(
        self, errors: list[PageFinding] | None = None, status: int = 200, *, checked: bool = False
    ) -> Awaitable[Response]:
        """The page."""


async def previewed(
    page: Page,
    form: Form,
    errors: Sequence[PageFinding],
    *,
    show: Show,
    request: Callable[[], Request],
    answer: type[A],
    seconds: float | None = None,
) -> A | Response:
    """Do what the form asks for, or show why not yet.

    Args:
        page: The visit.
        form: What was sent.
        errors: What is missing of it.
        show: Renders the form, or its preview.
        request: Makes the command of a form that is whole.
        answer: What the command is answered with.
        seconds: How long it may take, where that is more than usual.

    Returns:
        The answer when it was done, else the page to show.
    """
    if errors:
        return await show(list(errors), UNPROCESSABLE)
    if form["step"] != CONFIRM:
        return await show(checked=form["step"] != EDIT)
    try:
        return await page.ask(request(), answer, seconds=seconds)
    except TepeiError as error:
        return await show(page.findings(error), CONFLICT)
