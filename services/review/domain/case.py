"""A file as the rules see it: plain facts, no rows, no session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.contracts.vocabulary import ApplicationState, NodeKind, Track, Verdict
from services.review.domain.routes import Node, Route


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """The unit opinion of the visit now open."""

    author_id: UUID
    signer_id: UUID | None
    health_fit: bool
    release_agreed: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the claim on a file."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """The refusal that was proposed and waits for its decision."""

    proposer_id: UUID


@dataclass(frozen=True, slots=True)
class ReReviewFacts:
    """The re-review that is running."""

    organisation_id: UUID
    """Whose re-reviewer decides."""
    contested: frozenset[UUID]
    """The persons whose decision or opinion is contested."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What guards and permissions decide on."""

    application_id: UUID
    applicant_id: UUID
    state: ApplicationState
    track: Track
    route: Route
    position: int | None
    """The node of the route whose desk holds the file; None with the applicant, at the region or
    when over."""
    reached: int
    """The highest position the file has come to."""
    at_region: bool
    """The file has been submitted to the region."""
    holds_seat: bool
    checklist: tuple[str, ...] = ()
    """Item codes of the level now open."""
    marks: Mapping[str, Verdict] = field(default_factory=dict)
    opinion: OpinionFacts | None = None
    proposal: ProposalFacts | None = None
    re_review: ReReviewFacts | None = None
    taken_part: Mapping[UUID, frozenset[int]] = field(default_factory=dict)
    """Positions at which each person marked or decided."""
    region: Node | None = None
    """The region's desk while it holds the file."""
    holder: Holder | None = None
    """Who of the desk has claimed the file."""
    has_form: bool = False
    """An official form of the file is current."""

    @property
    def desk(self) -> Node | None:
        """The node that must act now; the region's stands behind the last of the route."""
        return self.region if self.position is None else self.route.nodes[self.position]

    @property
    def below(self) -> tuple[Node, ...]:
        """Desks a return may go to: those under the desk that has the file, all for the region."""
        if self.position is not None:
            return self.route.below(self.position)
        return self.route.nodes if self.state is ApplicationState.REGION_REVIEW else ()

    def took_part(self, person_id: UUID, position: int) -> bool:
        """Whether it is known that the person marked or decided at the position."""
        return position in self.taken_part.get(person_id, ())

    @property
    def level(self) -> NodeKind | None:
        """The kind of the desk."""
        desk = self.desk
        return None if desk is None else desk.kind
