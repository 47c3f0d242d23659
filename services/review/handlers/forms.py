"""The official form's code, issued in the transaction of the final unit's pass."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from services.review.domain.opinions import SignedOpinion, opinions_digest
from services.review.handlers.access import OpenFile
from services.review.storage.rows_case import Opinion
from services.review.storage.rows_paper import OfficialForm


def issue_official_form(opened: OpenFile, opinions: Sequence[Opinion]) -> OfficialForm:
    """Issue code and digest for this version and its signed opinions; the older form ends."""
    case, store = opened.case, opened.store
    if opened.facts.has_form:
        store.supersede_form(case.application_id, opened.tx.now)
    form = OfficialForm(
        form_id=uuid4(),
        application_id=case.application_id,
        version_id=case.version_id,
        version_no=case.version_no,
        verify_code=opened.app.new_code(),
        opinions_digest=opinions_digest(case.version_id, [signed(row) for row in opinions]),
        opinion_ids=[row.opinion_id for row in opinions],
        issued_at=opened.tx.now,
    )
    store.add(form)
    return form


def signed(row: Opinion) -> SignedOpinion:
    """A signed opinion as the digest counts it."""
    if row.signed_at is None:
        raise ValueError("an unsigned opinion is not printed")
    return SignedOpinion(
        position=row.position,
        level=row.level.value,
        organisation_id=row.organisation_id,
        text=row.text,
        decision=row.decision,
        health_fit=row.health_fit,
        release_agreed=row.release_agreed,
        author_id=row.author_id,
        author_name=row.author_name,
        author_post=row.author_post,
        leader_name=row.leader_name or "",
        signed_at=row.signed_at,
    )
