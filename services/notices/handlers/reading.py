"""Reading texts, searching guides, contact points."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.chassis.causes import Call
from services.chassis.datafiles import DataFileError
from services.contracts.errors import InternalError, NotFoundError
from services.contracts.requests.notices import (
    ContactList,
    GuideHit,
    GuideHits,
    ListContacts,
    ListTexts,
    ReadText,
    ReadTextVersions,
    SearchGuides,
    TextKind,
    TextList,
    TextVersions,
    TextView,
)
from services.notices import messages, phrases, policies
from services.notices.app import NoticesApp
from services.notices.domain import searching
from services.notices.handlers.shipping import keep_shipped_texts
from services.notices.storage import texts
from services.notices.storage.texts import TextKey, TextRecord

MOST_HITS = 30


def list_texts(app: NoticesApp, call: Call[ListTexts]) -> TextList:
    """The texts of a year; what waits is told to those who make them."""
    told = policies.may_read_versions(call.actor)
    keep_shipped_texts(app)
    with app.uow() as tx:
        year = _year(tx.session, call.data.year)
        found = texts.texts_in_force(tx.session, year, call.data.kind)
    return TextList(
        year=year,
        texts=tuple(
            messages.text_summary(text, version, waiting if told else None)
            for text, version, waiting in found
            if policies.may_read(call.actor, text.kind)
        ),
    )


def read_text(app: NoticesApp, call: Call[ReadText]) -> TextView:
    """The version in force, or another one for those who make them."""
    keep_shipped_texts(app)
    with app.uow() as tx:
        key = TextKey(_year(tx.session, call.data.year), call.data.slug)
        text = require_text(tx.session, key)
        if not policies.may_read(call.actor, text.kind):
            raise NotFoundError(phrases.NO_TEXT)
        wanted = call.data.version or text.version_in_force
        if wanted != text.version_in_force and not policies.may_read_versions(call.actor):
            raise NotFoundError(phrases.NO_TEXT)
        version = texts.find_version(tx.session, key, wanted)
    if version is None:
        raise NotFoundError(phrases.NO_TEXT)
    return messages.text_view(text, version)


def read_text_versions(app: NoticesApp, call: Call[ReadTextVersions]) -> TextVersions:
    """Every version with its author and decision."""
    policies.check_may_read_versions(call.actor)
    keep_shipped_texts(app)
    with app.uow() as tx:
        key = TextKey(_year(tx.session, call.data.year), call.data.slug)
        text = require_text(tx.session, key)
        versions = texts.list_versions(tx.session, key)
    in_force = next(one for one in versions if one.version == text.version_in_force)
    return TextVersions(
        slug=text.slug,
        title=in_force.wording.title,
        versions=tuple(messages.version_view(one, call.actor.reference) for one in versions),
    )


def search_guides(app: NoticesApp, call: Call[SearchGuides]) -> GuideHits:
    """Sections that hold every word."""
    words = searching.words_of(call.data.query)
    keep_shipped_texts(app)
    with app.uow() as tx:
        year = _year(tx.session, call.data.year)
        guides = texts.texts_in_force(tx.session, year, TextKind.GUIDE)
    hits = [
        GuideHit(
            slug=text.slug,
            title=version.wording.title,
            heading=section.heading or version.wording.title,
            anchor=section.anchor,
            excerpt=searching.excerpt(section.text, words),
        )
        for text, version, _ in guides
        for section in searching.matching(version.wording.body, version.wording.title, words)
        if words
    ]
    return GuideHits(hits=tuple(hits[:MOST_HITS]), more=len(hits) > MOST_HITS)


def list_contacts(app: NoticesApp, call: Call[ListContacts]) -> ContactList:
    """Offices and helpline, as the programme's files say."""
    years = app.programmes.years()
    year = call.data.year or max(years, default=0)
    if year not in years:
        raise NotFoundError(phrases.NO_TEXTS.format(year=year))
    try:
        return ContactList(year=year, contacts=app.programmes.contacts(year))
    except DataFileError as error:
        raise InternalError from error


def require_text(session: Session, key: TextKey, *, lock: bool = False) -> TextRecord:
    """The text.

    Raises:
        NotFoundError: there is none.
    """
    found = texts.find_text(session, key, lock=lock)
    if found is None:
        raise NotFoundError(phrases.NO_TEXT)
    return found


def _year(session: Session, year: int | None) -> int:
    wanted = year or texts.newest_year(session)
    if wanted is None:
        raise NotFoundError(phrases.NO_TEXT)
    return wanted
