"""An application's seat follows the newest message, in whatever order messages arrive."""

from __future__ import annotations

from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.vocabulary import SeatKind
from services.quotas.domain.seats import (
    Cell,
    Holding,
    Message,
    Nominated,
    Released,
    SeatState,
    Selected,
    Verdict,
    decide,
    follow,
)

MEDICINE = Cell(UUID(int=1), SeatKind.INLAND)
SURGERY = Cell(UUID(int=2), SeatKind.LONG)


def nominated(sequence: int, cell: Cell = MEDICINE) -> Nominated:
    return Nominated(sequence, UUID(int=1000 + sequence), cell)


class Book:
    """Cells with room, and one application: what the handlers do, without a database."""

    def __init__(self, **room: int) -> None:
        self.free = {MEDICINE: room.get("medicine", 1), SURGERY: room.get("surgery", 1)}
        self.holding = Holding()
        self.waiting: list[Message] = []

    def receive(self, message: Message) -> Verdict:
        verdict = decide(self.holding, message)
        if verdict is Verdict.WAIT:
            self.waiting.append(message)
            return verdict
        if verdict in (Verdict.STALE, Verdict.CONTRADICTION):
            return verdict
        taken = False
        if verdict in (Verdict.TAKE, Verdict.RELEASE) and self.holding.held_cell is not None:
            self.free[self.holding.held_cell] += 1
        if isinstance(message, Nominated) and verdict is Verdict.TAKE:
            taken = self.free[message.cell] > 0
            self.free[message.cell] -= taken
        self.holding = follow(self.holding, message, seat_taken=taken)
        return verdict

    def deliver(self, messages: list[Message]) -> None:
        """Deliver in this order; what must wait comes again after everything else."""
        for message in messages:
            self.receive(message)
        again, self.waiting = self.waiting, []
        for message in again:
            self.receive(message)


def test_a_nomination_takes_a_seat() -> None:
    book = Book()
    assert book.receive(nominated(3)) is Verdict.TAKE
    assert book.holding == Holding(3, SeatState.RESERVED, MEDICINE, UUID(int=1003))
    assert book.free[MEDICINE] == 0


def test_a_nomination_for_a_full_cell_is_refused_and_holds_nothing() -> None:
    book = Book(medicine=0)
    book.receive(nominated(3))
    assert book.holding.state is SeatState.REFUSED
    assert book.holding.held_cell is None


def test_an_older_message_is_ignored() -> None:
    book = Book()
    book.receive(Released(5, "removed"))
    assert book.receive(nominated(4)) is Verdict.STALE
    assert book.holding.held_cell is None
    assert book.free[MEDICINE] == 1


def test_a_later_nomination_elsewhere_moves_the_seat() -> None:
    book = Book()
    book.deliver([nominated(1), nominated(2, SURGERY)])
    assert book.holding.held_cell == SURGERY
    assert book.free == {MEDICINE: 1, SURGERY: 0}


def test_a_refused_move_gives_the_old_seat_back_all_the_same() -> None:
    # Review has left the old cell: had "delisted" not been overtaken, it would be free already.
    book = Book(surgery=0)
    book.deliver([nominated(1), nominated(2, SURGERY)])
    assert book.holding.state is SeatState.REFUSED
    assert book.free[MEDICINE] == 1


def test_a_second_nomination_for_the_seat_that_is_held_keeps_it() -> None:
    book = Book()
    book.receive(nominated(1))
    assert book.receive(nominated(2)) is Verdict.KEEP
    assert book.holding == Holding(2, SeatState.RESERVED, MEDICINE, UUID(int=1002))
    assert book.free[MEDICINE] == 0


def test_a_selection_confirms_the_seat_once() -> None:
    book = Book()
    book.receive(nominated(1))
    assert book.receive(Selected(2, UUID(int=1001))) is Verdict.CONFIRM
    assert book.receive(Selected(3, UUID(int=1001))) is Verdict.KEEP
    assert book.holding.state is SeatState.CONFIRMED


def test_a_selection_waits_for_its_nomination() -> None:
    book = Book()
    assert book.receive(Selected(2, UUID(int=1001))) is Verdict.WAIT
    assert book.holding == Holding()


def test_a_selection_without_a_seat_is_for_a_person() -> None:
    book = Book(medicine=0)
    book.receive(nominated(1))
    assert book.receive(Selected(2, UUID(int=1001))) is Verdict.CONTRADICTION


def test_giving_up_frees_a_confirmed_seat() -> None:
    book = Book()
    book.deliver([nominated(1), Selected(2, UUID(int=1001)), Released(3, "given_up")])
    assert book.holding.held_cell is None
    assert book.free[MEDICINE] == 1


def test_every_order_of_a_whole_story_ends_alike() -> None:
    story: list[Message] = [
        nominated(1),
        Released(2, "removed"),
        nominated(3, SURGERY),
        Selected(4, UUID(int=1003)),
    ]
    ends = set()
    for order in permutations(story):
        book = Book()
        book.deliver(list(order))
        ends.add((book.holding, book.free[MEDICINE], book.free[SURGERY]))
    assert ends == {(Holding(4, SeatState.CONFIRMED, SURGERY, UUID(int=1003)), 1, 0)}


@st.composite
def stories(draw: st.DrawFn) -> list[Message]:
    """What review may say of one application: selections only of the seat that is held."""
    story: list[Message] = []
    held: UUID | None = None
    sequence = 0
    for _ in range(draw(st.integers(1, 7))):
        sequence += draw(st.integers(1, 3))
        what = draw(st.sampled_from(["nominate", "release"] + (["select"] if held else [])))
        if what == "nominate":
            held = uuid4()
            story.append(Nominated(sequence, held, draw(st.sampled_from([MEDICINE, SURGERY]))))
        elif what == "select":
            story.append(Selected(sequence, held or uuid4()))
        else:
            story.append(Released(sequence, "removed"))
            held = None
    return story


@given(stories(), st.data())
@settings(max_examples=150, deadline=None)
def test_order_and_repetition_do_not_matter(story: list[Message], data: st.DataObject) -> None:
    straight = Book()
    straight.deliver(story)
    mixed = Book()
    repeated = story + data.draw(st.lists(st.sampled_from(story), max_size=5))
    mixed.deliver(data.draw(st.permutations(repeated)))
    assert mixed.holding.state is straight.holding.state
    assert mixed.holding.held_cell == straight.holding.held_cell
    assert mixed.free == straight.free


@given(stories(), st.integers(0, 2), st.integers(0, 2), st.data())
@settings(max_examples=150, deadline=None)
def test_seats_are_never_lost_or_invented(
    story: list[Message], medicine: int, surgery: int, data: st.DataObject
) -> None:
    book = Book(medicine=medicine, surgery=surgery)
    for message in data.draw(st.permutations(story * 2)):
        book.receive(message)
        held = book.holding.held_cell
        assert book.free[MEDICINE] + (held == MEDICINE) == medicine
        assert book.free[SURGERY] + (held == SURGERY) == surgery
        assert min(book.free.values()) >= 0


@pytest.mark.parametrize("state", list(SeatState))
def test_only_reserved_and_confirmed_hold_a_seat(state: SeatState) -> None:
    holding = Holding(1, state, MEDICINE, uuid4())
    holds = state in (SeatState.RESERVED, SeatState.CONFIRMED)
    assert holding.held_cell == (MEDICINE if holds else None)
