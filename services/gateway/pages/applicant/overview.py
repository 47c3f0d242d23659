"""The task list of one application, and what the rules found."""

from __future__ import annotations

from starlette.responses import Response

from services.gateway.pages.applicant.conditions import conditions
from services.gateway.pages.applicant.mine import live_binding
from services.gateway.pages.applicant.own import own_application
from services.gateway.pages.applicant.tasks import TaskState, lacking, tasks_of
from services.gateway.pages.core.page import Page


async def overview(page: Page) -> Response:
    """Sections, scans, check: each with its state; what is with a desk is followed elsewhere."""
    own, binding = await page.together(own_application(page), live_binding(page))
    if own.view.version_no > 0 and not own.view.editable:
        return page.redirect(f"{own.base}/status")
    tasks = tasks_of(own.form, own.view, own.check)
    return page.render(
        "applicant/overview.html",
        own=own,
        tasks=tasks,
        done=sum(task.state is TaskState.DONE for task in tasks),
        lacking=lacking(own.form, own.check),
        binding=binding,
    )


async def eligibility(page: Page) -> Response:
    """Each rule, the data it used, and how to have a person look at it (F15)."""
    own = await own_application(page)
    return page.render(
        "applicant/eligibility.html",
        own=own,
        conditions=conditions(own.form, own.view, own.check.findings),
        outcome=own.check.outcome,
    )
