"""What the stack does to a machine is undone, and what is missing is said plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local import code_copy, packages, room, virtualenv
from deploy.local.current import Steps, fingerprint
from deploy.local.faults import ExitCode, StackError
from deploy.local.locking import only_one
from deploy.local.supervisor.logs import rotate


def test_a_replaced_file_comes_back(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("theirs", encoding="utf-8")
    with packages.replaced(policy, "ours", 0o755):
        assert policy.read_text(encoding="utf-8") == "ours"
    assert policy.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [policy]


def test_a_file_that_was_not_there_is_gone_again_even_after_a_failure(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with pytest.raises(RuntimeError), packages.replaced(policy, "ours", 0o755):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_replacement_is_healed_by_the_next(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("ours", encoding="utf-8")
    (tmp_path / "policy-rc.d.tepei-saved").write_text("theirs", encoding="utf-8")
    with packages.replaced(policy, "ours", 0o755):
        pass
    assert policy.read_text(encoding="utf-8") == "theirs"


def test_the_service_policy_denies_every_start() -> None:
    assert packages.DENY_START.endswith("exit 101\n")


def test_packages_that_do_not_exist_are_missing() -> None:
    assert packages.missing_packages(["dpkg", "no-such-package-tepei"]) == ["no-such-package-tepei"]


@pytest.mark.parametrize(
    ("disk", "memory", "code"), [(1 << 60, 0, ExitCode.DISK), (0, 1 << 60, ExitCode.MEMORY)]
)
def test_lack_of_room_has_its_own_code(
    tmp_path: Path, disk: int, memory: int, code: ExitCode
) -> None:
    with pytest.raises(StackError, match="不足") as refused:
        room.check_room(tmp_path, disk=disk, memory=memory)
    assert refused.value.code is code


def test_every_fault_has_a_code_of_its_own_that_no_shell_or_parser_uses() -> None:
    assert len({int(code) for code in ExitCode}) == len(ExitCode)
    assert not {0, 1, 2, 126, 127} & {int(code) for code in ExitCode}


def test_the_pin_of_one_package_is_cut_out_with_its_hashes() -> None:
    lock = "a==1 \\\n    --hash=sha256:aa\nuv==2 \\\n    --hash=sha256:bb\nz==3 \\\n    --hash=x\n"
    assert virtualenv.pin_of("uv", lock) == "uv==2 \\\n    --hash=sha256:bb\n"


def test_the_real_lock_pins_the_installer_with_hashes() -> None:
    lock = Path(__file__).parents[3] / virtualenv.LOCKS[0]
    pin = virtualenv.pin_of(virtualenv.INSTALLER, lock.read_text(encoding="utf-8"))
    assert pin.startswith("uv==")
    assert "--hash=sha256:" in pin


def test_a_full_log_is_moved_aside_and_goes_on_empty(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    with log.open("ab", buffering=0) as writer:
        for number in range(4):
            writer.write(b"%d" % number * 10)
            rotate([log], largest=5, kept=2)
        writer.write(b"end")
    assert log.read_bytes() == b"end"
    assert (tmp_path / "x.log.1").read_bytes() == b"3" * 10
    assert (tmp_path / "x.log.2").read_bytes() == b"2" * 10
    assert not (tmp_path / "x.log.3").exists()


def test_a_step_is_repeated_only_when_its_inputs_change(tmp_path: Path) -> None:
    steps, done = Steps(tmp_path / "steps.json"), []
    source = tmp_path / "source"
    source.mkdir()
    for text in ("one", "one", "two"):
        (source / "a.py").write_text(text, encoding="utf-8")
        steps.once("step", fingerprint(source), lambda: done.append("x"))
    assert done == ["x", "x"]


def test_moving_text_between_inputs_changes_the_fingerprint() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")


def test_the_copied_code_follows_its_source(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "sub").mkdir(parents=True)
    (source / "sub" / "kept.py").write_text("1", encoding="utf-8")
    (source / "gone.py").write_text("1", encoding="utf-8")
    (source / "gone.py").chmod(0o600)
    code_copy.synchronise(source, target)
    assert (target / "gone.py").stat().st_mode & 0o777 == 0o644
    (source / "gone.py").unlink()
    (source / "sub" / "kept.py").write_text("2", encoding="utf-8")
    code_copy.synchronise(source, target)
    assert [path.name for path in target.rglob("*.py")] == ["kept.py"]
    assert (target / "sub" / "kept.py").read_text(encoding="utf-8") == "2"


def test_two_commands_do_not_hold_one_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with only_one(lock, 0.0), pytest.raises(StackError) as refused, only_one(lock, 0.0):
        pass
    assert refused.value.code is ExitCode.BUSY
