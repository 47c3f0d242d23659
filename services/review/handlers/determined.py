"""What a confirmed determination does to one file: selected, passed on, or not selected."""

from __future__ import annotations

from services.contracts.events import ApplicationDeterminedV1
from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_closures import ClosureReason
from services.contracts.vocabulary import ApplicationState as S
from services.review import phrases
from services.review.domain.determinations import state_after
from services.review.handlers.access import OpenFile
from services.review.handlers.closures import Office, close_file
from services.review.handlers.moves import move, publish, record
from services.review.storage.rows_determination import Determination, DeterminationRow


def confirm_person(opened: OpenFile, found: Determination, row: DeterminationRow) -> None:
    """Move one file as the proposal says; its history names both people and the document."""
    after = state_after(found.stage, found.track, selected=row.selected)
    told = _document(found)
    # Who proposed it took part as well: nobody of them re-reviews it.
    opened.store.take_part(opened.case.application_id, found.proposer_id, opened.node.position)
    if after is not S.MOHRSS_PENDING:
        _tell_quotas(opened, selected=row.selected)
    if after is S.NOT_SELECTED:
        node = opened.node
        text = phrases.not_confirmed(row.reason or "", told)
        office = Office(node.kind, node.organisation_id, node.organisation_name)
        close_file(opened, ClosureReason.NOT_CONFIRMED, text, office)
        return
    kind = DecisionKind.TO_MINISTRY if after is S.MOHRSS_PENDING else DecisionKind.CHOSEN
    record(opened, kind, node=opened.node, text=phrases.chosen(found.proposer_name, told))
    move(opened, after, None)


def _document(found: Determination) -> str:
    if found.document_no is None or found.document_on is None:
        return ""
    return phrases.document(found.document_no, found.document_on)


def _tell_quotas(opened: OpenFile, *, selected: bool) -> None:
    """Selected: the seat is confirmed. Not selected: it stays while this can be contested."""
    case = opened.case
    if case.nomination_id is None:
        raise RuntimeError(f"{case.application_id} is determined without a seat")
    publish(
        opened,
        ApplicationDeterminedV1(
            application_id=case.application_id,
            version_id=case.version_id,
            cycle_id=case.cycle_id,
            nomination_id=case.nomination_id,
            selected=selected,
            decided_at=opened.tx.now,
        ),
    )
