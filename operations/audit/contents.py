"""Invariant 4: what was frozen is what its hash says, and its scans are those that were frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation
from services.applications.domain.canonical import digest_of
from services.review.domain.opinions import (
    SignedOpinion,
    canonical_hash,
    opinions_digest,
    text_digest,
)

_VERSIONS = "SELECT id, application_id, content, sha256 FROM application_version"
_SCANS = "SELECT id, sha256 FROM scan"
_LISTS = "SELECT list_id, version_no, rows, content_hash FROM list_version"
_OPINIONS = """
SELECT opinion_id, position, level, organisation_id, text, text_digest, decision, health_fit,
  release_agreed, author_id, author_name, author_post, leader_name, signed_at FROM opinion
"""
_FORMS = "SELECT verify_code, version_id, opinions_digest, opinion_ids FROM official_form"


def versions(stores: Stores) -> Iterator[Violation]:
    """Frozen versions of applications against their hashes and their scans."""
    digests = {str(row.id): row.sha256 for row in stores.rows("applications", _SCANS)}
    for row in stores.rows("applications", _VERSIONS):
        if digest_of(row.content) != row.sha256:
            yield _changed(f"application version {row.id}", "its content does not give its hash")
        for attached in row.content["attachments"]:
            if digests.get(attached["scan_id"]) != attached["sha256"]:
                message = f"scan {attached['scan_id']} is not the one that was frozen"
                yield _changed(f"application version {row.id}", message)


def lists(stores: Stores) -> Iterator[Violation]:
    """Frozen lists against their hashes."""
    for row in stores.rows("review", _LISTS):
        content = {"list_id": row.list_id, "version_no": row.version_no, "rows": row.rows}
        if canonical_hash(content) != row.content_hash:
            subject = f"list {row.list_id} version {row.version_no}"
            yield _changed(subject, "its rows do not give its hash")


def opinions(stores: Stores) -> Iterator[Violation]:
    """Opinions against their digests, each alone and as the official form prints them."""
    found = {row.opinion_id: row for row in stores.rows("review", _OPINIONS)}
    for row in found.values():
        if text_digest(row.text) != row.text_digest:
            yield _changed(f"opinion {row.opinion_id}", "its text does not give its digest")
    for form in stores.rows("review", _FORMS):
        printed = [found[key] for key in form.opinion_ids if key in found]
        signed = [_signed(row) for row in printed if row.signed_at is not None]
        if opinions_digest(form.version_id, signed) != form.opinions_digest:
            yield _changed(f"official form {form.verify_code}", "its opinions are other ones now")


def _signed(row: Any) -> SignedOpinion:
    """A signed opinion as the digest counts it."""
    return SignedOpinion(
        position=row.position,
        level=row.level,
        organisation_id=row.organisation_id,
        text=row.text,
        decision=row.decision,
        health_fit=row.health_fit,
        release_agreed=row.release_agreed,
        author_id=row.author_id,
        author_name=row.author_name,
        author_post=row.author_post,
        leader_name=row.leader_name or "",
        signed_at=row.signed_at.astimezone(UTC),
    )


def _changed(subject: str, message: str) -> Violation:
    return Violation(Invariant.PRINTS, "frozen contents", subject, message)
