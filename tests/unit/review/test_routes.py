"""A route is UNIT, any number of MID, FINAL, and goes up one desk at a time (R31)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review.domain.routes import DESK_STATE, BrokenRouteError, Node, Route

UNIT, MID, FINAL = NodeKind.UNIT, NodeKind.MID, NodeKind.FINAL


def nodes(*kinds: NodeKind) -> tuple[Node, ...]:
    return tuple(Node(at, kind, uuid4(), "（样例）") for at, kind in enumerate(kinds))


@pytest.mark.requirement("R31")
@pytest.mark.parametrize("levels", range(4))
def test_each_desk_hands_the_file_to_the_next_one_up(levels: int) -> None:
    route = Route(nodes(UNIT, *[MID] * levels, FINAL))
    last = len(route.nodes) - 1
    assert [route.after(at).position for at in range(last)] == list(range(1, last + 1))
    assert [len(route.below(at)) for at in range(last + 1)] == list(range(last + 1))
    assert route.final.position == last


@pytest.mark.parametrize(
    "kinds",
    [
        (),
        (FINAL,),
        (UNIT,),
        (UNIT, MID),
        (MID, FINAL),
        (FINAL, UNIT),
        (UNIT, FINAL, FINAL),
        (UNIT, UNIT, FINAL),
        (UNIT, MID, FINAL, MID, FINAL),
        (UNIT, NodeKind.REGION),
    ],
)
def test_what_is_no_route_is_refused(kinds: tuple[NodeKind, ...]) -> None:
    with pytest.raises(BrokenRouteError):
        Route(nodes(*kinds))


def test_a_route_with_a_gap_or_out_of_order_is_refused() -> None:
    unit, middle, final = nodes(UNIT, MID, FINAL)
    for wrong in ((unit, final), (middle, unit, final), (unit, final, middle)):
        with pytest.raises(BrokenRouteError):
            Route(wrong)


def test_a_file_beyond_the_last_review_stays_at_the_final_desk() -> None:
    route = Route(nodes(UNIT, MID, FINAL))
    for state in (S.PAPER_CHECK, S.READY_TO_LIST, S.NOMINATING, S.LISTED):
        assert route.position_of(state, 1) == 2
    assert [route.position_of(state, at) for at, state in enumerate(DESK_STATE.values())] == [
        0,
        1,
        2,
    ]
    assert route.position_of(S.RETURNED, 1) is None
