"""The supervisor's one loop: it alone touches the children."""

from __future__ import annotations

import ctypes
import json
import os
import queue
import select
import signal
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from deploy.local.part import Part, Stage, load_parts
from deploy.local.runas import write_private
from deploy.local.supervisor import logs, tree
from deploy.local.supervisor.child import Child

Order = tuple[str, str, "Future[dict[str, Any]]"]

SET_CHILD_SUBREAPER = 36
ROTATE_EVERY = 5.0


class Supervisor:
    """Children of one instance.

    Args:
        record: The instance's record folder with ``parts.json``; ``status.json`` is kept there.
    """

    def __init__(self, record: Path) -> None:
        self._record = record
        self._children: dict[str, Child] = {}
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._ending = False
        self._rotated = 0.0
        self._shown = ""
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def ask(self, word: str, argument: str) -> Future[dict[str, Any]]:
        """Queue an order from another thread and wake the loop."""
        answer: Future[dict[str, Any]] = Future()
        self._orders.put((word, argument, answer))
        os.write(self._wake_write, b"o")
        return answer

    def run(self) -> None:
        """Supervise until told to end; then stop every part, last stage first."""
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        self._reload()
        while not (self._ending and self._all_gone()):
            self._turn()
        self._sweep()
        self._show()

    def _end(self, *_: object) -> None:
        self._ending = True

    def _turn(self) -> None:
        self._reap()
        self._obey()
        if self._ending:
            self._stop_last_stage()
        now = time.monotonic()
        for child in self._children.values():
            child.tick(now)
        self._show()
        if now - self._rotated > ROTATE_EVERY:
            logs.rotate(child.part.log for child in self._children.values())
            self._rotated = now
        pause = min([ROTATE_EVERY, *(child.due_in(now) for child in self._children.values())])
        if select.select([self._wake_read], [], [], max(pause, 0.02))[0]:
            os.read(self._wake_read, 4096)

    def _reap(self) -> None:
        by_pid = {child.pid: child for child in self._children.values() if child.pid}
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if pid in by_pid:
                self._say(f"{by_pid[pid].part.name} 已退出", status=status)
                by_pid[pid].exited(status, time.monotonic())

    def _obey(self) -> None:
        while not self._orders.empty():
            word, argument, answer = self._orders.get()
            try:
                answer.set_result(self._carry_out(word, argument))
            except (KeyError, ValueError) as fault:
                answer.set_result({"error": f"{word}: {fault}"})

    def _carry_out(self, word: str, argument: str) -> dict[str, Any]:
        if word in {"start", "stop", "hold", "kill", "pause", "resume"}:
            return self._order_part(word, self._children[argument])
        if word == "stage":
            chosen = [c for c in self._children.values() if c.part.stage == Stage[argument]]
            return self._order_all("start", chosen)
        whole = {
            "status": self._status,
            "metrics": self._metrics,
            "reload": self._reload,
            "shutdown": self._shut_down,
        }
        return whole[word]()

    def _order_all(self, word: str, children: list[Child]) -> dict[str, Any]:
        for child in children:
            self._order_part(word, child)
        return {"done": word}

    def _order_part(self, word: str, child: Child) -> dict[str, Any]:
        actions = {
            "start": child.want,
            "stop": child.stop,
            "hold": child.hold,
            "kill": child.kill,
            "pause": child.pause,
            "resume": child.resume,
        }
        self._say(f"{child.part.name}: {word}")
        actions[word]()
        return {"done": word, "part": child.part.name}

    def _reload(self) -> dict[str, Any]:
        """Read parts.json again: new settings hold from a part's next start."""
        fresh = {part.name: part for part in load_parts(self._record / "parts.json")}
        for name in [name for name in self._children if name not in fresh]:
            if self._children[name].pid:
                fresh[name] = self._children[name].part
                self._children[name].stop()
            else:
                del self._children[name]
        for name, part in fresh.items():
            self._adopt(name, part)
        return {"done": "reload"}

    def _adopt(self, name: str, part: Part) -> None:
        if name in self._children:
            self._children[name].part = part
        else:
            self._children[name] = Child(part)

    def _shut_down(self) -> dict[str, Any]:
        self._ending = True
        return {"done": "shutdown"}

    def _stop_last_stage(self) -> None:
        """Stop the highest stage that still has a process; nothing is started any more."""
        alive = [child for child in self._children.values() if child.pid]
        for child in self._children.values():
            child.wanted = False
        last = max((child.part.stage for child in alive), default=Stage.NAMES)
        for child in alive:
            if child.part.stage == last:
                child.stop()

    def _all_gone(self) -> bool:
        return not any(child.pid for child in self._children.values())

    def _sweep(self) -> None:
        """Kill what the parts left behind; as their reaper we are its parent."""
        while left := tree.descendants(os.getpid()):
            for pid in left:
                tree.signal_one(pid, signal.SIGKILL)
            self._reap()
            time.sleep(0.02)

    def _status(self) -> dict[str, Any]:
        parts = {
            name: {
                "stage": int(child.part.stage),
                "state": child.state,
                "pid": child.pid,
                "start": child.start,
                "restarts": child.restarts,
                "last_exit": child.last_exit,
            }
            for name, child in self._children.items()
        }
        own = {"pid": os.getpid(), "start": tree.started(os.getpid())}
        return {"supervisor": own, "parts": parts}

    def _metrics(self) -> dict[str, Any]:
        lines = ["# TYPE tepei_part_restarts_total counter", "# TYPE tepei_part_up gauge"]
        for name, child in self._children.items():
            lines.append(f'tepei_part_restarts_total{{part="{name}"}} {child.restarts}')
            lines.append(f'tepei_part_up{{part="{name}"}} {int(child.state == "running")}')
        return {"text": "\n".join(lines) + "\n"}

    def _show(self) -> None:
        """Record the pids, so that an instance can be stopped even without its supervisor."""
        text = json.dumps(self._status(), indent=1)
        if text != self._shown:
            write_private(self._record / "status.json", text)
            self._shown = text

    def _say(self, text: str, **facts: object) -> None:
        line = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "event": text, **facts}
        print(json.dumps(line, ensure_ascii=False), flush=True)
