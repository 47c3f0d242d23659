"""Each process holds its own secrets and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.environment import process_parts
from deploy.local.faults import StackError
from deploy.local.part import Part, dump_parts, load_parts
from deploy.local.places import Checkout, Instance
from deploy.local.ports import ports_of_block
from deploy.local.secrets_file import load_secrets, public_key
from deploy.local.setting import Setting
from deploy.local.supervisor.child import read_environment


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    root = Path(__file__).parents[3]
    instance = Instance(Checkout(root, tmp_path), "test")
    object.__setattr__(instance.checkout, "root", root)
    (tmp_path / "test" / "environment").mkdir(parents=True)
    record = Instance(Checkout(tmp_path, tmp_path / ".local"), "test")
    record.record.mkdir(parents=True)
    secrets = load_secrets(record)
    return Setting(instance, ports_of_block(20_000), secrets, None, None, None)


def held(part: Part) -> dict[str, str]:
    assert part.environment_file
    return read_environment(part.environment_file)


def test_no_process_holds_a_secret_of_another_service(setting: Setting) -> None:
    for part in process_parts(setting):
        service = {"checker.1": "APPLICATIONS", "renderer.1": "DOCUMENTS"}.get(
            part.name, part.name.upper()
        )
        assert all(name.startswith(f"{service}_") for name in held(part))
        assert not any("MIGRATION" in name for name in held(part))


def test_no_secret_stands_in_a_command_line_or_in_the_parts_file(setting: Setting) -> None:
    parts = process_parts(setting)
    shown = dump_parts(parts)
    assert not [name for name, secret in setting.secrets.items() if secret in shown]


def test_only_applications_can_read_identity_numbers(setting: Setting) -> None:
    holders = {part.name for part in process_parts(setting) if "APPLICATIONS_ID_KEY" in held(part)}
    assert holders <= {"applications", "checker.1"}


def test_a_secret_file_is_for_its_owner_only(setting: Setting) -> None:
    for part in process_parts(setting):
        assert part.environment_file
        assert part.environment_file.stat().st_mode & 0o777 == 0o600


def test_as_many_renderers_as_asked_for(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEPEI_RENDERERS", "3")
    renderers = [part for part in process_parts(setting) if part.name.startswith("renderer")]
    assert [part.name for part in renderers] == ["renderer.1", "renderer.2", "renderer.3"]
    assert len({part.ready.port for part in renderers}) == 3


@pytest.mark.parametrize("asked", ["0", "17", "two", "-1"])
def test_an_impossible_number_of_workers_is_refused(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPEI_CHECKERS", asked)
    checker = next(row for row in processes.PROCESSES if row.name == "checker")
    with pytest.raises(StackError, match="TEPEI_CHECKERS"):
        processes.copies(checker)


def test_the_parts_file_gives_back_what_was_written(setting: Setting, tmp_path: Path) -> None:
    parts = process_parts(setting)
    file = tmp_path / "parts.json"
    file.write_text(dump_parts(parts), encoding="utf-8")
    assert load_parts(file) == parts


def test_the_public_key_of_a_known_seed() -> None:
    # RFC 8032, section 7.1, test 1.
    seed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
    assert public_key(seed) == "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


def test_secrets_are_made_once_and_unlike(tmp_path: Path) -> None:
    instance = Instance(Checkout(tmp_path, tmp_path / ".local"), "test")
    instance.record.mkdir(parents=True)
    first = load_secrets(instance)
    assert load_secrets(instance) == first
    assert len(set(first.values())) == len(first)
