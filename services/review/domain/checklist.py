"""The items a level judges one by one (R33), the originals of the paper check, and the marks.

The programme's `checklist.csv` holds the rows. Conduct (E10) is deliberately no item: it has its
place in the unit's written opinion only, never a tick box (R10).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.errors import Finding, ValidationFailedError
from services.contracts.requests.review import REASON_MIN, Mark
from services.contracts.vocabulary import NodeKind, Verdict


class ItemKind(StrEnum):
    """What an item looks at."""

    FORM = "FORM"
    RULE = "RULE"
    ORIGINAL = "ORIGINAL"


class OriginalNeed(StrEnum):
    """When an original must be shown."""

    ALWAYS = "ALWAYS"
    IF_SCANNED = "IF_SCANNED"


PAPER_LEVEL = "PAPER"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the checklist."""

    level: str
    code: str
    kind: ItemKind
    label: str
    materials: tuple[str, ...]
    unlocks: str
    """The form item a return of this item opens for the applicant."""
    original: OriginalNeed | None = None


class ChecklistDataError(ValueError):
    """The programme's checklist cannot be used; the message names the row."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """All items of a programme, in their order."""

    items: tuple[Item, ...]

    def of_level(self, level: NodeKind) -> tuple[Item, ...]:
        """Items a level marks."""
        return tuple(item for item in self.items if item.level == level.value)

    def originals(self, scanned: Collection[str]) -> tuple[Item, ...]:
        """Originals this file must show: the obligatory ones and those whose scan was handed in."""
        return tuple(
            item
            for item in self.items
            if item.level == PAPER_LEVEL
            and (item.original is OriginalNeed.ALWAYS or item.code in scanned)
        )

    def label(self, code: str) -> str:
        """The label of an item wherever it stands."""
        return next((item.label for item in self.items if item.code == code), code)

    def unlocks(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Form items the applicant may change when these items are returned, without repeats."""
        known = {item.code: item.unlocks for item in self.items}
        return tuple(dict.fromkeys(known[code] for code in codes))

    def returnable(self) -> frozenset[str]:
        """Codes a return may name."""
        return frozenset(item.code for item in self.items)


def read_checklist(rows: Iterable[Mapping[str, str]]) -> Checklist:
    """Build the checklist from the rows of `checklist.csv`.

    Raises:
        ChecklistDataError: an unknown level or kind, a repeated code, or a level without items.
    """
    items: list[Item] = []
    levels = {kind.value for kind in (NodeKind.UNIT, NodeKind.MID, NodeKind.FINAL)} | {PAPER_LEVEL}
    for number, row in enumerate(rows, start=2):
        try:
            item = Item(
                level=row["level"],
                code=row["item_code"],
                kind=ItemKind(row["kind"]),
                label=row["label"],
                materials=tuple(row["materials"].split()),
                unlocks=row["unlocks"],
                original=OriginalNeed(row["original"]) if row["original"] else None,
            )
        except (KeyError, ValueError) as error:
            raise ChecklistDataError(f"checklist.csv row {number}: {error}") from error
        if item.level not in levels or not item.code or not item.unlocks:
            raise ChecklistDataError(f"checklist.csv row {number}: level, code or unlocks")
        if any(known.level == item.level and known.code == item.code for known in items):
            raise ChecklistDataError(f"checklist.csv row {number}: repeated {item.code}")
        items.append(item)
    missing = levels - {item.level for item in items}
    if missing:
        raise ChecklistDataError(f"checklist.csv has no items for {', '.join(sorted(missing))}")
    return Checklist(tuple(items))


def check_marks(marks: Iterable[Mark], codes: Collection[str], reasons: Collection[str]) -> None:
    """Refuse marks on foreign items and 有问题 without reason and text.

    Raises:
        ValidationFailedError: the findings name item by item what is wrong.
    """
    findings = [
        finding for mark in marks for finding in _mark_findings(mark, codes=codes, reasons=reasons)
    ]
    if findings:
        raise ValidationFailedError(findings=tuple(findings))


def _mark_findings(
    mark: Mark, *, codes: Collection[str], reasons: Collection[str]
) -> list[Finding]:
    found: list[Finding] = []
    if mark.item_code not in codes:
        found.append(_finding(mark, "unknown_item", "本环节没有这一审核项"))
    if mark.verdict is not Verdict.PROBLEM:
        if mark.reason_code is not None:
            found.append(_finding(mark, "reason_not_needed", "只有“有问题”的项目需要原因"))
        return found
    if mark.reason_code not in reasons:
        found.append(_finding(mark, "reason_missing", "请选择原因"))
    if len((mark.text or "").strip()) < REASON_MIN:
        found.append(_finding(mark, "text_too_short", f"请写明问题，不少于{REASON_MIN}字"))
    return found


def _finding(mark: Mark, code: str, message: str) -> Finding:
    return Finding(field=mark.item_code, code=code, message=message)
