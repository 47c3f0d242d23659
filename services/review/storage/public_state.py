"""A file by its number, and what kind of office holds it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.contracts.vocabulary import OrganisationType
from services.review.storage.rows_case import CaseNode, ReviewCase
from services.review.storage.rows_copies import OrganisationCopy


def find_by_number(session: Session, application_no: str) -> ReviewCase | None:
    """The file of an application number."""
    statement = select(ReviewCase).where(ReviewCase.application_no == application_no)
    return session.execute(statement).scalar_one_or_none()


def desk_type(session: Session, case: ReviewCase) -> OrganisationType | None:
    """The kind of the organisation whose desk holds the file; None when none does."""
    if case.position is None:
        return None
    statement = (
        select(OrganisationCopy.type)
        .join(CaseNode, CaseNode.organisation_id == OrganisationCopy.organisation_id)
        .where(CaseNode.application_id == case.application_id, CaseNode.position == case.position)
    )
    return session.execute(statement).scalar_one_or_none()
