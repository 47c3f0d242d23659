"""What the accounts service measures."""

from __future__ import annotations

from enum import StrEnum

from services.chassis.metrics import Counter, Histogram, of
from services.contracts.requests.accounts import BindingState, RegistrationState


class SignInOutcome(StrEnum):
    """How a sign-in ended; the person is told no more than that it failed."""

    OK = "ok"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 -- an outcome, no secret
    UNKNOWN_LOGIN = "unknown_login"
    INACTIVE = "inactive"
    FIRST_PASSWORD_OVER = "first_password_over"  # noqa: S105 -- an outcome, no secret


class ResetStep(StrEnum):
    """What happened to a forgotten password."""

    ASKED = "asked"
    ISSUED = "issued"
    MISMATCH = "mismatch"
    WRONG_CODE = "wrong_code"
    DONE = "done"


class TokenOutcome(StrEnum):
    """How the check of a client token ended."""

    OK = "ok"
    REFUSED = "refused"


SIGN_INS = Counter(
    "accounts_sign_ins_total", "Sign-ins by outcome.", labels={"outcome": of(SignInOutcome)}
)
SIGN_IN_SECONDS = Histogram(
    "accounts_sign_in_hash_seconds",
    "Seconds a sign-in waited for its password hash.",
    buckets=(0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5.0),
)
TOKEN_CHECKS = Counter(
    "accounts_token_checks_total",
    "Checks of client tokens by outcome.",
    labels={"outcome": of(TokenOutcome)},
)
BINDINGS = Counter(
    "accounts_bindings_total",
    "Steps of bindings of people to units, by the state they led to.",
    labels={"state": of(BindingState)},
)
REGISTRATIONS = Counter(
    "accounts_unit_registrations_total",
    "Steps of units that register themselves, by the state they led to.",
    labels={"state": of(RegistrationState)},
)
RESETS = Counter(
    "accounts_password_resets_total",
    "Steps of people who forgot their password.",
    labels={"step": of(ResetStep)},
)
