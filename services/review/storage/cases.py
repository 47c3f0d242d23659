"""Loads and locks one file with what the rules need to know about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.contracts.vocabulary import ApplicationState
from services.review.domain.case import CaseFacts
from services.review.domain.checklist import Checklist
from services.review.domain.routes import Node, Route
from services.review.storage.facts import read_facts
from services.review.storage.negatives import proposal_facts
from services.review.storage.re_reviews import re_review_facts
from services.review.storage.rows_case import (
    CaseNode,
    Decision,
    DeskVisit,
    ItemVerdict,
    Opinion,
    Participation,
    ReviewCase,
)
from services.review.storage.rows_paper import CaseReturn, OfficialForm, ReturnReasonRow

# Text, because SQLAlchemy compiles an INSERT of several rows anew each time.
_PUT_VERDICTS = """
INSERT INTO item_verdict
SELECT * FROM jsonb_populate_recordset(NULL::item_verdict, %s::jsonb)
ON CONFLICT (visit_id, item_code) DO UPDATE SET
  verdict = excluded.verdict, reason_code = excluded.reason_code, text = excluded.text,
  reviewer_id = excluded.reviewer_id, reviewer_name = excluded.reviewer_name,
  reviewed_at = excluded.reviewed_at
"""


@dataclass(frozen=True, slots=True)
class History:
    """The decisions on a file, oldest first, with its returns by id and their reasons in order."""

    decisions: Sequence[Decision]
    returns: Mapping[UUID, CaseReturn] = field(default_factory=dict)
    reasons: Sequence[ReturnReasonRow] = ()


class CaseStore:
    """The rows of files within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *rows: object) -> None:
        """Store new rows."""
        self._session.add_all(rows)

    def flush(self) -> None:
        """Send pending changes, so that later statements see them."""
        self._session.flush()

    # --- the file -------------------------------------------------------------------------------

    def lock(self, application_id: UUID) -> ReviewCase | None:
        """The file, locked for this transaction; every command begins here."""
        return self._session.scalar(
            select(ReviewCase).where(ReviewCase.application_id == application_id).with_for_update()
        )

    def lock_many(self, application_ids: Iterable[UUID]) -> Sequence[ReviewCase]:
        """Several files, locked in id order (no two transactions wait for each other)."""
        return self._session.scalars(
            select(ReviewCase)
            .where(ReviewCase.application_id.in_(tuple(application_ids)))
            .order_by(ReviewCase.application_id)
            .with_for_update()
        ).all()

    def find_many(self, application_ids: Iterable[UUID]) -> Sequence[ReviewCase]:
        """Several files, for reading."""
        wanted = ReviewCase.application_id.in_(tuple(application_ids))
        return self._session.scalars(
            select(ReviewCase).where(wanted).order_by(ReviewCase.application_no)
        ).all()

    def find(self, application_id: UUID) -> ReviewCase | None:
        """The file, for reading."""
        return self._session.get(ReviewCase, application_id)

    def lock_overdue(self, before: datetime) -> ReviewCase | None:
        """One returned file whose due date passed, not under re-review; locked ones are skipped."""
        return self._session.scalar(
            select(ReviewCase)
            .where(
                ReviewCase.state == ApplicationState.RETURNED,
                ReviewCase.due_at <= before,
                ~ReviewCase.under_re_review,
            )
            .order_by(ReviewCase.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )

    # --- route ----------------------------------------------------------------------------------

    def route(self, application_id: UUID) -> Route:
        """The route the file walks."""
        rows = self._session.scalars(
            select(CaseNode)
            .where(CaseNode.application_id == application_id)
            .order_by(CaseNode.position)
        )
        return Route(
            tuple(
                Node(row.position, row.kind, row.organisation_id, row.organisation_name)
                for row in rows
            )
        )

    def set_route(self, application_id: UUID, route: Route) -> None:
        """Store the route, replacing that of an earlier unit and who took part on it."""
        self._session.flush()
        for table in (CaseNode, Participation):
            self._session.execute(delete(table).where(table.application_id == application_id))
        self.add(*route_rows(application_id, route))

    # --- facts ----------------------------------------------------------------------------------

    def facts(self, case: ReviewCase, person_id: UUID | None, checklist: Checklist) -> CaseFacts:
        """What the rules decide on, for one person's question."""
        facts = read_facts(self._session, case, person_id, checklist)
        if case.state is ApplicationState.NEGATIVE_PENDING:
            facts = replace(facts, proposal=proposal_facts(self._session, case.application_id))
        if case.under_re_review:
            facts = replace(facts, re_review=re_review_facts(self._session, case.application_id))
        return facts

    def marks(self, application_id: UUID) -> list[tuple[DeskVisit, ItemVerdict]]:
        """All marks of a file with their visits, oldest visit first."""
        rows = self._session.execute(
            select(DeskVisit, ItemVerdict)
            .join(ItemVerdict, ItemVerdict.visit_id == DeskVisit.visit_id)
            .where(DeskVisit.application_id == application_id)
            .order_by(DeskVisit.opened_at, DeskVisit.visit_id, ItemVerdict.item_code)
        )
        return [(visit, verdict) for visit, verdict in rows]

    # --- marks, opinions, participation ---------------------------------------------------------

    def put_verdicts(self, rows: Iterable[dict[str, object]]) -> None:
        """Store marks; an earlier mark on the same item of the same visit is replaced."""
        values = json.dumps(list(rows), default=str)
        self._session.connection().exec_driver_sql(_PUT_VERDICTS, (values,))

    def take_part(self, application_id: UUID, person_id: UUID, position: int) -> None:
        """Remember that the person marked or decided at the position."""
        self._session.execute(
            insert(Participation)
            .values(application_id=application_id, person_id=person_id, position=position)
            .on_conflict_do_nothing()
        )

    def opinion_of(self, visit_id: UUID) -> Opinion | None:
        """The opinion of one visit."""
        return self._session.scalar(select(Opinion).where(Opinion.visit_id == visit_id))

    def opinions(self, application_id: UUID) -> Sequence[Opinion]:
        """All opinions of a file, oldest first."""
        return self._session.scalars(
            select(Opinion)
            .where(Opinion.application_id == application_id)
            .order_by(Opinion.written_at, Opinion.position)
        ).all()

    def signed_in_force(self, application_id: UUID) -> list[Opinion]:
        """The signed opinions an official form prints, one per position."""
        return in_force(self.opinions(application_id))

    def retire_opinions(self, application_id: UUID, position: int | None) -> None:
        """End the force of earlier opinions: of one position, or of all when the file restarts."""
        self._session.flush()
        statement = update(Opinion).where(
            Opinion.application_id == application_id, Opinion.in_force
        )
        if position is not None:
            statement = statement.where(Opinion.position == position)
        self._session.execute(statement.values(in_force=False))

    def same_text_elsewhere(self, opinion: Opinion) -> bool:
        """Say whether the author wrote a byte-identical opinion on another file (F2)."""
        found = self._session.scalar(
            select(Opinion.opinion_id)
            .where(
                Opinion.author_id == opinion.author_id,
                Opinion.text_digest == opinion.text_digest,
                Opinion.application_id != opinion.application_id,
            )
            .limit(1)
        )
        return found is not None

    # --- visits, history, returns, forms --------------------------------------------------------

    def visits(self, application_id: UUID) -> Sequence[DeskVisit]:
        """All visits of a file, oldest first."""
        return self._session.scalars(
            select(DeskVisit)
            .where(DeskVisit.application_id == application_id)
            .order_by(DeskVisit.opened_at, DeskVisit.visit_id)
        ).all()

    def close_visit(self, visit_id: UUID, at: datetime) -> None:
        """End one visit."""
        ended = update(DeskVisit).where(DeskVisit.visit_id == visit_id)
        self._session.execute(ended.values(closed_at=at))

    def decisions(self, application_id: UUID) -> Sequence[Decision]:
        """The history of a file, oldest first."""
        return self._session.scalars(
            select(Decision)
            .where(Decision.application_id == application_id)
            .order_by(Decision.decision_id)
        ).all()

    def find_return(self, return_id: UUID) -> CaseReturn | None:
        """One return."""
        return self._session.get(CaseReturn, return_id)

    def history(self, application_id: UUID) -> History:
        """What happened to a file; most files never came back and have nothing else to read."""
        decisions = self.decisions(application_id)
        if all(decision.return_id is None for decision in decisions):
            return History(decisions)
        returns = self._session.scalars(
            select(CaseReturn).where(CaseReturn.application_id == application_id)
        )
        by_id = {row.return_id: row for row in returns}
        return History(decisions, by_id, self._reasons(by_id))

    def _reasons(self, return_ids: Iterable[UUID]) -> Sequence[ReturnReasonRow]:
        return self._session.scalars(
            select(ReturnReasonRow)
            .where(ReturnReasonRow.return_id.in_(tuple(return_ids)))
            .order_by(ReturnReasonRow.return_id, ReturnReasonRow.number)
        ).all()

    def forms(self, application_id: UUID) -> Sequence[OfficialForm]:
        """Official forms of a file, newest first."""
        return self._session.scalars(
            select(OfficialForm)
            .where(OfficialForm.application_id == application_id)
            .order_by(OfficialForm.issued_at.desc())
        ).all()

    def supersede_form(self, application_id: UUID, at: datetime) -> None:
        """End the currency of the official form: a newer version or form takes its place."""
        self._session.flush()
        self._session.execute(
            update(OfficialForm)
            .where(
                OfficialForm.application_id == application_id,
                OfficialForm.superseded_at.is_(None),
            )
            .values(superseded_at=at)
        )


def in_force(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Those that are signed and have not ended."""
    return [row for row in opinions if row.in_force and row.signed_at is not None]


def route_rows(application_id: UUID, route: Route) -> list[CaseNode]:
    """The rows of a file's route."""
    return [
        CaseNode(
            application_id=application_id,
            position=node.position,
            kind=node.kind,
            organisation_id=node.organisation_id,
            organisation_name=node.organisation_name,
        )
        for node in route.nodes
    ]
