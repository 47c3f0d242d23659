"""What the rules decide on, read in one statement: every command and every view begins with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.contracts.vocabulary import NodeKind, Verdict
from services.review.domain.case import CaseFacts, Holder, OpinionFacts
from services.review.domain.checklist import Checklist
from services.review.domain.routes import Node, Route
from services.review.storage.rows_case import ReviewCase

_KINDS = {kind.value: kind for kind in NodeKind}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}

_FACTS = """
SELECT
  (SELECT jsonb_agg(jsonb_build_array(position, kind, organisation_id, organisation_name)
                    ORDER BY position)
   FROM case_node WHERE application_id = %(application_id)s) AS route,
  (SELECT jsonb_object_agg(item_code, verdict)
   FROM item_verdict WHERE visit_id = %(visit_id)s) AS marks,
  (SELECT jsonb_build_object('author_id', author_id,
                             'signer_id', CASE WHEN signed_at IS NOT NULL THEN leader_id END,
                             'health_fit', health_fit, 'release_agreed', release_agreed)
   FROM opinion WHERE visit_id = %(visit_id)s AND level = 'UNIT') AS opinion,
  (SELECT array_agg(position) FROM participation
   WHERE application_id = %(application_id)s AND person_id = %(person_id)s) AS taken_part,
  (SELECT jsonb_build_array(person_id, person_name)
   FROM desk_claim JOIN case_node USING (application_id, organisation_id)
   WHERE application_id = %(application_id)s AND position = %(position)s) AS holder,
  EXISTS (SELECT FROM official_form
          WHERE application_id = %(application_id)s AND superseded_at IS NULL) AS has_form
"""


def read_facts(
    session: Session, case: ReviewCase, person_id: UUID | None, checklist: Checklist
) -> CaseFacts:
    """The facts of a file, for one person's question."""
    session.flush()
    values = {
        "application_id": case.application_id,
        "visit_id": case.visit_id,
        "position": case.position,
        "person_id": person_id,
    }
    found = session.connection().exec_driver_sql(_FACTS, values).one()
    route = Route(tuple(map(_node, found.route or ())))
    level = None if case.position is None else route.nodes[case.position].kind
    return CaseFacts(
        application_id=case.application_id,
        applicant_id=case.applicant_id,
        state=case.state,
        track=case.track,
        route=route,
        position=case.position,
        reached=case.reached,
        at_region=case.at_region,
        holds_seat=case.holds_seat,
        checklist=_codes(checklist, level),
        marks={code: _VERDICTS[verdict] for code, verdict in (found.marks or {}).items()},
        opinion=None if found.opinion is None else _opinion(found.opinion),
        taken_part={} if person_id is None else {person_id: frozenset(found.taken_part or ())},
        holder=None if found.holder is None else Holder(UUID(found.holder[0]), found.holder[1]),
        has_form=found.has_form,
        region=_region(case, route),
    )


def _node(stored: list[Any]) -> Node:
    position, kind, organisation_id, organisation_name = stored
    return Node(position, _KINDS[kind], UUID(organisation_id), organisation_name)


def _region(case: ReviewCase, route: Route) -> Node | None:
    if case.desk_kind is not NodeKind.REGION or case.desk_organisation_id is None:
        return None
    return route.region(case.desk_organisation_id)


def _opinion(stored: dict[str, Any]) -> OpinionFacts:
    author_id, signer_id = stored["author_id"], stored["signer_id"]
    return OpinionFacts(
        author_id=UUID(author_id),
        signer_id=None if signer_id is None else UUID(signer_id),
        health_fit=bool(stored["health_fit"]),
        release_agreed=bool(stored["release_agreed"]),
    )


def _codes(checklist: Checklist, level: NodeKind | None) -> tuple[str, ...]:
    if level is None:
        return ()
    return tuple(item.code for item in checklist.of_level(level))
