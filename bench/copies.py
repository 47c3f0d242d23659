"""Files by the thousand: copies of files that were walked through the system, made by its database.

An id of a copy is the digest of the model's id and the copy's number, in every table of every
service alike; so what belongs together stays together. Nothing else is invented: codes and numbers
that must be unique are derived in the same way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

UNITS = 300
"""So many invented units share two fifths of the copies; the model's unit has the rest."""


FIRST = 10_001
"""The number of the first copy."""


def twin(model: UUID | str, number: int) -> UUID:
    """The id of a copy."""
    return UUID(hashlib.md5(f"{model}{number}".encode(), usedforsecurity=False).hexdigest())


def _twin(column: str) -> str:
    return f"md5(t.{column}::text || n)::uuid"


def _code(column: str) -> str:
    digest = f"upper(md5(t.{column} || n))"
    return " || '-' || ".join(f"substr({digest}, {first}, 4)" for first in (1, 5, 9))


_NUMBER = "substr(t.application_no, 1, length(t.application_no) - 5) || lpad(n::text, 5, '0')"
_UNIT = f"CASE WHEN mod(n, 5) < 2 THEN md5('unit' || mod(n, {UNITS}))::uuid ELSE t.{{}} END"


@dataclass(frozen=True, slots=True)
class Copied:
    """One table: how its rows hang on a file, which of its columns are the file's own ids."""

    table: str
    ids: tuple[str, ...]
    of: str = "t.application_id"
    joined: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


REVIEW = (
    Copied(
        "review_case",
        ("application_id", "applicant_id", "version_id", "visit_id", "return_id", "nomination_id"),
        columns={
            "application_no": _NUMBER,
            "unit_id": _UNIT.format("unit_id"),
            "desk_organisation_id": (
                f"CASE WHEN t.desk_kind = 'UNIT' THEN {_UNIT.format('desk_organisation_id')}"
                " ELSE t.desk_organisation_id END"
            ),
            "since": "t.since - n * interval '1 second'",
        },
    ),
    Copied(
        "case_node",
        ("application_id",),
        columns={
            "organisation_id": (
                f"CASE WHEN t.kind = 'UNIT' THEN {_UNIT.format('organisation_id')}"
                " ELSE t.organisation_id END"
            )
        },
    ),
    Copied("desk_visit", ("visit_id", "application_id")),
    Copied("item_verdict", ("visit_id",), "v.application_id", "JOIN desk_visit v USING (visit_id)"),
    Copied("opinion", ("opinion_id", "visit_id", "application_id")),
    Copied("decision", ("application_id", "return_id")),
    Copied("participation", ("application_id",)),
    Copied("case_return", ("return_id", "application_id")),
    Copied("negative_proposal", ("proposal_id", "application_id")),
    Copied(
        "return_reason", ("return_id",), "r.application_id", "JOIN case_return r USING (return_id)"
    ),
    Copied(
        "official_form",
        ("form_id", "application_id", "version_id"),
        columns={"verify_code": _code("verify_code")},
    ),
    Copied("paper_receipt", ("receipt_id", "application_id", "form_id")),
    Copied("nomination", ("nomination_id", "application_id")),
    Copied("list_row", ("application_id",)),
)

APPLICATIONS = (
    Copied(
        "application",
        ("id", "person_id", "version_id", "return_id"),
        "t.id",
        columns={
            "application_no": _NUMBER,
            "id_digest": "decode(md5(t.id::text || n) || md5(n || t.id::text), 'hex')",
        },
    ),
    Copied(
        "application_version",
        ("id", "application_id"),
        columns={"verify_code": _code("verify_code")},
    ),
    Copied("application_reader", ("application_id",)),
    Copied("consent", ("id", "application_id")),
    Copied(
        "scan",
        ("id", "application_id"),
        columns={"object_key": "'accepted/' || md5(t.id::text || n)::uuid"},
    ),
    Copied("scan_preview", ("scan_id",), "s.application_id", "JOIN scan s ON s.id = t.scan_id"),
    Copied("access_event", ("application_id",)),
)

DOCUMENTS = (
    Copied("version", ("version_id", "application_id"), columns={"application_no": _NUMBER}),
    Copied(
        "document",
        ("document_id", "application_id", "version_id"),
        columns={
            "verify_code": _code("verify_code"),
            "object_key": "'documents/' || md5(t.document_id::text || n)::uuid",
        },
    ),
)

ACCOUNTS = (
    Copied(
        "person",
        ("person_id",),
        "t.person_id",
        columns={
            "login": "t.login || n",
            "login_key": "t.login_key || n",
            "id_digest": "decode(md5(t.login || n) || md5(n || t.login), 'hex')",
        },
    ),
    Copied("binding", ("binding_id", "person_id"), "t.person_id"),
)
"""Of a person, not of a file."""

QUOTAS = (Copied("reservation", ("application_id", "nomination_id", "reservation_id")),)


def copy(
    connection: psycopg.Connection[Any],
    tables: Sequence[Copied],
    model: UUID,
    numbers: range,
    **more: str,
) -> None:
    """Copy a file's rows once for each number.

    Args:
        connection: Of the service's database, as its owner.
        tables: In an order that keeps the foreign keys.
        model: The file's id.
        numbers: One for each copy, of no other file.
        more: Expressions for columns of any table, by name.
    """
    for copied in tables:
        names = _columns(connection, copied.table)
        made = {name: f"t.{name}" for name in names}
        made |= {name: _twin(name) for name in copied.ids if name in names}
        made |= {name: more[name] for name in more if name in names}
        made |= copied.columns
        query = (
            f"INSERT INTO {copied.table} ({', '.join(made)}) SELECT {', '.join(made.values())} "  # noqa: S608 -- names of our own tables only
            f"FROM {copied.table} t {copied.joined} CROSS JOIN generate_series(%s::int, %s::int) n "
            f"WHERE {copied.of} = %s"
        )
        values = (numbers.start, numbers.stop - 1, model)
        connection.execute(query, values)


def _columns(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """The columns that are written; numbers that count by themselves are left to it."""
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
        "AND table_schema = 'public' AND is_identity = 'NO' AND is_generated = 'NEVER' "
        "AND (column_default IS NULL OR column_default NOT LIKE 'nextval%%')",
        (table,),
    )
    return [row[0] for row in rows]
