"""The containers run what the native stack runs: processes, settings, secrets, accounts, jobs."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import AliasChoices

from deploy.compose.env import variable_of
from deploy.images import ready
from deploy.local.environment import shared_environment
from deploy.local.places import Checkout, Instance
from deploy.local.ports import ports_of_block
from deploy.local.processes import PROCESSES, SECRETS, Process
from deploy.local.secrets_file import BUCKET_OF, DATABASES, load_secrets
from deploy.local.setting import Setting
from deploy.minio.buckets import REGION, ROOT_USER, buckets_of
from deploy.minio.buckets import read_table as bucket_table
from deploy.rabbitmq.definitions import read_table, users_of
from services.chassis.settings import Mode, ServiceSettings
from services.contracts.routing import SERVICES
from tests.support.compose_file import ROOT, filled, jobs, own_image, services, variables, written

RUNNING = {row.name: row for row in PROCESSES}
OPS_PORT = str(ready.PORT)
DOCKERFILE = (ROOT / "deploy/images/Dockerfile").read_text(encoding="utf-8")

CONTAINERS_ONLY = {
    "TEPEI_CLOCK_OFFSET_SECONDS",
    "TEPEI_LOG_FORMAT",
    "TEPEI_LOG_LEVEL",
    "TEPEI_OPS_HOST",
    "TEPEI_S3_PUBLIC_SECURE",
}
"""What a native process leaves at its default or gets from the caller."""


def settings_of(service: str) -> type[ServiceSettings]:
    module = "services.gateway.settings" if service == "gateway" else f"services.{service}.app"
    found: type[ServiceSettings] = getattr(
        importlib.import_module(module), f"{service.capitalize()}Settings"
    )
    return found


def names_of(settings: type[ServiceSettings], *, required: bool = False) -> set[str]:
    prefix = settings.model_config.get("env_prefix", "")
    return {
        str(field.validation_alias.choices[0])
        if isinstance(field.validation_alias, AliasChoices)
        else f"{prefix}{name}".upper()
        for name, field in settings.model_fields.items()
        if field.is_required() or not required
    }


def default_of(variable: str) -> str:
    """What a service takes for its own setting when nobody says."""
    service, _, name = variable.lower().partition("_")
    default = settings_of(service).model_fields[name].default
    return str(getattr(default, "value", default))


def environment(name: str) -> dict[str, str]:
    found: dict[str, str] = services()[name]["environment"]
    return found


def secrets_in(name: str) -> Iterator[str]:
    """The settings of a container whose value holds something that is secret."""
    hidden = {v for k, v in variables().items() if not k.startswith("TEPEI_")}
    for setting, value in environment(name).items():
        if any(secret in value for secret in hidden):
            yield setting


@pytest.fixture
def native(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the native stack would give every process in production."""
    monkeypatch.setenv("TEPEI_MODE", "production")
    instance = Instance(Checkout(tmp_path, tmp_path / ".local"), "production")
    instance.record.mkdir(parents=True)
    made = load_secrets(instance)
    return shared_environment(Setting(instance, ports_of_block(20_000), made, None, None, None))


