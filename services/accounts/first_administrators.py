"""The first administrators of an empty installation: no one could create them from inside.

    python -m services.accounts.first_administrators \
        --system-admin LOGIN 姓名 --security-admin LOGIN 姓名 --auditor LOGIN 姓名

Three people, because nobody may be two of the three (三员分立). It creates 自治区人社厅 where it is
missing, the accounts and their roles, and prints a first password for each, once. Until its owner
has changed it, a first password gives no powers, and after a day it opens nothing. Where an
administrator with a password of their own exists the command refuses: they create the others.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TextIO
from uuid import uuid4

from pydantic import ValidationError

from services.accounts.app import AccountsApp, AccountsSettings, build_app
from services.accounts.domain.organisation_table import OrganisationLine
from services.accounts.domain.passwords import weaknesses
from services.accounts.domain.separation import ADMINISTRATORS
from services.accounts.handlers.credentials import beijing_day
from services.accounts.handlers.organisations import apply_import
from services.accounts.handlers.roles import add_grant
from services.accounts.storage import organisations, people
from services.accounts.storage.organisations import OrganisationRecord
from services.accounts.storage.people import GrantRecord, NewPerson, PersonRecord
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.requests.accounts import CreatePerson
from services.contracts.vocabulary import OrganisationType, Role

JOB: Final = "first_administrators"
LIFETIME: Final = timedelta(hours=24)
REGION_CODE, REGION_NAME, REGION_PLACE = (
    "XJ",
    "新疆维吾尔自治区人力资源和社会保障厅",
    "650000",
)
_CREATOR: Final = "service:accounts"
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for another when copied by hand; 20 of them are 99 bits."""

_OPTIONS: Final = {
    "system_admin": Role.SYSTEM_ADMIN,
    "security_admin": Role.SECURITY_ADMIN,
    "auditor": Role.AUDITOR,
}


class RefusedError(RuntimeError):
    """Nothing was done; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One person to be made administrator, with the password that is shown once."""

    role: Role
    login: str
    name: str
    password: str


def newcomer(app: AccountsApp, role: Role, login: str, name: str) -> Newcomer:
    """A person by the rules for accounts, with a fresh first password.

    Raises:
        RefusedError: login or name cannot be one.
    """
    name = unicodedata.normalize("NFC", name).strip()
    password = first_password(app, login)
    try:
        CreatePerson.model_validate({"login": login, "name": name, "password": password})
    except ValidationError as error:
        field = error.errors()[0]["loc"][0]
        told = {"login": "用户名须为4至64个字母、数字或 . _ @ -", "name": "请填写姓名"}
        raise RefusedError(f"{role.label}：{told.get(str(field), str(field))}。") from None
    return Newcomer(role, login, name, password)


def first_password(app: AccountsApp, login: str) -> str:
    """Four groups of five, good by the rules for every password."""
    while True:
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
        password = "-".join(groups)
        if not weaknesses(password, login=login, common=app.common_passwords):
            return password


def appoint(app: AccountsApp, newcomers: Sequence[Newcomer]) -> datetime:
    """Create the administrators, or give those who never came in another first password.

    Returns:
        Until when the first passwords serve.

    Raises:
        RefusedError: administrators exist already.
    """
    if len({person.login.lower() for person in newcomers}) != len(newcomers):
        raise RefusedError("三员须由三个不同的人担任，请使用不同的用户名。")
    hashes = {person.login: app.hashes.make(person.password) for person in newcomers}
    with app.uow(job=JOB) as tx:
        until = tx.now + LIFETIME
        held = people.holders_of(tx.session, ADMINISTRATORS, beijing_day(tx.now))
        if held:
            _renew(tx, held, newcomers, hashes, until)
        else:
            _create(app, tx, newcomers, hashes, until)
    return until


