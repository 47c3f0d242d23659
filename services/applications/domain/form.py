"""The form as data: sections, fields, columns, code tables, materials and cross-field rules.

The definition comes from `programmes/<year>/`; another form is another file, not other code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a repeatable block."""

    code: str
    label: str
    type: str
    need: str = "optional"
    min: int = 0
    max: int = 0
    table: str = ""
    number: int = 0
    example: str = ""

    @property
    def required(self) -> bool:
        """Whether a row is incomplete without it."""
        return self.need == "required"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of Annex 3."""

    code: str
    label: str
    type: str
    need: str
    item: str
    pi: str
    print: bool
    number: int
    section: str = ""
    key: bool = False
    min: int = 0
    max: int = 0
    count: int = 0
    table: str = ""
    default: str = ""
    correctable: bool = False
    help: str = ""
    example: str = ""
    columns: tuple[Column, ...] = ()

    @property
    def required(self) -> bool:
        """Whether submission needs it (●)."""
        return self.need == "required"

    @property
    def writable(self) -> bool:
        """Whether the applicant may set it; derived fields (△) come from other data."""
        return self.need != "derived" or self.correctable


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the form under one heading."""

    code: str
    label: str
    fields: tuple[Field, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class RuleGuide:
    """What one eligibility rule demands, what it looks at, and what somebody may do about it."""

    rule: str
    label: str
    requirement: str
    fields: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class CrossRule:
    """A rule between fields; `kind` names its function, `severity` is problem or warn."""

    kind: str
    field: str
    severity: str
    message: str
    other: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    years: int = 0


@dataclass(frozen=True, slots=True)
class MaterialRule:
    """One attachment slot (§2.5)."""

    code: str
    label: str
    item: str
    required_when: str
    max_files: int
    consent: bool
    watermark: bool
    accepts: tuple[str, ...]
    note: str
    purpose: str
    """What a separate consent is for; empty where none is asked."""
    without: str
    """What follows for who does not give it."""


CodeTable = Mapping[str, Mapping[str, str]]
"""code → row with at least `name`."""


@dataclass(frozen=True)
class FormDefinition:
    """Everything about the form of one cycle."""

    version: int
    sections: tuple[Section, ...]
    rules: tuple[CrossRule, ...]
    codes: Mapping[str, CodeTable]
    materials: Mapping[str, MaterialRule]
    items: Mapping[str, str]
    guides: tuple[RuleGuide, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Fields by code, in the order of the form."""
        return {field.code: field for section in self.sections for field in section.fields}

    @cached_property
    def writable(self) -> frozenset[str]:
        """Codes the applicant may set."""
        return frozenset(code for code, field in self.fields.items() if field.writable)

    @cached_property
    def key_fields(self) -> frozenset[str]:
        """Codes whose change restarts the review at the unit (T16)."""
        return frozenset(code for code, field in self.fields.items() if field.key)

    def name_of(self, table: str, code: Any) -> str:
        """The Chinese name of a code; the code itself when the table lacks it."""
        row = self.codes.get(table, {}).get(str(code))
        return row["name"] if row else str(code)

    def unlocked_by(self, items: Iterable[str]) -> frozenset[str]:
        """Field and material codes that a return of these items opens.

        An entry may be a checklist item, a section, a single field or a material. If none of them
        is known to the form, everything opens: a person must be able to correct what was returned.
        """
        wanted = frozenset(items)
        fields = {
            code
            for code, field in self.fields.items()
            if field.writable and wanted & {field.item, field.section, code}
        }
        slots = {
            code for code, material in self.materials.items() if wanted & {material.item, code}
        }
        found = frozenset(fields | slots)
        return found or self.writable | frozenset(self.materials)

    def items_of(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The checklist items that fields or materials belong to, in the order of the form."""
        touched = {
            (self.fields.get(code) or self.materials[code]).item
            for code in codes
            if code in self.fields or code in self.materials
        }
        return tuple(item for item in self.items if item in touched)


def build_form(
    definition: Mapping[str, Any],
    codes: Mapping[str, CodeTable],
    materials: Sequence[Mapping[str, str]],
    items: Sequence[Mapping[str, str]],
    guides: Sequence[Mapping[str, str]] = (),
) -> FormDefinition:
    """Build the definition from the loaded files; a slip in them fails here, at start."""
    form = FormDefinition(
        version=int(definition["version"]),
        sections=tuple(_section(row) for row in definition["sections"]),
        rules=tuple(_rule(row) for row in definition["rules"]),
        codes=codes,
        materials={row["code"]: _material(row) for row in materials},
        items={row["code"]: row["label"] for row in items},
        guides=tuple(_guide(row) for row in guides),
    )
    _check(form)
    return form


def _section(row: Mapping[str, Any]) -> Section:
    fields = tuple(
        Field(
            **{key: value for key, value in entry.items() if key != "columns"},
            section=row["code"],
            columns=tuple(Column(**column) for column in entry.get("columns", ())),
        )
        for entry in row["fields"]
    )
    return Section(row["code"], row["label"], fields, row.get("help", ""))


def _guide(row: Mapping[str, str]) -> RuleGuide:
    return RuleGuide(
        rule=row["rule"],
        label=row["label"],
        requirement=row["requirement"],
        fields=tuple(row["fields"].split()),
        advice=row["advice"],
    )


def _rule(row: Mapping[str, Any]) -> CrossRule:
    return CrossRule(**{**row, "values": tuple(row.get("values", ()))})


def _material(row: Mapping[str, str]) -> MaterialRule:
    return MaterialRule(
        code=row["code"],
        label=row["label"],
        item=row["item"],
        required_when=row["required_when"],
        max_files=int(row["max_files"]),
        consent=row["consent"] == "1",
        watermark=row["watermark"] == "1",
        accepts=tuple(row["accepts"].split()),
        note=row["note"],
        purpose=row["purpose"],
        without=row["without"],
    )


def _check(form: FormDefinition) -> None:
    tables = {field.table for field in form.fields.values()} | {
        column.table for field in form.fields.values() for column in field.columns
    }
    unexplained = {m.code for m in form.materials.values() if m.consent and not m.without}
    unknown = tables - set(form.codes) - {""}
    used = {field.item for field in form.fields.values()} | {
        material.item for material in form.materials.values()
    }
    loose = used - set(form.items)
    missing = {rule.field for rule in form.rules} - set(form.fields)
    if wrong := unknown | loose | missing | unexplained:
        raise ValueError(f"form definition: {sorted(wrong)} not defined")