def test_every_process_runs_and_nothing_else_does() -> None:
    assert set(own_image()) - jobs() == set(RUNNING)


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_a_process_is_started_by_the_same_words(process: Process) -> None:
    assert tuple(services()[process.name]["command"]) == process.module


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_a_process_holds_its_own_secrets_and_nobody_elses(process: Process) -> None:
    # The access key is a name; it stands among the secrets of the native stack.
    wanted = {f"{process.prefix}{name}" for name in process.holds} - {
        f"{process.prefix}S3_ACCESS_KEY"
    }
    assert set(secrets_in(process.name)) == wanted
    foreign = {
        variables()[variable_of(f"{service}.{kind}")]
        for service in DATABASES
        if service != process.service
        for kind in ("database", "database_owner", "broker", "actor_key")
    }
    held = " ".join(environment(process.name).values())
    assert not [secret for secret in foreign if secret in held]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_a_process_gets_every_setting_it_needs_and_none_it_does_not_know(process: Process) -> None:
    settings = settings_of(process.service)
    given = set(environment(process.name))
    assert given <= names_of(settings)
    assert names_of(settings, required=True) <= given
    assert {f"{process.prefix}{name}" for name in process.holds} <= given


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_a_process_starts_with_these_settings(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(process.name).items():
        monkeypatch.setenv(name, value)
    settings = settings_of(process.service)()  # values come from the environment
    assert settings.mode is Mode.PRODUCTION
    assert set(settings.actor_public_keys) == {*SERVICES, "gateway"}
    assert settings.s3_browser_secure
    assert not settings.s3_secure


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_shared_settings_are_those_of_the_native_stack(
    process: Process, native: dict[str, str]
) -> None:
    shared = {name for name in environment(process.name) if name.startswith("TEPEI_")}
    assert shared - CONTAINERS_ONLY == {name for name in native if name.startswith("TEPEI_")}
    assert environment(process.name)["TEPEI_S3_REGION"] == REGION


def test_what_else_the_native_stack_sets_is_in_the_image_or_the_default(
    native: dict[str, str],
) -> None:
    in_image = set(re.findall(r"^(?:ENV|   ) ([A-Z_]+)=", DOCKERFILE, re.MULTILINE))
    left = {name for name in native if not name.startswith("TEPEI_")} - in_image
    given = {name: native[name] for name in left}
    assert given == {name: default_of(name) for name in left}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_a_process_reaches_its_database_and_broker_as_itself(process: Process) -> None:
    given, service = environment(process.name), process.service
    database = urlsplit(given[f"{process.prefix}DATABASE_URL"])
    broker = urlsplit(given[f"{process.prefix}BROKER_URL"])
    assert (database.username, database.hostname, database.port, database.path) == (
        service,
        "postgres",
        5432,
        f"/{service}",
    )
    assert database.password == variables()[variable_of(f"{service}.database")]
    assert (broker.username, broker.hostname, broker.port) == (service, "rabbitmq", 5672)
    assert broker.path == f"/{read_table()['vhost']}"
    assert broker.password == variables()[variable_of(f"{service}.broker")]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_operators_look_into_every_process_at_the_same_port(process: Process) -> None:
    row = services()[process.name]
    assert environment(process.name)[f"{process.prefix}{process.ops}"] == OPS_PORT
    assert environment(process.name)["TEPEI_OPS_HOST"] == "0.0.0.0"
    assert row["healthcheck"]["test"] == [
        "CMD",
        "python",
        "-IS",
        "/app/deploy/images/ready.py",
    ]
    assert {"inside", "watch"} <= set(row["networks"])


@pytest.mark.parametrize("service", DATABASES)
def test_a_migration_holds_the_owners_address_and_nothing_else(service: str) -> None:
    row = services()[f"migrate-{service}"]
    assert row["command"] == ["services.chassis.migrate", service]
    [(name, address)] = row["environment"].items()
    url = urlsplit(address)
    assert name == f"{service.upper()}_MIGRATION_DATABASE_URL"
    assert (url.username, url.path) == (f"{service}_owner", f"/{service}")
    assert url.password == variables()[variable_of(f"{service}.database_owner")]


def test_the_jobs_are_those_of_the_native_start() -> None:
    migrations = {f"migrate-{service}" for service in DATABASES}
    others = {"databases", "broker-definitions", "topology", "buckets", "demo-people"}
    assert jobs() == migrations | others
    assert services()["demo-people"]["profiles"] == ["demo"]
    assert environment("demo-people") == environment("accounts")


@pytest.mark.parametrize("process", PROCESSES, ids=lambda row: row.name)
def test_a_process_waits_for_its_schema_its_queues_and_its_bucket(process: Process) -> None:
    bucket = {"buckets"} if process.service in BUCKET_OF else set()
    wanted = {f"migrate-{process.service}", "topology"} | bucket
    assert set(services()[process.name]["depends_on"]) == wanted


def test_the_databases_are_those_of_the_native_stack() -> None:
    row = services()["databases"]
    assert tuple(row["command"]) == (*DATABASES,)
    roles = {
        f"{service.upper()}_{kind}_PASSWORD"
        for service in DATABASES
        for kind in ("DATABASE", "OWNER")
    }
    assert {name for name in row["environment"] if name.endswith("_PASSWORD")} == roles


def test_every_user_of_the_permission_table_gets_a_password() -> None:
    users = users_of(read_table())
    assert set(environment("broker-definitions")) == {f"{u.upper()}_BROKER_PASSWORD" for u in users}
    assert {row.service for row in PROCESSES} == set(read_table()["users"])
    admin = urlsplit(environment("topology")["TEPEI_BROKER_ADMIN_URL"])
    assert admin.username == read_table()["administrator"]
    assert admin.path == f"/{read_table()['vhost']}"


def test_the_store_has_the_accounts_of_the_bucket_table() -> None:
    owners = set(buckets_of(bucket_table()).values())
    given = environment("buckets")
    assert {name for name in given if name.endswith("_S3_SECRET_KEY")} == {
        f"{owner.upper()}_S3_SECRET_KEY" for owner in owners
    }
    assert environment("minio")["MINIO_ROOT_USER"] == ROOT_USER
    assert given["S3_ROOT_PASSWORD"] == environment("minio")["MINIO_ROOT_PASSWORD"]
    assert given["TEPEI_S3_REGION"] == environment("minio")["MINIO_SITE_REGION"] == REGION
    for owner in owners:
        assert environment(owner)[f"{owner.upper()}_S3_ACCESS_KEY"] == owner


def test_the_secrets_table_has_nothing_that_containers_lack() -> None:
    held = {name for row in PROCESSES for name in row.holds}
    assert held == set(SECRETS)


def test_the_gateway_believes_the_proxys_network_only() -> None:
    front = filled(written()["networks"]["front"], variables())
    subnet = front["ipam"]["config"][0]["subnet"]
    assert environment("gateway")["GATEWAY_TRUSTED_PROXIES"] == subnet
