"""Every page in one place: what is not here does not exist."""

from __future__ import annotations

from services.gateway.access import PUBLIC
from services.gateway.pages.account.routes import ROUTES as ACCOUNT
from services.gateway.pages.admin.routes import ROUTES as ADMIN
from services.gateway.pages.applicant.routes import ROUTES as APPLICANT
from services.gateway.pages.content.routes import ROUTES as CONTENT
from services.gateway.pages.core import sign_in
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.dashboard.routes import ROUTES as DASHBOARD
from services.gateway.pages.desk.routes import ROUTES as DESK
from services.gateway.pages.determination.routes import ROUTES as DETERMINATION
from services.gateway.pages.give_ups.routes import ROUTES as GIVE_UPS
from services.gateway.pages.lists.routes import ROUTES as LISTS
from services.gateway.pages.messages.routes import ROUTES as MESSAGES
from services.gateway.pages.public.routes import ROUTES as PUBLIC_PAGES
from services.gateway.pages.re_reviews.routes import ROUTES as RE_REVIEWS
from services.gateway.pages.scans.routes import ROUTES as SCANS
from services.gateway.pages.status.routes import ROUTES as STATUS
from services.gateway.pages.training.routes import ROUTES as TRAINING

SIGN_IN: tuple[PageRoute, ...] = (
    PageRoute("GET", "/sign-in", sign_in.sign_in_page, PUBLIC),
    PageRoute("POST", "/sign-in", sign_in.sign_in, PUBLIC),
    PageRoute("POST", "/sign-out", sign_in.sign_out, PUBLIC),
)

PAGE_ROUTES: tuple[PageRoute, ...] = (
    *SIGN_IN,
    *ADMIN,
    *PUBLIC_PAGES,
    *ACCOUNT,
    *DASHBOARD,
    *DESK,
    *APPLICANT,
    *LISTS,
    *GIVE_UPS,
    *RE_REVIEWS,
    *DETERMINATION,
    *TRAINING,
    *SCANS,
    *STATUS,
    *MESSAGES,
    *CONTENT,
)
