"""The route a file walks (`domain` §7.1): nodes as data, one rule for all five lines.

The region's desk is not a node here: it is found by track when the list goes up.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind

DESK_STATE: dict[NodeKind, S] = {
    NodeKind.UNIT: S.UNIT_REVIEW,
    NodeKind.MID: S.MID_REVIEW,
    NodeKind.FINAL: S.FINAL_REVIEW,
}
"""The state in which a file waits at each kind of node."""

FINAL_DESK_STATES: frozenset[S] = frozenset(
    {S.FINAL_REVIEW, S.PAPER_CHECK, S.READY_TO_LIST, S.NOMINATING, S.RESERVE, S.LISTED}
)
"""States whose desk is the final reviewing unit."""


@dataclass(frozen=True, slots=True)
class Node:
    """One desk of the route."""

    position: int
    kind: NodeKind
    organisation_id: UUID
    organisation_name: str


TRAINING_STATES: frozenset[S] = frozenset({S.SELECTED, S.NOTIFIED, S.PRE_STUDY, S.IN_TRAINING})
"""States in which the region's office looks after a trainee."""

REGION_STATES: frozenset[S] = (
    frozenset({S.REGION_REVIEW, S.MOHRSS_PENDING, S.GIVE_UP_REQUESTED}) | TRAINING_STATES
)
"""States whose desk is the region's office of the track; a refusal it proposed waits there too."""

REGION_OFFICE = "自治区人力资源和社会保障厅"
"""The region's desk by name; which office of it acts is said by the track."""


GONE_UP: frozenset[S] = frozenset(
    {
        *REGION_STATES,
        S.COMPLETED,
        S.NOT_SELECTED,
        S.GIVE_UP_REQUESTED,
        S.TERMINATED,
    }
)
"""States of files on a list that the region has or has decided about."""


class BrokenRouteError(ValueError):
    """A route that does not go UNIT, MID…, FINAL."""


@dataclass(frozen=True, slots=True)
class Route:
    """UNIT, any number of MID, FINAL: in this order, positions 0…n."""

    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        """Refuse anything that is not a route."""
        kinds = [node.kind for node in self.nodes]
        middle = kinds[1:-1]
        if (
            len(kinds) < 2  # noqa: PLR2004 -- unit and final at least
            or kinds[0] is not NodeKind.UNIT
            or kinds[-1] is not NodeKind.FINAL
            or any(kind is not NodeKind.MID for kind in middle)
            or [node.position for node in self.nodes] != list(range(len(kinds)))
        ):
            raise BrokenRouteError("the route must be UNIT, MID…, FINAL")

    @property
    def final(self) -> Node:
        """The final reviewing unit (最终审核单位)."""
        return self.nodes[-1]

    @property
    def region_position(self) -> int:
        """Where the region's desk stands: behind all nodes of the route."""
        return len(self.nodes)

    def region(self, organisation_id: UUID) -> Node:
        """The region's desk as a node."""
        return Node(self.region_position, NodeKind.REGION, organisation_id, REGION_OFFICE)

    def kind_at(self, position: int) -> NodeKind:
        """The kind of the desk at a position."""
        return self.nodes[position].kind if position < len(self.nodes) else NodeKind.REGION

    def after(self, position: int) -> Node:
        """The next node up; no level can be skipped (R31)."""
        return self.nodes[position + 1]

    def below(self, position: int) -> tuple[Node, ...]:
        """Nodes a return from this position may go to."""
        return self.nodes[:position]

    def position_of(self, state: S, current: int) -> int | None:
        """Where the desk of a state lies; None when it is with nobody on the route."""
        if state in FINAL_DESK_STATES:
            return self.final.position
        return current if state in DESK_STATE.values() else None
