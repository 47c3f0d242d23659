"""The pages with ten thousand applications in the system: time, weight, movement; and two deeds.

The figures are those of the slowest, heaviest, most restless page; all pages with theirs lie in
`var/bench/pages.json`, and the worst are told.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import httpx

from bench import deeds
from bench.child import ROOT, Child
from bench.instance import only_queueing
from bench.measuring import Samples, percentile
from bench.pages_found import Found, find, visitors
from bench.shifting import shifts
from bench.town import build
from deploy.local.client import Stack

ROUNDS = 25
WARM_UP = 2
CROWD = 8
CROWD_ROUNDS = 3
CROWD_TIMES = 3
TOLD = 8
LATE = 0.95
KILO = 1024
ONLY = os.environ.get("PAGES", "")
"""Pages to look at while working on them, as a regular expression of their place in the table."""
ALL_PAGES = ROOT / "var" / "bench" / "pages.json"


class ForgottenPagesError(LookupError):
    """Pages of the table that nobody could open."""


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Build the town, find its pages, look at each.

    Raises:
        ForgottenPagesError: a page of the table was not found; the others are measured and told.
    """
    town = build(stack)
    people = visitors(town)
    with only_queueing(stack), Child("bench.programs.visits") as browsers:
        found, missing = find(town, people)
        if ONLY:
            _look_at(stack, browsers, [one for one in found if re.search(ONLY, one.template)])
            return {}
        told = _times(stack, browsers, found)
        crowd = _crowd(stack, browsers, found)
        written = deeds.measure(stack, browsers, town, people)
    weights = _weights(town.base_url, found, told["sizes"])
    _write(found, told["milliseconds"], weights, {})
    moved = shifts(town.base_url, found)
    _write(found, told["milliseconds"], weights, moved)
    if missing:
        raise ForgottenPagesError(", ".join(missing))
    middles = [median(times) for times in told["milliseconds"]]
    lates = [percentile(times, LATE) for times in told["milliseconds"]]
    return {
        "page-p50": Samples([max(middles)], also={"pages": len(found), "typical": median(middles)}),
        "page-p95": Samples([max(lates)], also={"pages": len(found), "typical": median(lates)}),
        "pages-8": Samples(crowd),
        "page-weight": Samples([max(weights)], also={"typical": median(weights)}),
        "layout-shift": Samples([max(moved.values())]),
        **written,
    }


def _visit(stack: Stack, browsers: Child, found: Sequence[Found], **how: int) -> Any:
    address = urlsplit(stack.gateway_url)
    told = browsers.ask(
        host=address.hostname,
        port=address.port,
        targets=[{"path": one.path, "cookie": one.cookie} for one in found],
        **how,
    )
    if told["refused"]:
        raise RuntimeError(f"pages that were there are refused: {told['refused'][:TOLD]}")
    return told


def _times(stack: Stack, browsers: Child, found: Sequence[Found]) -> Any:
    """One client, page after page, round after round."""
    _visit(stack, browsers, found, clients=1, rounds=WARM_UP)
    return _visit(stack, browsers, found, clients=1, rounds=ROUNDS)


def _look_at(stack: Stack, browsers: Child, found: Sequence[Found]) -> None:
    """Tell the times of some pages; such a run writes nothing."""
    told = _times(stack, browsers, found)
    rows = zip(found, told["milliseconds"], strict=True)
    for one, taken in sorted(rows, key=lambda row: -median(row[1])):
        print(f"    {median(taken):7.1f} ms {percentile(taken, LATE):7.1f} ms  {one.path}")


def _crowd(stack: Stack, browsers: Child, found: Sequence[Found]) -> list[float]:
    """Pages a second with so many clients, all pages alike."""
    rates = []
    for _ in range(CROWD_TIMES):
        told = _visit(stack, browsers, found, clients=CROWD, rounds=CROWD_ROUNDS)
        rates.append(len(found) * CROWD_ROUNDS / told["seconds"])
    return rates


def _weights(base_url: str, found: Sequence[Found], sizes: Sequence[int]) -> list[float]:
    """Kilobytes on the line for a first visit: the page, its styles, scripts and pictures."""
    assets = {name for one in found for name in one.assets}
    with httpx.Client(base_url=base_url, headers={"accept-encoding": "br"}) as client:
        heavy = {name: _bytes_of(client, name) for name in assets}
    return [
        (size + sum(heavy[name] for name in one.assets)) / KILO
        for one, size in zip(found, sizes, strict=True)
    ]


def _bytes_of(client: httpx.Client, name: str) -> int:
    with client.stream("GET", name) as answer:
        answer.raise_for_status()
        return sum(len(chunk) for chunk in answer.iter_raw())


def _write(
    found: Sequence[Found],
    times: Sequence[Sequence[float]],
    weights: Sequence[float],
    moved: Mapping[str, float],
) -> None:
    """All pages for those who look for the slow one; the worst on the screen.

    Once before the pages are looked at in the browser, which takes longest, and once after.
    """
    rows = [
        {
            "page": one.template,
            "path": one.path,
            "p50": round(median(taken), 1),
            "p95": round(percentile(taken, LATE), 1),
            "kB": round(weight, 1),
            "shift": round(moved.get(one.path, 0.0), 4),
        }
        for one, taken, weight in zip(found, times, weights, strict=True)
    ]
    rows.sort(key=lambda row: -float(str(row["p50"])))
    ALL_PAGES.parent.mkdir(parents=True, exist_ok=True)
    ALL_PAGES.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for row in [] if moved else rows[:TOLD]:
        print(f"    {row['p50']:>7} ms {row['p95']:>7} ms {row['kB']:>6} kB  {row['path']}")
    for row in [row for row in rows if row["shift"]][:TOLD]:
        print(f"    moves by {row['shift']}: {row['path']}")
