"""The probe service: a real service class whose handlers do what they are told."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from uuid import uuid4

from pydantic_settings import SettingsConfigDict
from sqlalchemy import text

from services.chassis.causes import Call, Delivery
from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.entrypoints import command, query, subscribe, timer
from services.chassis.rpc.client import RpcClient
from services.chassis.rpc.threaded import ThreadedRpcClient
from services.chassis.service import AppProvider
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.transaction import Transaction
from services.chassis.work import UnitOfWork
from services.contracts.errors import IllegalTransitionError, Permanent, TryAgain
from tests.support.probe import contract

_EFFECT = text("INSERT INTO probe_effect (event_id, note) VALUES (:event_id, :note)")


class ProbeSettings(ServiceSettings):
    """Settings of the probe: prefix `PROBE_`."""

    model_config = SettingsConfigDict(env_prefix="PROBE_")


@dataclass(frozen=True, slots=True)
class ProbeApp:
    """The parts of one process."""

    settings: ProbeSettings
    clock: Clock
    database: Database
    uow: UnitOfWork
    rpc: RpcClient


def build_app(settings: ProbeSettings) -> ProbeApp:
    """Put the parts together."""
    clock = build_clock(settings)
    database = Database(settings.database_url.get_secret_value(), settings.pool_size, "probe")
    uow = UnitOfWork(database, clock, contract.SERVICE)
    rpc = ThreadedRpcClient.from_settings(settings, clock)
    return ProbeApp(settings, clock, database, uow, rpc)


def perform(act: str, note: str) -> None:
    """Do what one word says."""
    match act:
        case "permanent":
            raise Permanent("样例：永远不能处理")
        case "fail":
            raise ValueError("secret 650000199001010000")
        case "refuse":
            raise IllegalTransitionError(state_label="样例")
        case "down":
            raise ConnectionRefusedError
        case "again":
            raise TryAgain
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(float(note))
        case "spin":
            end = time.monotonic() + float(note)
            while time.monotonic() < end:
                pass
        case _:
            return


def store(tx: Transaction, note: str, event_id: object = None) -> None:
    """Leave a mark that a test can count."""
    tx.session.execute(_EFFECT, {"event_id": event_id, "note": note})


class ProbeService:
    """Does what it is told."""

    name = contract.SERVICE
    app = AppProvider(build_app)

    @query(contract.Echo)
    def echo(self, call: Call[contract.Echo]) -> contract.Text:
        return contract.Text(text=f"{call.actor.reference} {call.data.text}")

    @query(contract.Act)
    def act(self, call: Call[contract.Act]) -> contract.Text:
        if call.data.act == "wrong":
            return call.data  # type: ignore[return-value]  # -- a probe that answers wrongly on purpose
        if call.data.act == "large":
            return contract.Text(text="x" * 5_000_000)
        perform(call.data.act, call.data.note)
        with self.app.uow(call) as tx:
            store(tx, call.data.note)
        return contract.Text(text="done")

    @command(contract.Write)
    def write(self, call: Call[contract.Write]) -> contract.Text:
        with self.app.uow(call) as tx:
            store(tx, call.data.note)
            for number in range(call.data.count):
                event = contract.HappenedV1(act=call.data.act, note=f"{call.data.note}-{number}")
                tx.publish(event, aggregate_id=uuid4(), sequence=1)
            return tx.respond(contract.Text(text=call.data.note))

    @query(contract.Relayed)
    def relayed(self, call: Call[contract.Relayed]) -> contract.Text:
        echo = contract.Echo(text=call.data.text)
        answer: contract.Text = self.app.rpc.call(echo, actor_token=call.token)
        return answer

    @subscribe(contract.HappenedV1)
    def on_happened(self, delivery: Delivery[contract.HappenedV1]) -> None:
        with self.app.uow(delivery) as tx:
            store(tx, delivery.event.note, delivery.event_id)
            perform(delivery.event.act, delivery.event.note)

    @timer(0.5)
    def tick(self) -> None:
        with self.app.uow(job="tick") as tx:
            store(tx, "tick")
            if os.environ.get("PROBE_TIMER_FAILS"):
                raise ValueError("the timer fails")
