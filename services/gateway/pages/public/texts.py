"""The notice, the guides and their search, contacts, privacy, accessibility."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError, TepeiError
from services.contracts.requests.notices import (
    ContactList,
    GuideHits,
    ListContacts,
    ListTexts,
    ReadText,
    SearchGuides,
    TextKind,
    TextList,
    TextView,
)
from services.gateway.pages.core.assets import asset, picture_size
from services.gateway.pages.core.form_facts import form_facts
from services.gateway.pages.core.known import ask_for_all
from services.gateway.pages.core.page import Page
from services.gateway.pages.public.dates import facts_of
from services.gateway.pages.public.markup import Picture, Rendered, excerpt_with_facts, render_body

MOST_QUERY = 60


async def notice(page: Page) -> Response:
    """The notice with date and issuing body, made to be printed (R03, R61)."""
    text = await _text(page, "notice")
    return page.render("public/notice.html", text=text, body=rendered(page, text))


async def guides(page: Page) -> Response:
    """All guides, or the sections that hold what was searched for (R36)."""
    query = page.query.get("q", "")[:MOST_QUERY].strip()
    listed = await ask_for_all(page, ListTexts(year=_year(page), kind=TextKind.GUIDE), TextList)
    hits = await page.ask(SearchGuides(query=query, year=listed.year), GuideHits) if query else None
    facts = facts_of(page.cycle)
    return page.render(
        "public/guides.html",
        guides=listed.texts,
        query=query,
        hits=hits,
        excerpts=[excerpt_with_facts(hit.excerpt, facts) for hit in hits.hits] if hits else (),
    )


async def guide(page: Page) -> Response:
    """One guide with its table of contents, made to be printed too."""
    text = await _text(page, slug_of(page))
    if text.kind is not TextKind.GUIDE:
        raise NotFoundError
    return page.render("public/guide.html", text=text, body=rendered(page, text))


async def contacts(page: Page) -> Response:
    """Offices by track with numbers to call (R37, R60)."""
    listed = await ask_for_all(page, ListContacts(year=_year(page)), ContactList)
    return page.render("public/contacts.html", contacts=listed.contacts)


async def privacy(page: Page) -> Response:
    """What happens to personal data: in short, and the notice that applicants acknowledge."""
    text = await _text(page, "privacy")
    return page.render(
        "public/privacy.html",
        text=text,
        body=rendered(page, text),
        notice=await _privacy_notice(page),
    )


async def accessibility(page: Page) -> Response:
    """What the site does for everybody, and what it does not do yet."""
    text = await _text(page, "accessibility")
    return page.render("public/text.html", text=text, body=rendered(page, text))


def rendered(page: Page, text: TextView) -> Rendered:
    """The body with the facts of the cycle and the pictures that exist."""
    return render_body(text.body, facts_of(page.cycle), picture)


def picture(name: str) -> Picture | None:
    """A guide's picture, if it was made."""
    size = picture_size(name)
    return Picture(asset(name), *size) if size else None


async def _text(page: Page, slug: str) -> TextView:
    return await ask_for_all(page, ReadText(slug=slug, year=_year(page)), TextView)


async def _privacy_notice(page: Page) -> list[str]:
    """Its paragraphs; none while the service is away, the short text stands alone then."""
    try:
        form = await form_facts(page)
    except TepeiError:
        return []
    return [line for line in form.view.privacy_notice.split("\n") if line.strip()]


def _year(page: Page) -> int | None:
    return page.cycle.year if page.cycle else None


def slug_of(page: Page) -> str:
    """The name of a guide.

    Raises:
        NotFoundError: it can be none.
    """
    slug = page.path["slug"]
    if not (slug.isascii() and slug.replace("-", "").isalpha() and len(slug) in range(2, 41)):
        raise NotFoundError
    return slug.lower()
