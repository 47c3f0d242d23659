"""Records as the answers of the contracts."""

from __future__ import annotations

from services.chassis.clock import BEIJING
from services.contracts.errors import Finding
from services.contracts.requests.notices import TextSummary, TextVersionView, TextView
from services.contracts.requests.notices_messages import MessageSummary, MessageView
from services.notices import phrases
from services.notices.domain import wording
from services.notices.domain.proposals import Flaw
from services.notices.storage.messages import MessageRecord
from services.notices.storage.texts import TextRecord, VersionRecord


def text_view(text: TextRecord, version: VersionRecord) -> TextView:
    """One version in full."""
    wording = version.wording
    return TextView(
        year=text.year,
        slug=text.slug,
        kind=text.kind,
        version=version.version,
        version_in_force=text.version_in_force,
        state=version.state,
        title=wording.title,
        summary=wording.summary,
        body=wording.body,
        issued_on=wording.issued_on,
        issuing_body=wording.issuing_body,
        published_at=version.decided_at if version.version == text.version_in_force else None,
        change_note=version.change_note,
    )


def text_summary(text: TextRecord, version: VersionRecord, waiting: int | None) -> TextSummary:
    """One text in a list."""
    return TextSummary(
        slug=text.slug,
        kind=text.kind,
        title=version.wording.title,
        summary=version.wording.summary,
        version=version.version,
        published_at=version.decided_at or version.proposed_at,
        proposed_version=waiting,
    )


def version_view(version: VersionRecord, reader: str) -> TextVersionView:
    """One version with its author and decision."""
    return TextVersionView(
        version=version.version,
        state=version.state,
        title=version.wording.title,
        change_note=version.change_note,
        based_on=version.based_on,
        proposed_at=version.proposed_at,
        proposed_by=version.proposed_by_name,
        proposed_by_me=version.proposed_by == reader,
        decided_at=version.decided_at,
        decided_by=version.decided_by_name,
        decision_reason=version.decision_reason,
    )


def finding(flaw: Flaw) -> Finding:
    """A flaw in words."""
    sentence = phrases.FINDINGS[flaw.code].format(detail=flaw.detail)
    return Finding(field=flaw.field, code=flaw.code.value, message=sentence)


def message_summary(found: MessageRecord) -> MessageSummary:
    """A message in the list."""
    return MessageSummary(
        message_id=found.message_id,
        title=found.title,
        created_at=found.created_at,
        read=found.read_at is not None,
    )


def message_view(found: MessageRecord) -> MessageView:
    """A message as it is read, with what fills the names in braces."""
    return MessageView(
        message_id=found.message_id,
        application_id=found.application_id,
        title=found.title,
        body=message_body(found),
        created_at=found.created_at,
        read=found.read_at is not None,
        mail=found.mail,
    )


def message_body(found: MessageRecord) -> str:
    """The words of a message."""
    facts = wording.facts(found.application_no, found.until, BEIJING)
    return wording.filled(found.body, facts)


def mail_body(found: MessageRecord) -> str:
    """The same as a mail, with who sends it and that nobody reads an answer."""
    return f"{message_body(found)}\n\n{phrases.MAIL_FOOT}\n"
