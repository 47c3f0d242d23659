"""Make the buckets of ``buckets.toml`` and a user for each, limited to it; repeatable.

Used by the native stack, and by containers as a job (``python -m deploy.minio.buckets``) that reads
``TEPEI_S3_ENDPOINT``, ``TEPEI_S3_SECURE``, ``TEPEI_S3_REGION``, ``S3_ROOT_PASSWORD`` and
``<SERVICE>_S3_SECRET_KEY`` of each service that has a bucket.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("buckets.toml")
ROOT_USER = "operator"
REGION = "us-east-1"
"""What MinIO calls its only region; S3 signatures contain it."""


@dataclass(frozen=True)
class Store:
    """An S3 server and its root account."""

    endpoint: str
    secret: str
    secure: bool = False
    region: str = REGION


def read_table(path: Path = TABLE) -> dict[str, Any]:
    """The file as written."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def buckets_of(table: Mapping[str, Any]) -> dict[str, str]:
    """Bucket → the service that may use it."""
    return {name: row["service"] for name, row in table.items() if name != "policy"}


def policy_of(actions: Mapping[str, list[str]], bucket: str) -> dict[str, Any]:
    """IAM policy that limits a user to one bucket."""
    grants = {bucket: actions["bucket"], f"{bucket}/*": actions["object"]}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": actions, "Resource": [f"arn:aws:s3:::{resource}"]}
            for resource, actions in grants.items()
        ],
    }


def provision(store: Store, secrets: Mapping[str, str]) -> None:
    """Create or correct buckets, users and policies.

    Args:
        store: Where.
        secrets: Secret key of each service that has a bucket.
    """
    from minio import Minio, MinioAdmin  # noqa: PLC0415 -- absent before the environment is made
    from minio.credentials.providers import StaticProvider  # noqa: PLC0415 -- absent before the environment is made

    place: dict[str, Any] = {"secure": store.secure, "region": store.region}
    client = Minio(store.endpoint, access_key=ROOT_USER, secret_key=store.secret, **place)
    root = StaticProvider(ROOT_USER, store.secret)
    admin = MinioAdmin(endpoint=store.endpoint, credentials=root, **place)
    table = read_table()
    for bucket, service in buckets_of(table).items():
        if not client.bucket_exists(bucket):
            client.make_bucket(bucket)
        admin.policy_add(bucket, policy=policy_of(table["policy"], bucket))
        admin.user_add(service, secrets[service])
        admin.policy_set(bucket, user=service)


def main() -> int:
    """Provision the store of the environment."""
    store = Store(
        endpoint=os.environ["TEPEI_S3_ENDPOINT"],
        secret=os.environ["S3_ROOT_PASSWORD"],
        secure=os.environ["TEPEI_S3_SECURE"] == "true",
        region=os.environ.get("TEPEI_S3_REGION", REGION),
    )
    owners = buckets_of(read_table())
    secrets = {name: os.environ[f"{name.upper()}_S3_SECRET_KEY"] for name in owners.values()}
    provision(store, secrets)
    print(f"{len(owners)} buckets with their users are in place")
    return 0


if __name__ == "__main__":
    sys.exit(main())
