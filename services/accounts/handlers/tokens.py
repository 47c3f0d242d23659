"""Tokens of client systems: reading only, for one organisation, until a day."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import uuid4

from services.accounts import messages, policies
from services.accounts.app import AccountsApp
from services.accounts.metrics import TOKEN_CHECKS, TokenOutcome
from services.accounts.storage import organisations, tokens
from services.accounts.storage.tokens import TokenRecord
from services.chassis.causes import Call
from services.chassis.clock import real_now
from services.contracts.errors import NotFoundError, UnauthenticatedError
from services.contracts.requests.accounts import (
    ClientIdentity,
    IssueClientToken,
    IssueClientTokenResult,
    ListClientTokens,
    ListClientTokensResult,
    RevokeClientToken,
    VerifyClientToken,
)
from services.contracts.requests.base import Acknowledged
from services.contracts.vocabulary import Role

_RANDOM_BYTES = 32


def issue_client_token(app: AccountsApp, call: Call[IssueClientToken]) -> IssueClientTokenResult:
    """Issue a token; this answer is the only one that holds it."""
    policies.check_holds(call.actor, Role.SECURITY_ADMIN)
    token, now = secrets.token_urlsafe(_RANDOM_BYTES), real_now()
    with app.uow(call) as tx:
        if organisations.find_organisation(tx.session, call.data.organisation_id) is None:
            raise NotFoundError
        record = TokenRecord(
            client_id=uuid4(),
            name=call.data.name,
            organisation_id=call.data.organisation_id,
            scopes=tuple(sorted(set(call.data.scopes))),
            issued_at=now,
            expires_at=now + timedelta(days=call.data.valid_days),
            revoked_at=None,
        )
        tokens.insert_token(tx.session, record, token, by=call.actor.reference)
        tx.audit(
            "client_token_issued",
            object_type="client",
            object_id=record.client_id,
            details={"organisation_id": record.organisation_id, "scopes": list(record.scopes)},
        )
        result = IssueClientTokenResult(token=token, client=messages.client_view(record))
        return tx.respond(result)


def verify_client_token(app: AccountsApp, call: Call[VerifyClientToken]) -> ClientIdentity:
    """Whom a token belongs to; unknown, expired and revoked ones are refused alike."""
    policies.check_is_gateway(call.actor)
    with app.uow() as tx:
        record = tokens.find_token(tx.session, call.data.token.get_secret_value())
    valid = record is not None and record.valid_at(real_now())
    TOKEN_CHECKS.inc(outcome=TokenOutcome.OK if valid else TokenOutcome.REFUSED)
    if record is None or not valid:
        raise UnauthenticatedError
    return messages.client_identity(record)


def revoke_client_token(app: AccountsApp, call: Call[RevokeClientToken]) -> Acknowledged:
    """End a token now."""
    policies.check_holds(call.actor, Role.SECURITY_ADMIN)
    with app.uow(call) as tx:
        if tokens.find_client(tx.session, call.data.client_id) is None:
            raise NotFoundError
        tokens.revoke_token(tx.session, call.data.client_id, real_now())
        tx.audit("client_token_revoked", object_type="client", object_id=call.data.client_id)
        return tx.respond(Acknowledged())


def list_client_tokens(app: AccountsApp, call: Call[ListClientTokens]) -> ListClientTokensResult:
    """All tokens without their secrets."""
    policies.check_holds(call.actor, Role.SECURITY_ADMIN, Role.AUDITOR)
    with app.uow() as tx:
        found = tokens.list_tokens(tx.session)
    return ListClientTokensResult(clients=tuple(messages.client_view(record) for record in found))
