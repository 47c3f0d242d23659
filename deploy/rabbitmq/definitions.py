"""Turn ``permissions.toml`` into RabbitMQ's definitions file.

Standard library only. As a program it reads ``<USER>_BROKER_PASSWORD`` of each user, and
``OPERATOR_BROKER_PASSWORD``, from the environment and writes the file, for the eyes of its owner
and group: ``python -m deploy.rabbitmq.definitions /somewhere/definitions.json``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("permissions.toml")
RPC_EXCHANGE = "nameko-rpc"
NOTHING = "^$"


def read_table(path: Path = TABLE) -> dict[str, Any]:
    """The permission table as written."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def users_of(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Every user that needs a password, the administrator last."""
    return (*table["users"], table["administrator"])


def patterns_of(table: Mapping[str, Any], user: str) -> dict[str, str]:
    """A user's five patterns with every word in braces replaced."""
    row = table["users"][user]
    words = {**table["names"], "calls": "|".join(row["calls"]), "service": user}
    return {name: fill(pattern, words) for name, pattern in table[row["kind"]].items()}


def fill(pattern: str, words: Mapping[str, str]) -> str:
    """Replace ``{word}`` in the order given; other braces are the regular expression's own."""
    for word, meaning in words.items():
        pattern = pattern.replace("{" + word + "}", meaning)
    return pattern


def hash_password(password: str, salt: bytes) -> str:
    """RabbitMQ's ``rabbit_password_hashing_sha256`` of a password.

    Args:
        password: The secret itself.
        salt: Four bytes.
    """
    digest = hashlib.sha256(salt + password.encode()).digest()
    return base64.b64encode(salt + digest).decode()


def build_definitions(table: Mapping[str, Any], passwords: Mapping[str, str]) -> dict[str, Any]:
    """The whole definitions file.

    Args:
        table: From :func:`read_table`.
        passwords: By user name, the administrator's among them.
    """
    vhost, administrator = table["vhost"], table["administrator"]
    open_to_all = {"configure": ".*", "write": ".*", "read": ".*"}
    rights = [{"user": administrator, "vhost": vhost, **open_to_all}]
    topics = []
    for user in table["users"]:
        patterns = patterns_of(table, user)
        rights.append(
            {"user": user, "vhost": vhost, **{name: patterns[name] for name in open_to_all}}
        )
        keys = {"write": patterns["rpc_write"], "read": patterns["rpc_read"]}
        topics.append(topic_right(user, vhost, RPC_EXCHANGE, keys))
        topics += [
            topic_right(user, vhost, exchange, {"write": NOTHING, "read": names})
            for exchange, names in heard_by(table, user).items()
        ]
    return {
        "vhosts": [{"name": vhost}],
        "users": [
            user_entry(name, passwords[name], ["administrator"] * (name == administrator))
            for name in users_of(table)
        ],
        "permissions": rights,
        "topic_permissions": topics,
    }


def topic_right(user: str, vhost: str, exchange: str, keys: Mapping[str, str]) -> dict[str, str]:
    """Which routing keys a user may publish and bind on a topic exchange."""
    return {"user": user, "vhost": vhost, "exchange": exchange, **keys}


def heard_by(table: Mapping[str, Any], user: str) -> dict[str, str]:
    """Exchange to the pattern of the events a user may listen to without a declared queue."""
    heard: dict[str, str] = table["heard"].get(table["users"][user]["kind"], {})
    return heard


def user_entry(name: str, password: str, tags: list[str]) -> dict[str, Any]:
    """A user with the hash of its password, salted by chance."""
    return {
        "name": name,
        "password_hash": hash_password(password, secrets.token_bytes(4)),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }


def write_definitions(path: Path, passwords: Mapping[str, str]) -> None:
    """Write the file in one step; it holds salted hashes and is read by the broker's group."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        os.fchmod(handle, 0o640)
        json.dump(build_definitions(read_table(), passwords), out, indent=1)
    fresh.replace(path)


def main(words: Sequence[str]) -> int:
    """Write the definitions for the passwords in the environment to the path given."""
    users = users_of(read_table())
    passwords = {user: os.environ[f"{user.upper()}_BROKER_PASSWORD"] for user in users}
    write_definitions(Path(words[0]), passwords)
    print(f"{words[0]}: {len(users)} users")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
