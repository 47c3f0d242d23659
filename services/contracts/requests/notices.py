"""Requests to the notices service: the public notice, guides, editable texts, contact points.

A text is named by its year and slug. Its body is plain text with a few signs for headings, lists
and links; `{申报截止}` and the other names of `FACTS` stand for what the cycle says.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import LabelledEnum, Track

MOST_TITLE = 100
MOST_SUMMARY = 200
MOST_BODY = 40_000
SLUG_PATTERN = r"^[a-z][a-z-]{1,39}$"

FACTS = ("年度", "申报开始", "申报截止", "更正截止", "审核截止", "寄出截止", "咨询电话")
"""Names in braces that a page fills in from the cycle, so that an extension changes every text."""

MESSAGE_FACTS = ("编号尾号", "截止时间")
"""Names in braces that a message fills in: the end of the number, and until when to act."""


class TextKind(LabelledEnum):
    """What a text is for."""

    NOTICE = "NOTICE", "通知"
    GUIDE = "GUIDE", "业务指南"
    PAGE = "PAGE", "页面文字"
    MESSAGE = "MESSAGE", "消息模板"


class TextState(LabelledEnum):
    """Where a version of a text stands."""

    PROPOSED = "PROPOSED", "待发布"
    PUBLISHED = "PUBLISHED", "现行"
    SUPERSEDED = "SUPERSEDED", "旧版"
    REFUSED = "REFUSED", "未予发布"
    REPLACED = "REPLACED", "已被重新提出"


class TextSummary(Answer):
    """One text in a list; what waits for publishing is told to the region's staff only."""

    slug: str
    kind: TextKind
    title: str
    summary: str
    version: int
    published_at: AwareDatetime
    proposed_version: int | None


class TextList(Answer):
    """In the order in which people read them."""

    year: int
    texts: tuple[TextSummary, ...]


class TextVersionView(Answer):
    """One version without its body: who proposed it and who decided."""

    version: int
    state: TextState
    title: str
    change_note: str
    based_on: int | None
    proposed_at: AwareDatetime
    proposed_by: str
    proposed_by_me: bool
    decided_at: AwareDatetime | None
    decided_by: str
    decision_reason: str


class TextView(Answer):
    """One version of a text in full; `version_in_force` is the one that everybody reads."""

    year: int
    slug: str
    kind: TextKind
    version: int
    version_in_force: int
    state: TextState
    title: str
    summary: str
    body: str
    issued_on: date | None = Field(description="Of a notice (R61)")
    issuing_body: str = Field(description="Of a notice (R03); empty for other texts")
    published_at: AwareDatetime | None
    change_note: str


class TextVersions(Answer):
    """Newest first."""

    slug: str
    title: str
    versions: tuple[TextVersionView, ...]


class GuideHit(Answer):
    """One section of a guide that holds all words searched for."""

    slug: str
    title: str
    heading: str
    anchor: str
    excerpt: str


class GuideHits(Answer):
    """In the order of the guides and their sections."""

    hits: tuple[GuideHit, ...]
    more: bool


class ContactPoint(Answer):
    """One office with its numbers (R37, R60); never a person."""

    office: str
    about: str
    track: Track | None
    numbers: tuple[str, ...]


class ContactList(Answer):
    """Helpline first."""

    year: int
    contacts: tuple[ContactPoint, ...]


class ListTexts(Request):
    """The texts of a year, of one kind if one is named; open to everybody.

    Without a year the newest one that has texts.
    """

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "list_texts"
    answer: ClassVar[type[Answer]] = TextList

    year: int | None = None
    kind: TextKind | None = None


class ReadText(Request):
    """The version in force (open to everybody) or a named one (region staff, auditors)."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "read_text"
    answer: ClassVar[type[Answer]] = TextView

    slug: str = Field(pattern=SLUG_PATTERN)
    year: int | None = None
    version: int | None = Field(default=None, ge=1)


class SearchGuides(Request):
    """Sections of the guides that hold every word of the query; open to everybody."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "search_guides"
    answer: ClassVar[type[Answer]] = GuideHits

    query: str = Field(min_length=1, max_length=60)
    year: int | None = None


class ListContacts(Request):
    """Offices and helpline of a year, from the programme's data; open to everybody."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "list_contacts"
    answer: ClassVar[type[Answer]] = ContactList

    year: int | None = None


class ProposeText(Request):
    """Propose a new wording (region officers); it is public only once the leader publishes it.

    `based_on` is the version in force that the proposer changed. One proposal waits at a time: the
    proposer's own next one takes its place, anybody else's is refused until it is decided.
    """

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "propose_text"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = TextView

    year: int
    slug: str = Field(pattern=SLUG_PATTERN)
    based_on: int = Field(ge=1)
    title: str = Field(max_length=MOST_TITLE)
    summary: str = Field(default="", max_length=MOST_SUMMARY)
    body: str = Field(max_length=MOST_BODY)
    issued_on: date | None = None
    issuing_body: str = Field(default="", max_length=100)
    change_note: str = Field(max_length=200, description="What was changed and why")


class PublishText(Request):
    """Put a version in force (REGION_LEADER, never the one who proposed it).

    It may be the waiting proposal, or an earlier version, which undoes what came after it.
    `replaces` is the version in force that the leader saw.
    """

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "publish_text"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = TextView

    year: int
    slug: str = Field(pattern=SLUG_PATTERN)
    version: int = Field(ge=1)
    replaces: int = Field(ge=1)


class RefuseText(Request):
    """Refuse the waiting proposal with a reason for its proposer (REGION_LEADER)."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "refuse_text"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = TextView

    year: int
    slug: str = Field(pattern=SLUG_PATTERN)
    version: int = Field(ge=1)
    reason: str = Field(max_length=200)


class ReadTextVersions(Request):
    """Every version of a text with its author and decision (region staff, auditors)."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "read_text_versions"
    answer: ClassVar[type[Answer]] = TextVersions

    slug: str = Field(pattern=SLUG_PATTERN)
    year: int | None = None


class FindingCode(StrEnum):
    """What can be wrong with a proposal."""

    MISSING = "missing"
    UNKNOWN_FACT = "unknown_fact"
    NOTHING_CHANGED = "nothing_changed"
    TOO_SHORT = "too_short"
