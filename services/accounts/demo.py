"""Creates the sample organisations and people: `python -m services.accounts.demo`.

Demo and test only. It works on the service's database by the service's own rules, may be run any
number of times, and prints who can sign in. All people are invented and share one password.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.accounts.app import DEMO_PASSWORD, AccountsApp, AccountsSettings, build_app
from services.accounts.domain.organisation_table import read_organisation_table
from services.accounts.handlers.credentials import beijing_day
from services.accounts.handlers.organisations import apply_import
from services.accounts.handlers.roles import add_grant
from services.accounts.storage import organisations, people
from services.accounts.storage.people import GrantRecord, NewPerson
from services.chassis.datafiles import read_table
from services.chassis.settings import Mode
from services.chassis.transaction import Transaction
from services.chassis.uploaded_table import read_uploaded_table
from services.contracts.actors import RoleGrant
from services.contracts.vocabulary import Role

__all__ = ["DEMO_PASSWORD", "DemoRefusedError", "SamplePerson", "seed", "table_of"]

JOB = "demo"
_YEAR = 2019
_CREATOR = "service:accounts"


class DemoRefusedError(RuntimeError):
    """The mode is production, or the sample data are wrong."""


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One sign-in of the demo."""

    login: str
    name: str
    organisation_code: str
    organisation_name: str
    role: Role


def seed(app: AccountsApp) -> list[SamplePerson]:
    """Create what is missing and return everybody who can sign in.

    Raises:
        DemoRefusedError: not in demo or test, or the sample data are wrong.
    """
    if app.settings.mode is Mode.PRODUCTION:
        raise DemoRefusedError("样例单位和人员只能用于演示或测试（TEPEI_MODE=demo或test）。")
    folder = app.settings.programmes_dir / str(_YEAR) / "demo"
    _seed_organisations(app, folder / "organisations.csv")
    password_hash = app.hashes.make(app.settings.demo_password.get_secret_value())
    rows = read_table(folder / "people.csv")
    with app.uow(job=JOB) as tx:
        known = organisations.all_organisations(tx.session)
        sample = [
            SamplePerson(
                login=row["login"],
                name=row["name"],
                organisation_code=row["organisation_code"],
                organisation_name=known[row["organisation_code"]].name,
                role=Role[row["role"]],
            )
            for row in rows
        ]
        for person in sample:
            _seed_person(tx, person, known[person.organisation_code].organisation_id, password_hash)
    return sample


def _seed_organisations(app: AccountsApp, path: Path) -> None:
    table = read_organisation_table(read_uploaded_table(path.read_bytes()))
    with app.uow(job=JOB) as tx:
        findings = list(table.findings)
        result = None if findings else apply_import(tx, table.lines, app.regions)
    told = [f"{f.row}: {f.column}: {f.message}" for f in (result.findings if result else findings)]
    if told:
        raise DemoRefusedError("\n".join(told))


def _seed_person(
    tx: Transaction, person: SamplePerson, organisation_id: UUID, password_hash: str
) -> None:
    """Create the account and its role; what is there already stays as it is."""
    person_id = _account(tx, person, password_hash)
    wanted = RoleGrant(role=person.role, organisation_id=organisation_id)
    today = beijing_day(tx.now)
    held = people.standing_grants_of(tx.session, person_id, today)
    if wanted in [standing.grant for standing in held]:
        return
    grant = GrantRecord(
        grant_id=uuid4(),
        person_id=person_id,
        role=person.role,
        organisation_id=organisation_id,
        organisation_name=person.organisation_name,
        valid_from=today,
        valid_to=None,
    )
    add_grant(tx, grant, today, by=_CREATOR)


def _account(tx: Transaction, person: SamplePerson, password_hash: str) -> UUID:
    session: Session = tx.session
    known = people.find_login(session, person.login)
    if known is not None:
        return known.person_id
    new = NewPerson(uuid4(), person.login, person.name, None, password_hash, _CREATOR)
    people.insert_person(session, new, tx.now)
    tx.audit("person_created", object_type="person", object_id=new.person_id)
    return new.person_id


def table_of(sample: Sequence[SamplePerson], password: str) -> str:
    """Who can sign in, for a terminal."""
    rows = [
        ("用户名", "角色", "单位", "姓名"),
        *((p.login, p.role.label, p.organisation_name, p.name) for p in sample),
    ]
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*_padded(row[:3], widths), row[3]]) for row in rows]
    return "\n".join([f"样例人员（密码都是 {password}）：", *lines, ""])


def _padded(cells: Iterable[str], widths: Sequence[int]) -> list[str]:
    return [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)]


def _width(text: str) -> int:
    """Columns on a terminal: what is not ASCII takes two."""
    return sum(1 if character.isascii() else 2 for character in text)


def main() -> int:
    """Seed and print; returns the exit code."""
    app = build_app(AccountsSettings())
    try:
        sample = seed(app)
    except DemoRefusedError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(table_of(sample, app.settings.demo_password.get_secret_value()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
