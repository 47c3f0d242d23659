"""Each service reaches its own database, queues and bucket, and nobody else's."""

from __future__ import annotations

import io
import os
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path

import amqp
import psycopg
import pytest
from minio import Minio
from minio.error import S3Error

from deploy.local.client import Stack
from services.chassis.topology import declare
from services.contracts.routing import SUBSCRIPTIONS, events_exchange, rpc_queue

RULES = "postgresql+psycopg://"


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace(RULES, "postgresql://"), autocommit=True)


def test_a_service_cannot_enter_the_database_of_another(stack: Stack) -> None:
    foreign = stack.service_url("accounts").rsplit("/", 1)[0] + "/review"
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        connect(foreign)


def test_the_run_time_role_changes_no_schema_and_the_owner_does(stack: Stack) -> None:
    with connect(stack.service_url("quotas")) as line, pytest.raises(psycopg.errors.Error):
        line.execute("CREATE TABLE mine (id int)")
    with connect(stack.owner_url("quotas")) as line:
        line.execute("CREATE TABLE owned (id int)")
        line.execute("DROP TABLE owned")


def test_the_database_keeps_its_promises_on_disk(stack: Stack) -> None:
    with connect(stack.superuser_url) as line:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert line.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_the_servers_do_not_run_as_root(stack: Stack) -> None:
    if os.geteuid() != 0:
        return
    for name, row in stack.status().items():
        if row["pid"]:
            assert Path(f"/proc/{row['pid']}").stat().st_uid != 0, name


@pytest.fixture(scope="module")
def declared(stack: Stack) -> Stack:
    with broker(stack.broker_admin_url) as connection:
        declare(connection)
    return stack


def broker(url: str) -> amqp.Connection:
    user, _, rest = url.removeprefix("amqp://").partition(":")
    password, _, address = rest.partition("@")
    host, _, vhost = address.partition("/")
    connection = amqp.Connection(
        host=host, userid=user, password=password, virtual_host=vhost, confirm_publish=True
    )
    connection.connect()
    return connection


Attempt = Callable[[amqp.Channel], object]


def publish(exchange: str, key: str) -> Attempt:
    return lambda channel: channel.basic_publish(amqp.Message("{}"), exchange, key)


def listen(key: str, *, user: str) -> Attempt:
    def act(channel: amqp.Channel) -> None:
        queue = f"rpc.reply-{user}-{uuid.uuid4()}"
        channel.queue_declare(queue, exclusive=True)
        channel.queue_bind(queue, "nameko-rpc", key)

    return act


def fetch(queue: str) -> Attempt:
    return lambda channel: channel.basic_get(queue)


OF_QUOTAS = next(item for item in SUBSCRIPTIONS if item.service == "quotas").queue

PERMITTED: list[tuple[str, Attempt]] = [
    ("applications", publish(events_exchange("applications"), "application-submitted")),
    ("quotas", fetch(OF_QUOTAS)),
    ("review", publish("nameko-rpc", "quotas.read_seats")),
    ("gateway", publish("nameko-rpc", "accounts.sign_in")),
    ("gateway", listen(str(uuid.uuid4()), user="gateway")),
]

REFUSED: dict[str, tuple[str, Attempt]] = {
    "forge another's event": ("review", publish(events_exchange("applications"), "x")),
    "go round the exchanges": ("accounts", publish("", OF_QUOTAS)),
    "read another's events": ("documents", fetch(OF_QUOTAS)),
    "answer in another's place": ("documents", fetch(rpc_queue("accounts"))),
    "ask whom it has no business with": ("review", publish("nameko-rpc", "documents.fetch")),
    "hear all questions and answers": ("gateway", listen("#", user="gateway")),
    "declare a queue": ("review", lambda channel: channel.queue_declare("review.extra")),
    "delete its own queue": ("quotas", lambda channel: channel.queue_delete(OF_QUOTAS)),
}


@pytest.mark.parametrize(("user", "attempt"), PERMITTED)
def test_a_broker_user_may_do_its_work(declared: Stack, user: str, attempt: Attempt) -> None:
    with broker(declared.broker_url(user)) as connection:
        attempt(connection.channel())


@pytest.mark.parametrize("deed", REFUSED)
def test_a_broker_user_may_not(declared: Stack, deed: str) -> None:
    user, attempt = REFUSED[deed]
    refused = pytest.raises(amqp.exceptions.AccessRefused)
    with broker(declared.broker_url(user)) as connection, refused:
        attempt(connection.channel())


def test_there_is_no_guest(stack: Stack) -> None:
    address = stack.broker_admin_url.partition("@")[2].partition("/")[0]
    with pytest.raises(amqp.exceptions.AccessRefused):
        broker(f"amqp://guest:guest@{address}/tepei")


def store(stack: Stack, service: str) -> Minio:
    access, secret = stack.s3_account(service)
    return Minio(stack.s3_endpoint, access, secret, secure=False, region=stack.s3_region)


def test_an_object_user_reaches_its_own_bucket_only(stack: Stack) -> None:
    body = b"scan"
    own = store(stack, "applications")
    own.put_object("scans", "one", io.BytesIO(body), len(body))
    assert own.get_object("scans", "one").read() == body
    foreign = store(stack, "documents")
    with pytest.raises(S3Error, match="AccessDenied"):
        foreign.get_object("scans", "one")
    with pytest.raises(S3Error, match="AccessDenied"):
        foreign.put_object("scans", "two", io.BytesIO(body), len(body))


def test_a_browser_may_ask_to_upload_from_the_site(stack: Stack) -> None:
    ask = urllib.request.Request(f"http://{stack.s3_endpoint}/scans", method="OPTIONS")
    ask.add_header("Origin", stack.gateway_url)
    ask.add_header("Access-Control-Request-Method", "POST")
    with urllib.request.urlopen(ask, timeout=5) as answer:  # noqa: S310 -- the stack's own address
        assert answer.headers["Access-Control-Allow-Origin"] in {"*", stack.gateway_url}
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]


def test_what_holds_secrets_is_for_its_owner_only(stack: Stack) -> None:
    for name in ("stack.json", "secrets.json", "parts.json"):
        assert (stack.record / name).stat().st_mode & 0o077 == 0
