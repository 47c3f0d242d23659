"""The file of secrets is made once, for one reader, of what the native stack has too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from deploy.compose import env
from deploy.local.secrets_file import SIGNERS, public_key, wanted_secrets

WORDS = ["--site", "tepei.example.org", "--files", "files.example.org", "--tls", "internal"]


def read(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"(\w+)='([^'$\\]*)'", line) for line in lines if line[0] != "#")
    return {match[1]: match[2] for match in found if match}


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert env.main([*WORDS, "--output", str(path)]) == 0
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_in_it_needs_quoting(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    env.main([*WORDS, "--output", str(path)])
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert len(read(path)) == len(lines)
    assert read(path)["TEPEI_SITE_HOST"] == "tepei.example.org"


def test_it_is_never_written_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / ".env"
    path.write_text("mine\n", encoding="utf-8")
    assert env.main([*WORDS, "--output", str(path)]) == 1
    assert path.read_text(encoding="utf-8") == "mine\n"
    assert "stays as it is" in capsys.readouterr().out


def test_no_two_files_share_a_secret() -> None:
    first, second = env.fresh_variables(), env.fresh_variables()
    assert set(first.values()).isdisjoint(second.values())
    assert len(set(first.values())) == len(first)


def test_no_secret_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / ".env"
    env.main([*WORDS, "--output", str(path)])
    shown = capsys.readouterr().out
    secrets = {name: value for name, value in read(path).items() if not name.startswith("TEPEI_")}
    assert secrets
    assert not [name for name, value in secrets.items() if value in shown]


def test_every_secret_of_the_native_stack_has_its_variable() -> None:
    given = {name: name for name in wanted_secrets()} | {
        name: make() for name, make in wanted_secrets().items() if name.endswith("actor_key")
    }
    made = env.secret_variables(given)
    assert set(wanted_secrets()) >= env.NOT_IN_CONTAINERS
    assert len(made) == len(wanted_secrets()) - len(env.NOT_IN_CONTAINERS) + 1
    keys = json.loads(made["TEPEI_ACTOR_PUBLIC_KEYS"])
    assert keys == {name: public_key(given[f"{name}.actor_key"]) for name in SIGNERS}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("--site", "https://tepei.example.org"),
        ("--site", "tepei.example.org' EVIL='1"),
        ("--files", "files.example.org/scans"),
        ("--tls", "off"),
        ("--tls", "/etc/shadow /certs/key.pem"),
    ],
)
def test_a_name_that_is_none_is_refused(word: str, value: str, tmp_path: Path) -> None:
    words = [*WORDS, "--output", str(tmp_path / ".env")]
    words[words.index(word) + 1] = value
    with pytest.raises(SystemExit):
        env.main(words)
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize("tls", ["internal", "ops@example.org", "/certs/site.pem /certs/site.key"])
def test_each_way_to_a_certificate_is_taken(tls: str, tmp_path: Path) -> None:
    words = [*WORDS[:-1], tls, "--output", str(tmp_path / ".env")]
    assert env.main(words) == 0
    assert read(tmp_path / ".env")["TEPEI_TLS"] == tls
