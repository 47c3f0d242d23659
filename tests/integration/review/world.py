"""A small world for review: files and the steps of people on them.

Every step is taken by the person concerned through the handlers, on a real database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from services.contracts import events
from services.contracts.actors import Actor, ActorKind
from services.contracts.envelope import Event
from services.contracts.requests.base import Request
from services.contracts.requests.review import (
    CheckPaper,
    LevelOpinion,
    Mark,
    PassLevel,
    ReturnApplication,
    ReturnItem,
    SetVerdicts,
    SignUnitOpinion,
    WithdrawApplication,
    WriteUnitOpinion,
)
from services.contracts.requests.review_lists import NominateApplication, ReadLists
from services.contracts.requests.review_views import CaseView, MyStatus, ReadCase, ReadMyStatus
from services.contracts.vocabulary import (
    SEAT_KIND_OF,
    ApplicationState,
    Material,
    NodeKind,
    Role,
    RouteLine,
    SeatKind,
    Verdict,
)
from tests.integration.review.furniture import CYCLE, Furniture

S = ApplicationState
OPINION = "（样例）该同志专业扎实，长期在一线工作，身体健康，单位同意其脱产参加培养，同意推荐。"
OFFICER = {
    NodeKind.UNIT: Role.UNIT_HR,
    NodeKind.MID: Role.MID_OFFICER,
    NodeKind.FINAL: Role.FINAL_OFFICER,
}
KINDS = {kind: pair for pair, kind in SEAT_KIND_OF.items()}


@dataclass
class World(Furniture):
    """Files and what people do with them; every step is a command or an event."""

    # --- files ----------------------------------------------------------------------------------

    def submit(self, line: RouteLine = RouteLine.A2, kind: SeatKind = SeatKind.INLAND) -> UUID:
        """Somebody submits; review opens the file."""
        application_id = uuid4()
        self.facts[application_id] = self._facts(application_id, line, kind)
        self.deliver(events.ApplicationSubmittedV1(**self.facts[application_id]), application_id)
        return application_id

    def resubmission(
        self, application_id: UUID, *, key: bool = False, **changes: Any
    ) -> events.ApplicationResubmittedV1:
        """The next version of a file as its answer to the return that is open."""
        facts = self.facts[application_id]
        previous = facts["version_id"]
        facts |= {
            "version_id": uuid4(),
            "version_no": facts["version_no"] + 1,
            "submitted_at": self.clock.now(),
            **changes,
        }
        returned = [data for _, name, data in self.published(application_id) if name == "returned"]
        return events.ApplicationResubmittedV1(
            **facts,
            previous_version_id=previous,
            return_id=returned[-1]["return_id"] if returned else uuid4(),
            changed_items=("title",),
            key_fields_changed=key,
        )

    def resubmit(self, application_id: UUID, *, key: bool = False, **changes: Any) -> None:
        """The applicant hands the corrected form in."""
        self.deliver(self.resubmission(application_id, key=key, **changes), application_id)

    def status(self, application_id: UUID) -> MyStatus:
        """What the applicant sees."""
        status: MyStatus = self.ask(
            ReadMyStatus(application_id=application_id), self.applicant(application_id)
        )
        return status

    def state(self, application_id: UUID) -> ApplicationState:
        """Where the file stands."""
        return self.status(application_id).state

    def version(self, application_id: UUID) -> int:
        """The version a command must name."""
        return self.status(application_id).version

    def applicant(self, application_id: UUID) -> Actor:
        """The one whose file it is."""
        return self.applicants[application_id]

    def desk(self, application_id: UUID) -> UUID:
        """The organisation that must act."""
        found = self.status(application_id).desk_organisation_id
        assert found is not None
        return found

    def officer(self, application_id: UUID) -> Actor:
        """The one who handles the file at its desk."""
        return self.someone(OFFICER[self._level(application_id)], self.desk(application_id))

    def read(self, application_id: UUID, actor: Actor | None = None) -> CaseView:
        """The file as its desk sees it."""
        view: CaseView = self.ask(
            ReadCase(application_id=application_id), actor or self.officer(application_id)
        )
        return view

    # --- steps ----------------------------------------------------------------------------------

    def do(self, request: type[Request], application_id: UUID, actor: Actor, **data: Any) -> Any:
        """A command on the file with the version it has now."""
        return self.ask(
            request(
                **{
                    "application_id": application_id,
                    "version": self.version(application_id),
                    **data,
                }
            ),
            actor,
        )

    def mark_all(self, application_id: UUID) -> None:
        """The officer marks every item as 通过."""
        items = self.read(application_id).checklist
        marks = tuple(Mark(item_code=i.item_code, verdict=Verdict.PASS) for i in items)
        self.do(SetVerdicts, application_id, self.officer(application_id), marks=marks)

    def write_and_sign(self, application_id: UUID, words: str = OPINION) -> None:
        """The unit's opinion by two people."""
        unit = self.desk(application_id)
        self.do(
            WriteUnitOpinion,
            application_id,
            self.officer(application_id),
            text=words,
            author_post="人事科科长",
            health_fit=True,
            release_agreed=True,
        )
        leader = self.someone(Role.UNIT_LEADER, unit, "样例负责人")
        self.do(SignUnitOpinion, application_id, leader)

    def pass_on(self, application_id: UUID) -> Any:
        """Everything the level must do, then pass."""
        self.mark_all(application_id)
        opinion = None
        if self._level(application_id) is NodeKind.UNIT:
            self.write_and_sign(application_id)
        else:
            opinion = LevelOpinion(text=OPINION, author_post="科员", leader_name="样例局长")
        return self.do(PassLevel, application_id, self.officer(application_id), opinion=opinion)

    def hand_in_paper(self, application_id: UUID, **changes: Any) -> Any:
        """Three copies of the current official form with all originals."""
        originals = tuple(item.item_code for item in self.read(application_id).checklist)
        code = self.last(application_id, "approved")["verify_code"]
        data = {"verify_code": code, "copies": 3, "originals": originals, **changes}
        return self.do(CheckPaper, application_id, self.officer(application_id), **data)

    def send_back(self, application_id: UUID, item: str = "title", **data: Any) -> Any:
        """The desk returns the file."""
        reason = ReturnItem(
            item_code=item, reason_code="unclear_scan", text="证书扫描件第二页看不清，请重新上传"
        )
        return self.do(
            ReturnApplication,
            application_id,
            self.officer(application_id),
            **{"items": (reason,), **data},
        )

    def nominate(self, application_id: UUID) -> Any:
        """The final officer puts the file on its list."""
        return self.do(NominateApplication, application_id, self.officer(application_id))

    def answer_seat(
        self, application_id: UUID, *, taken: bool = True, nomination: UUID | None = None
    ) -> None:
        """Quotas answers the newest nomination (or the one named)."""
        asked = self.last(application_id, "nominated")
        facts = {
            "application_id": application_id,
            "nomination_id": nomination or asked["nomination_id"],
            "cycle_id": CYCLE,
            "plan_row_id": asked["plan_row_id"],
            "seat_kind": asked["seat_kind"],
        }
        answer: Event = events.QuotaReservedV1(**facts, reservation_id=uuid4())
        if not taken:
            answer = events.QuotaRefusedV1(**facts, reason="cell_full", quota=3, taken=3)
        self.deliver(answer, uuid4())

    def withdraw(self, application_id: UUID) -> Any:
        """The applicant takes the file back."""
        return self.do(WithdrawApplication, application_id, self.applicant(application_id))

    def bring_to(self, application_id: UUID, state: ApplicationState) -> UUID:
        """Walk the file's whole way up to a state."""
        steps = {
            S.UNIT_REVIEW: self.pass_on,
            S.MID_REVIEW: self.pass_on,
            S.FINAL_REVIEW: self.pass_on,
            S.PAPER_CHECK: self.hand_in_paper,
            S.READY_TO_LIST: self.nominate,
            S.NOMINATING: self.answer_seat,
        }
        while (now := self.state(application_id)) is not state:
            steps[now](application_id)
        return application_id

    def lists(self, organisation: str | UUID) -> Any:
        """Lists as a final officer of the organisation sees them."""
        where = (
            organisation if isinstance(organisation, UUID) else self.organisation_id(organisation)
        )
        officer = self.someone(Role.FINAL_OFFICER, where)
        return self.ask(ReadLists(organisation_id=where), officer)

    def _level(self, application_id: UUID) -> NodeKind:
        return {
            S.UNIT_REVIEW: NodeKind.UNIT,
            S.MID_REVIEW: NodeKind.MID,
        }.get(self.state(application_id), NodeKind.FINAL)

    def _facts(self, application_id: UUID, line: RouteLine, kind: SeatKind) -> dict[str, Any]:
        track, term = KINDS[kind]
        applicant = Actor(kind=ActorKind.PERSON, person_id=uuid4(), name="样例申报人")
        self.applicants[application_id] = applicant
        return {
            "application_id": application_id,
            "application_no": f"TP2019-652900-{len(self.applicants):05d}",
            "cycle_id": CYCLE,
            "cycle_year": 2019,
            "applicant_id": applicant.person_id,
            "unit_id": self.organisation_id(f"单位{line.value}"),
            "version_id": uuid4(),
            "version_no": 1,
            "verify_code": "0000-0000-0000",
            "plan_row_id": self.plan_rows[kind],
            "track": track,
            "term": term,
            "seat_kind": kind,
            "materials": (Material.PHOTO, Material.A01, Material.A02, Material.A03, Material.A04),
            "submitted_at": self.clock.now(),
        }
