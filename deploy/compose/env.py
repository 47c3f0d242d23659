"""Write `.env` for docker-compose.yml: fresh secrets and the installation's two names.

    python -m deploy.compose.env --site www.example.org --files files.example.org --tls internal

The file is for its owner only and is never overwritten: the databases know these passwords, and ID
numbers cannot be read without their key. It belongs into a backup of its own, apart from the data.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.local.secrets_file import SIGNERS, password, public_key, wanted_secrets

ROOT = Path(__file__).resolve().parents[2]

ENDING = {
    "database": "DATABASE_PASSWORD",
    "database_owner": "OWNER_PASSWORD",
    "broker": "BROKER_PASSWORD",
    "s3": "S3_SECRET_KEY",
    "actor_key": "ACTOR_PRIVATE_KEY",
    "audit_key": "AUDIT_KEY",
    "id_key": "ID_KEY",
    "id_index_key": "ID_INDEX_KEY",
    "session_key": "SESSION_KEY",
}
"""Kind of a service's secret → end of its variable, behind the service's name."""

OF_SERVERS = {
    "postgres.superuser": "POSTGRES_SUPERUSER_PASSWORD",
    "broker.admin": "OPERATOR_BROKER_PASSWORD",
    "s3.root": "S3_ROOT_PASSWORD",
}
NOT_IN_CONTAINERS = frozenset({"broker.cookie", "supervisor.token", "gateway.audit_key"})
"""The broker makes its own cookie, there is no supervisor, the gateway seals nothing."""

HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*")
TLS = re.compile(r"internal|[^\s@'$]+@[^\s@'$]+|/certs/[\w.-]+ /certs/[\w.-]+")


def variable_of(secret: str) -> str:
    """Name of the variable that holds a secret of :func:`wanted_secrets`."""
    if secret in OF_SERVERS:
        return OF_SERVERS[secret]
    service, _, kind = secret.partition(".")
    return f"{service.upper()}_{ENDING[kind]}"


def secret_variables(secrets: Mapping[str, str]) -> dict[str, str]:
    """The variables of docker-compose.yml for an instance's secrets."""
    keys = {name: public_key(secrets[f"{name}.actor_key"]) for name in SIGNERS}
    own = {
        variable_of(name): value for name, value in secrets.items() if name not in NOT_IN_CONTAINERS
    }
    return own | {"TEPEI_ACTOR_PUBLIC_KEYS": json.dumps(keys, separators=(",", ":"))}


def fresh_variables() -> dict[str, str]:
    """The same, of secrets made now."""
    made = {name: make() for name, make in wanted_secrets().items()}
    return secret_variables(made) | {"GRAFANA_ADMIN_PASSWORD": password()}


def render(variables: Mapping[str, str]) -> str:
    """The text of the file; in single quotes nothing is special to compose."""
    lines = [f"{name}='{value}'\n" for name, value in variables.items()]
    head = (
        "# Secrets of this installation; made once by deploy.compose.env. Keep a copy elsewhere.\n"
    )
    return head + "".join(lines)


def write_once(path: Path, text: str) -> None:
    """Create the file for its owner only.

    Raises:
        FileExistsError: There is one, whatever it holds.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)


def matching(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    """A check of an argument, as argparse wants it."""

    def checked(value: str) -> str:
        if not pattern.fullmatch(value):
            raise argparse.ArgumentTypeError(f"{value!r} is not {what}")
        return value

    return checked


def main(words: Sequence[str]) -> int:
    """Write the file.

    Returns:
        0 when it was written, 1 when there is one already.
    """
    host = matching(HOST_NAME, "a host name")
    tls = matching(TLS, "internal, a mail address or two paths below /certs")
    parser = argparse.ArgumentParser(prog="python -m deploy.compose.env")
    parser.add_argument("--site", required=True, type=host, help="host name of the site")
    parser.add_argument("--files", required=True, type=host, help="host name of the object store")
    parser.add_argument("--tls", required=True, type=tls, help="see deploy/proxy/Caddyfile")
    parser.add_argument("--output", type=Path, default=ROOT / ".env")
    given = parser.parse_args(words)
    chosen = {
        "TEPEI_SITE_HOST": given.site,
        "TEPEI_FILES_HOST": given.files,
        "TEPEI_TLS": given.tls,
    }
    try:
        write_once(given.output, render(chosen | fresh_variables()))
    except FileExistsError:
        print(f"{given.output} exists and stays as it is: data are locked with its secrets.")
        return 1
    print(f"{given.output} is written, for its owner only. Keep a copy apart from the data.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
