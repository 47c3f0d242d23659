"""What the handlers of the accounts service work with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from services.accounts import phrases
from services.accounts.hashing import HASHERS, PasswordCost, PasswordHashes
from services.chassis.clock import Clock
from services.chassis.crypto import BlindIndex, decode_key, derived_key
from services.chassis.database import Database
from services.chassis.datafiles import read_table
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork
from services.contracts.errors import Finding, StaleVersionError, TepeiError, ValidationFailedError

DEMO_PASSWORD = "Yangli-2019-demo"  # noqa: S105 -- of invented people, printed for visitors


class AccountsSettings(ServiceSettings):
    """Settings of the accounts service: prefix `ACCOUNTS_`."""

    model_config = SettingsConfigDict(env_prefix="ACCOUNTS_")

    demo_password: SecretStr = Field(
        default=SecretStr(DEMO_PASSWORD),
        description="Password of all sample people; demo and test only",
    )
    id_index_key: SecretStr = Field(description="Base64, 32 bytes: finds ID numbers (HMAC)")
    password_cost: PasswordCost = Field(
        default=PasswordCost.STANDARD,
        description="Work a password hash takes; older hashes are renewed at the next sign-in",
    )


@dataclass(frozen=True, slots=True)
class Digests:
    """What is compared but never kept: ID numbers and the codes that reset passwords."""

    id_numbers: BlindIndex
    reset_codes: BlindIndex

    @classmethod
    def of(cls, settings: AccountsSettings) -> Self:
        """Both under keys of their own, from the one that the settings hold."""
        key = decode_key(settings.id_index_key.get_secret_value())
        return cls(BlindIndex(key), BlindIndex(derived_key(key, "reset code")))


@dataclass(frozen=True, slots=True)
class AccountsApp:
    """The parts of one process."""

    settings: AccountsSettings
    clock: Clock
    database: Database
    uow: UnitOfWork
    hashes: PasswordHashes
    digests: Digests
    common_passwords: frozenset[str]
    regions: frozenset[str]


def _login_taken() -> TepeiError:
    finding = Finding(field="login", code="taken", message=phrases.LOGIN_TAKEN)
    return ValidationFailedError(findings=(finding,))


def _id_number_taken() -> TepeiError:
    finding = Finding(field="id_number", code="taken", message=phrases.ID_NUMBER_TAKEN)
    return ValidationFailedError(findings=(finding,))


def _unit_waits() -> TepeiError:
    finding = Finding(field="uscc", code="waits", message=phrases.UNIT_WAITS)
    return ValidationFailedError(findings=(finding,))


def _one_at_a_time() -> TepeiError:
    finding = Finding(field="name", code="one_at_a_time", message=phrases.ONE_AT_A_TIME)
    return ValidationFailedError(findings=(finding,))


def _binding_raced() -> TepeiError:
    return StaleVersionError(phrases.BINDING_RACED, expected=0, current=1)


CONSTRAINT_ERRORS = {
    "uq_person_login_key": _login_taken,
    "uq_person_id_digest": _id_number_taken,
    "uq_binding_live": _binding_raced,
    "uq_unit_registration_pending_uscc": _unit_waits,
    "uq_unit_registration_pending_person": _one_at_a_time,
}
"""What the database refuses, as the caller reads it."""


def load_common_passwords() -> frozenset[str]:
    """Words that make no password."""
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def load_regions(programmes: Path) -> frozenset[str]:
    """Region codes of all cycles whose data are there."""
    tables = sorted(programmes.glob("*/regions.csv"))
    return frozenset(row["code"] for table in tables for row in read_table(table))


def build_app(settings: AccountsSettings) -> AccountsApp:
    """Put the parts together."""
    clock = build_clock(settings)
    database = Database(
        settings.database_url.get_secret_value(), settings.pool_size, application_name="accounts"
    )
    return AccountsApp(
        settings=settings,
        clock=clock,
        database=database,
        uow=UnitOfWork(database, clock, "accounts", constraint_errors=CONSTRAINT_ERRORS),
        hashes=PasswordHashes(HASHERS[settings.password_cost]),
        digests=Digests.of(settings),
        common_passwords=load_common_passwords(),
        regions=load_regions(settings.programmes_dir),
    )
