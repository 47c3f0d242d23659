"""What else waits in the town: units, requests for the offices, an export, a client system."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import psycopg

from bench import copies
from demo.client import JSON

if TYPE_CHECKING:
    from bench.town import Town

WAITING = 120
"""Requests of each kind that wait for somebody."""


def invent_units(connection: psycopg.Connection[Any], unit: JSON) -> None:
    """The units that two fifths of the copies belong to, as review knows units."""
    connection.execute(
        "INSERT INTO organisation_copy (organisation_id, code, name, type, plan_unit_code, route, "
        "sequence) SELECT md5('unit' || n)::uuid, code || '-' || n, '（样例）第' || n || '医院', "
        "type, plan_unit_code, route, sequence FROM organisation_copy "
        "CROSS JOIN generate_series(0, %s) n WHERE organisation_id = %s",
        (copies.UNITS - 1, unit["organisation_id"]),
    )


def invent_requests(connection: psycopg.Connection[Any], unit: JSON) -> None:
    """What waits for the clerk of the unit, for the bureau and for the administrators."""
    home = unit["organisation_id"]
    [bureau] = [node["organisation_id"] for node in unit["route"] if node["kind"] == "MID"][-1:]
    invented = "FROM person WHERE login_key LIKE %s ORDER BY login_key OFFSET %s LIMIT %s"
    copies_of = f"%{copies.FIRST // 1000}___"
    for first, office, where in ((0, "UNIT_HR", home), (WAITING, "SYSTEM_ADMIN", None)):
        connection.execute(
            "INSERT INTO password_reset (reset_id, person_id, office, organisation_id, state, "
            "asked_at) SELECT md5('reset' || person_id)::uuid, person_id, %s, %s, 'ASKED', now() "
            + invented,
            (office, where, copies_of, first, WAITING),
        )
    connection.execute(
        "INSERT INTO unit_registration (registration_id, person_id, bureau_id, name, uscc, "
        "region_code, unit_nature, address, hr_contact, hr_phone, state, requested_at) "
        "SELECT md5('unit' || person_id)::uuid, person_id, %s, '（样例）' || login || '公司', "
        "upper(substr(md5(login), 1, 18)), '650000', 'PRIVATE_ENTERPRISE', '样例路1号', '样例江', "
        "'0991-0000000', 'PENDING', now() " + invented,
        (bureau, copies_of, 2 * WAITING, WAITING),
    )
    connection.execute(
        "UPDATE binding SET state = 'REQUESTED', decided_at = NULL, decided_by = NULL WHERE "
        "binding_id IN (SELECT binding_id FROM binding JOIN person USING (person_id) "
        "WHERE login_key LIKE %s ORDER BY login_key OFFSET %s LIMIT %s)",
        (copies_of, 3 * WAITING, WAITING),
    )


def codes(connection: psycopg.Connection[Any], town: Town) -> dict[str, list[str]]:
    """The code on a paper that waits for its check, as the desk and as everybody types it."""
    model = town.models["PAPER_CHECK"].application_id
    found = connection.execute(
        "SELECT verify_code FROM official_form WHERE application_id = %s", (model,)
    )
    codes = [row[0] for row in found]
    return {"code": codes, "verify_code": codes}


def export(town: Town) -> str:
    """Something somebody took out."""
    with _signed_in(town, "FINAL_OFFICER") as (client, session):
        cycle = client.get("/cycles/2019").json()
        answer = client.post(
            "/exports",
            json={
                "kind": "PROGRESS",
                "organisation_id": session["roles"][0]["organisation_id"],
                "year": cycle["year"],
                "cycle_id": cycle["cycle_id"],
            },
        )
    answer.raise_for_status()
    return str(answer.json()["export_id"])


def client_token(town: Town, unit: JSON) -> str:
    """A client system."""
    asked = {
        "name": "样例系统",
        "organisation_id": unit["organisation_id"],
        "scopes": ["plan:read"],
    }
    with _signed_in(town, "SECURITY_ADMIN") as (client, _):
        answer = client.post("/client-tokens", json=asked)
    answer.raise_for_status()
    return str(answer.json()["client"]["client_id"])


@contextmanager
def _signed_in(town: Town, what: str) -> Iterator[tuple[httpx.Client, JSON]]:
    """Somebody at the API, ready for one deed."""
    login, password = town.logins[what]
    with httpx.Client(base_url=f"{town.base_url}/api/v1") as client:
        session = client.post("/session", json={"login": login, "password": password}).json()
        client.headers["x-csrf-token"] = session["csrf_token"]
        client.headers["idempotency-key"] = uuid4().hex
        yield client, session
