"""Lanes start what may start: in order, within limits, suspects alone."""

from __future__ import annotations

from services.chassis.messaging.lanes import Budget, Incoming, Lane


class _Work:
    """Notes what was started."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.by_name: dict[str, Incoming] = {}

    def item(self, name: str, *, suspect: bool = False) -> Incoming:
        incoming = Incoming(message=None, queue=name, handle=self._start, suspect=suspect)
        self.by_name[name] = incoming
        return incoming

    def _start(self, incoming: Incoming) -> None:
        self.started.append(incoming.queue)


def test_only_so_many_run_at_once_and_the_rest_follow_in_order() -> None:
    work, lane = _Work(), Lane(2)
    for name in "abcd":
        lane.offer(work.item(name))
    assert work.started == ["a", "b"]
    lane.finished(work.by_name["b"])
    assert work.started == ["a", "b", "c"]


def test_a_suspect_waits_for_all_others_and_lets_nothing_beside_it() -> None:
    work, lane = _Work(), Lane(3)
    lane.offer(work.item("a"))
    lane.offer(work.item("killer", suspect=True))
    lane.offer(work.item("b"))
    assert work.started == ["a"]
    lane.finished(work.by_name["a"])
    assert work.started == ["a", "killer"]
    lane.finished(work.by_name["killer"])
    assert work.started == ["a", "killer", "b"]


def test_a_lane_is_idle_when_nothing_runs_and_nothing_waits() -> None:
    work, lane = _Work(), Lane(1)
    idle = [lane.idle]
    lane.offer(work.item("a"))
    idle.append(lane.idle)
    lane.finished(work.by_name["a"])
    idle.append(lane.idle)
    assert idle == [True, False, True]


def test_what_waits_on_a_lost_connection_is_forgotten() -> None:
    work, lane = _Work(), Lane(1)
    for name in "abc":
        lane.offer(work.item(name))
    lane.forget(lambda incoming: incoming.queue == "b")
    lane.finished(work.by_name["a"])
    assert work.started == ["a", "c"]


def test_one_lane_takes_what_the_other_leaves_and_no_more() -> None:
    work, budget = _Work(), Budget(3)
    requests, events = Lane(2, budget), Lane(2, budget)
    for name in ("e1", "e2", "e3"):
        events.offer(work.item(name))
    for name in ("r1", "r2"):
        requests.offer(work.item(name))
    assert work.started == ["e1", "e2", "r1"]
    events.finished(work.by_name["e1"])
    assert work.started == ["e1", "e2", "r1", "r2"]
