"""Run as a program: what happens on the hub of a nameko service while something waits or works.

    python -m tests.support.hub_probe <probe> [argument]

Prints one JSON object. A 10 ms ticker measures the longest time in which nothing else could run;
what its threads spent waiting for a processor is the machine's doing and is taken off.
"""

# ruff: noqa: E402 -- the patch must come before every other import
from services.chassis import hub

hub.prepare()

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import eventlet
from greenlet import GreenletExit
from sqlalchemy import text

from services.chassis.database import Database
from services.chassis.offload import run_in_thread

TICK_SECONDS = 0.01
THREADS = Path("/proc/self/task")
HUB = Path("/proc/thread-self/schedstat")


def scheduled(thread: Path) -> tuple[float, float]:
    """Seconds a thread was on a processor, and seconds it could have been and got none."""
    on, waited, _ = thread.read_text(encoding="ascii").split()
    return int(on) / 1e9, int(waited) / 1e9


def kept_waiting() -> dict[str, float]:
    """How long each thread has waited for a processor so far."""
    found = {}
    for thread in THREADS.iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            found[thread.name] = scheduled(thread / "schedstat")[1]
    return found


class Ticker:
    """Remembers the latest of its ticks, less what the machine withheld from the process.

    All threads count for that: a native one that lost its processor may hold the interpreter's
    lock the hub waits for. What the hub itself computed is never taken off, so that a busy hub
    cannot hide behind other threads.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.withheld = 0.0
        self._thread = eventlet.spawn(self._tick)

    def reset(self) -> None:
        """Forget what was before the work."""
        self.longest = self.withheld = 0.0

    def stop(self) -> None:
        """End; raises what the ticker died of, for then it has measured nothing."""
        self._thread.kill()
        with contextlib.suppress(GreenletExit):
            self._thread.wait()

    def _tick(self) -> None:
        while True:
            began, computed, waiting = time.monotonic(), scheduled(HUB)[0], kept_waiting()
            eventlet.sleep(TICK_SECONDS)
            late = time.monotonic() - began - TICK_SECONDS
            computed = scheduled(HUB)[0] - computed - TICK_SECONDS
            withheld = sum(now - waiting.get(name, now) for name, now in kept_waiting().items())
            self.longest = max(self.longest, min(late, max(late - withheld, computed)))
            self.withheld = max(self.withheld, withheld)


def measured(work: Callable[[], Any]) -> dict[str, Any]:
    """Run the work beside a ticker; a first round warms imports and connections up."""
    ticker = Ticker()
    eventlet.sleep(0.05)
    ticker.reset()
    began = time.monotonic()
    answer = work()
    seconds = time.monotonic() - began
    ticker.stop()
    return {
        "answer": answer,
        "seconds": seconds,
        "stall": ticker.longest,
        "withheld": ticker.withheld,
    }


def sleeping_queries(url: str) -> dict[str, Any]:
    """Four queries of a second each, at once."""
    database = Database(url, pool_size=8)
    pool = eventlet.GreenPool(4)

    def query(seconds: float) -> int:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT pg_sleep(:s)"), {"s": seconds})
        return 1

    list(pool.imap(query, [0.01] * 4))
    return measured(lambda: sum(pool.imap(query, [1.0] * 4)))


def full_buffers(url: str) -> dict[str, Any]:
    """Many large statements sent ahead of their large answers: all buffers fill up, both ways."""
    database = Database(url, pool_size=2)
    word = "x" * 200_000

    def echo() -> int:
        with database.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            cursor = driver.cursor()
            cursor.executemany("SELECT %s::text", [(word,)] * 200, returning=True)
            return sum(len(rows.fetchone()[0]) for rows in cursor.results())

    return measured(echo)


def operators_door(url: str) -> dict[str, Any]:
    """Health, readiness and metrics are answered while queries sleep and the stall meter ticks."""
    import urllib.request  # noqa: PLC0415 -- only this probe needs it

    from services.chassis.health import OpsServer  # noqa: PLC0415 -- as above
    from services.chassis.stall import StallMeter  # noqa: PLC0415 -- as above

    database = Database(url, pool_size=4)
    server = OpsServer(0, {"database": database.ping})
    meter = StallMeter()
    server.start()
    meter.start()

    def sleep() -> None:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT pg_sleep(1)"))

    def ask() -> list[int]:
        sleeping = eventlet.spawn(sleep)
        found = []
        for page in ("healthz", "readyz", "metrics"):
            address = f"http://127.0.0.1:{server.port}/{page}"
            with urllib.request.urlopen(address, timeout=5) as answer:
                found.append(answer.status)
        found.append(int(sleeping.dead))
        sleeping.wait()
        return found

    answer = measured(ask)
    meter.stop()
    server.stop()
    return answer | {"meter": meter.longest()}


def connecting_to_nobody(url: str) -> dict[str, Any]:
    """A server that accepts and never answers must end in an error, and the hub must go on."""
    database = Database(url, pool_size=1)

    def connect() -> str:
        try:
            database.engine.connect()
        except Exception as error:  # noqa: BLE001 -- the probe tells what came
            return type(error).__name__
        return "connected"

    return measured(connect)


def password_hashes(_unused: str) -> dict[str, Any]:
    """Four password hashes at once."""
    from argon2 import PasswordHasher  # noqa: PLC0415 -- only this probe needs it

    hasher = PasswordHasher()
    run_in_thread(hasher.hash, "warm up the threads")
    pool = eventlet.GreenPool(4)

    def sign_in(number: int) -> int:
        return len(run_in_thread(hasher.hash, f"password {number}"))

    return measured(lambda: len(list(pool.imap(sign_in, range(4)))))


def objects(endpoint: str) -> dict[str, Any]:
    """A slow object store must not hold the hub."""
    from datetime import timedelta  # noqa: PLC0415 -- only this probe needs it

    from services.chassis.objects import MinioObjectStore, ObjectStoreUnavailableError  # noqa: PLC0415 -- after the patch
    from services.chassis.settings import ServiceSettings  # noqa: PLC0415 -- after the patch

    host, access, secret, bucket = json.loads(endpoint)
    settings = ServiceSettings(
        database_url="postgresql+psycopg://x",
        broker_url="amqp://x",
        s3_endpoint=host,
        s3_secure=False,
        s3_access_key=access,
        s3_secret_key=secret,
    )
    store = MinioObjectStore.from_settings(settings, bucket)
    store.presign_get("warm", filename="w", content_type="text/plain", expires=timedelta(hours=1))

    def work() -> int:
        data = b"s" * 8_000_000
        pool = eventlet.GreenPool(4)

        def round_trip(number: int) -> int:
            try:
                store.put(f"probe-{number}", data, content_type="application/octet-stream")
                size = len(store.get(f"probe-{number}"))
                store.delete(f"probe-{number}")
            except ObjectStoreUnavailableError:
                return 0
            return size

        return sum(pool.imap(round_trip, range(4)))

    return measured(work)


def slow_mail(port: str) -> dict[str, Any]:
    """Four mails at once over TLS to a server that thinks for half a second."""
    from datetime import UTC, datetime  # noqa: PLC0415 -- only this probe needs it
    from uuid import UUID  # noqa: PLC0415 -- as above

    from services.notices.smtp import Mail, Security, SmtpServer  # noqa: PLC0415 -- after the patch

    server = SmtpServer("127.0.0.1", int(port), Security.STARTTLS, "tepei@example.cn")
    mail = Mail(UUID(int=1), "sample@example.cn", "样例", "样例", datetime.now(UTC))

    def send(_number: int) -> str:
        with server.open() as line:
            return line.send(mail).value

    pool = eventlet.GreenPool(4)
    send(0)  # the certificates of the machine are read once
    return measured(lambda: list(pool.imap(send, range(4))))


PROBES: dict[str, Callable[[str], dict[str, Any]]] = {
    "sleeping_queries": sleeping_queries,
    "full_buffers": full_buffers,
    "operators_door": operators_door,
    "connecting_to_nobody": connecting_to_nobody,
    "password_hashes": password_hashes,
    "objects": objects,
    "slow_mail": slow_mail,
}

if __name__ == "__main__":
    print(json.dumps(PROBES[sys.argv[1]](sys.argv[2] if len(sys.argv) > 2 else "")))