def _create(
    app: AccountsApp,
    tx: Transaction,
    newcomers: Sequence[Newcomer],
    hashes: Mapping[str, str],
    until: datetime,
) -> None:
    office = _region_office(app, tx)
    today = beijing_day(tx.now)
    for person in newcomers:
        if people.find_login(tx.session, person.login) is not None:
            raise RefusedError(f"用户名“{person.login}”已被使用，请换一个。")
        new = NewPerson(
            uuid4(), person.login, person.name, None, hashes[person.login], _CREATOR, until
        )
        people.insert_person(tx.session, new, tx.now)
        tx.audit("person_created", object_type="person", object_id=new.person_id)
        grant = GrantRecord(
            grant_id=uuid4(),
            person_id=new.person_id,
            role=person.role,
            organisation_id=office.organisation_id,
            organisation_name=office.name,
            valid_from=today,
            valid_to=None,
        )
        add_grant(tx, grant, today, by=_CREATOR)


def _region_office(app: AccountsApp, tx: Transaction) -> OrganisationRecord:
    """自治区人社厅, created where it is missing; its details come with the import of all."""
    offices = _offices(tx)
    if not offices:
        line = OrganisationLine(
            code=REGION_CODE,
            name=REGION_NAME,
            organisation_type=OrganisationType.REGION_HRSS,
            unit_nature=None,
            region_code=REGION_PLACE,
            uscc=None,
            plan_unit_code=None,
            supervisor=None,
            address=None,
            line=None,
            desks=(),
            hr_contact=None,
            hr_phone=None,
            active_from=beijing_day(tx.now),
            active_to=None,
        )
        result = apply_import(tx, (line,), app.regions)
        if result.findings:
            raise RefusedError("\n".join(finding.message for finding in result.findings))
        offices = _offices(tx)
    return offices[0]


def _offices(tx: Transaction) -> list[OrganisationRecord]:
    known = organisations.all_organisations(tx.session).values()
    return [r for r in known if r.organisation_type is OrganisationType.REGION_HRSS]


def _renew(
    tx: Transaction,
    held: Sequence[GrantRecord],
    newcomers: Sequence[Newcomer],
    hashes: Mapping[str, str],
    until: datetime,
) -> None:
    """Another first password, while none of the administrators has ever chosen one."""
    holders: dict[Role, PersonRecord] = {}
    for grant in held:
        person = people.find_person(tx.session, grant.person_id, lock=True)
        if person is None or person.first_password_until is None:
            raise RefusedError("已有管理员：请由系统管理员建立账号、安全管理员授予角色。")
        holders[grant.role] = person
    asked = {person.role: person.login.lower() for person in newcomers}
    if {role: person.login.lower() for role, person in holders.items()} != asked:
        raise RefusedError("三员账号已建立但尚未启用：请用当时的用户名重新生成初始密码。")
    for appointed in newcomers:
        person_id = holders[appointed.role].person_id
        password_hash = hashes[appointed.login]
        people.renew_first_password(tx.session, person_id, password_hash, until=until, now=tx.now)
        tx.audit("first_password_renewed", object_type="person", object_id=person_id)


def run(app: AccountsApp, words: Sequence[str], out: TextIO) -> int:
    """Appoint and print the passwords; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m services.accounts.first_administrators")
    for option, role in _OPTIONS.items():
        parser.add_argument(
            f"--{option.replace('_', '-')}",
            nargs=2,
            required=True,
            metavar=("LOGIN", "NAME"),
            help=role.label,
        )
    asked = vars(parser.parse_args(words))
    try:
        newcomers = [newcomer(app, role, *asked[option]) for option, role in _OPTIONS.items()]
        until = appoint(app, newcomers)
    except RefusedError as refused:
        out.write(f"{refused}\n")
        return 2
    out.writelines(
        f"{person.role.label}  {person.login}  {person.password}\n" for person in newcomers
    )
    out.write(
        "以上初始密码只显示这一次，请分别交给本人；"
        f"{until.astimezone(BEIJING):%Y-%m-%d %H:%M}（北京时间）前登录并修改密码后，角色才生效。\n"
    )
    return 0


def main() -> int:
    """Run on the service's database, as the environment describes it."""
    return run(build_app(AccountsSettings()), sys.argv[1:], sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
