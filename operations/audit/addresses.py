"""Where the audit finds the stores of a native instance."""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deploy.local.client import Stack
from deploy.local.faults import ExitCode, StackError
from operations.audit.stores import StoreAddresses
from services.contracts.routing import SERVICES


def of_instance(instance: str) -> StoreAddresses:
    """The stores of a running instance, read with the owners' accounts.

    Raises:
        StackError: There is no such instance.
    """
    try:
        stack = Stack.load(instance)
    except ValueError as error:  # no name for an instance
        raise StackError(ExitCode.NOT_RUNNING, str(error)) from error
    s3, trail = stack.facts["s3"], stack.facts["audit"]
    access_key, secret_key = s3["root"]
    return StoreAddresses(
        databases={service: stack.owner_url(service) for service in SERVICES},
        s3_endpoint=s3["endpoint"],
        s3_access_key=access_key,
        s3_secret_key=secret_key,
        s3_secure=False,
        s3_region=stack.s3_region,
        buckets=s3["buckets"],
        audit_keys={
            service: Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded))
            for service, encoded in trail["public_keys"].items()
        },
        audit_heads=Path(trail["heads"]),
    )
