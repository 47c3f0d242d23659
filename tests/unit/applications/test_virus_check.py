"""The hook to clamd: what passes, what is refused, what waits."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.applications.app import ApplicationsSettings
from services.applications.checker import virus
from services.applications.checker.inspection import inspect
from services.applications.checker.verdict import RejectedError
from services.chassis.messaging.outcomes import FailureKind, classify
from tests.support.clamd import Answer, FakeClamd, as_clamd
from tests.unit.applications.programme import programme_2019
from tests.unit.applications.scans import EICAR, image, unchecked

Start = Callable[..., tuple[FakeClamd, str]]


@pytest.fixture
def clamd() -> Iterator[Start]:
    started: list[FakeClamd] = []

    def start(answer: Answer = as_clamd, **options: bool) -> tuple[FakeClamd, str]:
        door = socket.create_server(("127.0.0.1", 0))
        fake = FakeClamd(door, answer, **options)
        started.append(fake)
        return fake, f"127.0.0.1:{door.getsockname()[1]}"

    yield start
    for fake in started:
        fake.close()


def checked(content: bytes, address: str | None) -> object:
    programme, scan = programme_2019(), unchecked(content)
    return inspect(
        content,
        scan,
        programme.form.materials[scan.slot],
        programme.scans,
        programme.photo,
        clamd=address,
    )


def test_there_is_no_virus_check_unless_an_address_is_set() -> None:
    assert ApplicationsSettings.model_fields["clamd_address"].default is None
    assert checked(image() + EICAR, None)


def test_a_clean_file_is_shown_whole_and_passes(clamd: Start) -> None:
    fake, address = clamd()
    content = image(2000, 1500)
    assert len(content) > 2 * virus.CHUNK  # several pieces
    assert checked(content, address)
    assert fake.heard == [content]


def test_an_infected_file_is_refused_with_its_reason(
    clamd: Start,
) -> None:
    _, address = clamd()
    with pytest.raises(RejectedError) as refused:
        checked(image() + EICAR, address)
    assert refused.value.code == "infected"
    assert refused.value.sentence.endswith("。")


def test_the_socket_of_clamd_on_the_same_machine_serves_as_well(tmp_path: Path) -> None:
    path = str(tmp_path / "clamd.ctl")
    door = socket.socket(socket.AF_UNIX)
    door.bind(path)
    door.listen()
    fake = FakeClamd(door, as_clamd)
    try:
        assert virus.is_infected(EICAR, path)
        assert not virus.is_infected(b"harmless", path)
    finally:
        fake.close()


def test_an_answer_in_pieces_is_read_to_its_end(
    clamd: Start,
) -> None:
    def with_ok_in_its_name(_: bytes) -> bytes:
        return b"stream: Win.Trojan.TOKEN-1 FOUND\0"

    _, address = clamd(with_ok_in_its_name, in_pieces=True)
    assert virus.is_infected(b"anything", address)


def test_another_name_for_the_stream_changes_nothing(clamd: Start) -> None:
    _, clean = clamd(lambda _: b"instream(127.0.0.1@3310): OK\0")
    _, infected = clamd(lambda _: b"instream(127.0.0.1@3310): Eicar FOUND\0")
    assert not virus.is_infected(b"anything", clean)
    assert virus.is_infected(b"anything", infected)


@pytest.mark.parametrize(
    "answer",
    [b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK", b"", b"stream: NOT OK\0"],
)
def test_what_is_no_verdict_never_passes(clamd: Start, answer: bytes) -> None:
    _, address = clamd(lambda _: answer)
    with pytest.raises(ConnectionError):
        virus.is_infected(b"harmless", address)


def test_a_clamd_that_is_not_there_makes_the_job_wait_without_end(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        nobody = f"127.0.0.1:{door.getsockname()[1]}"
    for address in (nobody, str(tmp_path / "clamd.ctl")):
        with pytest.raises(ConnectionError) as away:
            checked(image(), address)
        # Put off, never counted, never parked: see `decide`.
        assert classify(away.value).kind is FailureKind.DOWN


def test_a_clamd_that_does_not_answer_in_time_makes_the_job_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(virus, "SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ConnectionError) as late:
            virus.is_infected(b"harmless", address)
    assert classify(late.value).kind is FailureKind.DOWN
