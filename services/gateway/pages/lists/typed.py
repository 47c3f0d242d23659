"""What was typed into the forms of paper and packages, read as dates and numbers."""

from __future__ import annotations

from datetime import date

from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import PageFinding

_MOST_DIGITS = 5


def day_in(form: Form, field: str, what: str, found: list[PageFinding]) -> date | None:
    """The day typed into a field that must have one; what is wrong is added to `found`."""
    try:
        return date.fromisoformat(form[field])
    except ValueError:
        found.append(PageFinding(field, f"请填写{what}"))
        return None


def count_in(form: Form, field: str, what: str, found: list[PageFinding], *, most: int) -> int:
    """The number typed into a field; 0 when there is none, which is added to `found`."""
    text = form[field]
    if not (text.isascii() and text.isdigit() and int(text[:_MOST_DIGITS]) <= most):
        found.append(PageFinding(field, f"请填写{what}，0至{most}的整数"))
        return 0
    return int(text)


def check_length(
    form: Form, field: str, what: str, found: list[PageFinding], *, most: int
) -> str | None:
    """The words typed into a field, None when it is empty."""
    if len(form[field]) > most:
        found.append(PageFinding(field, f"{what}不超过{most}字"))
    return form[field] or None
