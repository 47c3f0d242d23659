"""The materials of one application as its page shows them: what is needed, what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.contracts.requests.applications_scans import PagePicture, Pictures
from services.contracts.requests.applications_views import (
    ApplicationView,
    FormView,
    ScanLimits,
    ScanState,
    ScanView,
)
from services.contracts.vocabulary import UnitNature

PHOTO = "PHOTO"
NO_DEGREE = "NONE"
_MIB = 1024 * 1024
_KIB = 1024

_COLOURS = {
    ScanState.UPLOADING: "yellow",
    ScanState.CHECKING: "blue",
    ScanState.ACCEPTED: "green",
    ScanState.REJECTED: "red",
}
_COUNTED = frozenset({ScanState.UPLOADING, ScanState.CHECKING, ScanState.ACCEPTED})
_OPTIONAL = {
    "degree": "有学位的须上传",
    "private_enterprise": "非公有制企业人员须上传",
    "never": "选交",
}


@dataclass(frozen=True)
class SlotFile:
    """One file in its place."""

    scan: ScanView
    size: str
    colour: str
    small: PagePicture | None

    @property
    def half_sent(self) -> bool:
        """Whether it waits for the rest of its bytes."""
        return self.scan.state is ScanState.UPLOADING

    @property
    def in_check(self) -> bool:
        """Whether its verdict is still to come."""
        return self.scan.state is ScanState.CHECKING

    @property
    def ready(self) -> bool:
        """Whether it counts."""
        return self.scan.state is ScanState.ACCEPTED


@dataclass(frozen=True)
class Slot:
    """One material: what may be put there and what is."""

    code: str
    label: str
    note: str
    need: str
    required: bool
    consent: bool
    """Whether a separate consent must still be asked."""
    accepts: tuple[str, ...]
    max_files: int
    open: bool
    files: tuple[SlotFile, ...]

    @property
    def is_photo(self) -> bool:
        """Whether the picture is cut to the size of the form."""
        return self.code == PHOTO

    @property
    def missing(self) -> bool:
        """Whether the application cannot be submitted without something here."""
        return self.required and not any(file.ready for file in self.files)

    @property
    def full(self) -> bool:
        """Whether nothing more fits; a new photo takes the place of the old one."""
        counted = sum(file.scan.state in _COUNTED for file in self.files)
        return self.max_files > 1 and counted >= self.max_files

    @property
    def kinds(self) -> str:
        """The kinds in words."""
        return "、".join(kind.upper() for kind in self.accepts)

    @property
    def endings(self) -> str:
        """For the `accept` attribute: with types, or phones offer no camera."""
        endings = {"jpg": ".jpg,.jpeg,image/jpeg", "png": ".png,image/png"}
        return ",".join(endings.get(kind, ".pdf,application/pdf") for kind in self.accepts)


def slots_of(
    form: FormView, view: ApplicationView, small: Pictures, given: Collection[str] = ()
) -> tuple[Slot, ...]:
    """All materials in the order of the form, each with its files; `given`: consents that stand."""
    pictures = {scan.scan_id: scan.pictures for scan in small.scans}
    return tuple(_slot(material, view, pictures, given) for material in form.materials)


def _slot(
    material: Mapping[str, Any],
    view: ApplicationView,
    pictures: Mapping[Any, Sequence[PagePicture]],
    given: Collection[str],
) -> Slot:
    code, required = material["code"], is_required(material["required_when"], view.fields)
    mine = [scan for scan in view.scans if scan.slot.value == code]
    return Slot(
        code=code,
        label=material["label"],
        note=material["note"],
        need="必交" if required else _OPTIONAL.get(material["required_when"], "选交"),
        required=required,
        consent=bool(material["consent"]) and code not in given,
        accepts=tuple(material["accepts"]),
        max_files=material["max_files"],
        open=code in view.editable,
        files=tuple(_file(scan, pictures.get(scan.scan_id, ())) for scan in mine),
    )


def _file(scan: ScanView, pictures: Iterable[PagePicture]) -> SlotFile:
    return SlotFile(
        scan=scan,
        size=size_text(scan.size),
        colour=_COLOURS.get(scan.state, "grey"),
        small=next(iter(pictures), None),
    )


def is_required(when: str, fields: Mapping[str, Any]) -> bool:
    """Whether this person must have the material at submission (§2.5)."""
    match when:
        case "always":
            return True
        case "degree":
            return fields.get("degree") not in (None, "", NO_DEGREE)
        case "private_enterprise":
            return fields.get("unit_nature") == UnitNature.PRIVATE_ENTERPRISE.value
        case _:
            return False


def size_text(size: int) -> str:
    """A size for people, never rounded down."""
    if size < _MIB:
        return f"{max(1, -(-size // _KIB))}KB"
    whole, tenth = divmod(-(-size * 10 // _MIB), 10)
    return f"{whole}.{tenth}MB" if tenth else f"{whole}MB"


def limit_words(limits: ScanLimits, slots: Sequence[Slot]) -> tuple[str, ...]:
    """What somebody must know before choosing a file."""
    used = sum(
        file.scan.size for slot in slots for file in slot.files if file.scan.state in _COUNTED
    )
    return (
        (
            f"可以上传PDF、JPG、PNG文件，每个不超过{size_text(limits.max_bytes)}。"
            "手机照片太大时，页面会自动缩小，不用自己处理。"
        ),
        f"PDF不超过{limits.max_pages}页，不能有密码、脚本或附件。",
        (
            f"全部材料合计不超过{size_text(limits.max_total_bytes)}，"
            f"现在已用{size_text(used) if used else '0'}。"
        ),
        "拍照时请放平、拍全四角，字要看得清。",
    )
