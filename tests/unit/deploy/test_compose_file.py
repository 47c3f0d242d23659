"""docker-compose.yml is valid, holds no secret, and shuts what need not be open."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # -- ships no types
import pytest

from deploy.compose.env import fresh_variables
from tests.support.compose_file import (
    CHOSEN,
    ROOT,
    filled,
    jobs,
    own_image,
    services,
    uses,
    variables,
    written,
)

NO_SECRETS = {
    "TEPEI_IMAGE",
    "TEPEI_MINIO_IMAGE",
    "TEPEI_MODE",
    "TEPEI_CLOCK_OFFSET_SECONDS",
    "TEPEI_LOG_LEVEL",
    "TEPEI_FRONT_SUBNET",
    "TEPEI_CERTS_DIR",
    "TEPEI_CHECKERS",
    "TEPEI_RENDERERS",
    "TEPEI_PROMETHEUS_PORT",
    "TEPEI_GRAFANA_PORT",
}
"""What may have a default."""

ROOT_OF_THEIR_VOLUME = {"proxy", "minio"}
"""Their images' volumes belong to root; they have root's name and none of its rights."""

SCHEMA = resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"


def invalid(content: Any) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    found = jsonschema.validators.validator_for(schema)(schema).iter_errors(content)
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def test_the_file_keeps_the_compose_specification() -> None:
    assert invalid(written()) == []
    assert invalid(filled(written(), variables())) == []
    broken = {"services": {"review": {"image": "x", "healthchek": {}}}}
    assert invalid(broken), "the schema would let anything pass"


def test_nothing_that_is_secret_has_a_default() -> None:
    with_default = {use["name"] for use in uses() if use["how"] == ":-"}
    assert with_default == NO_SECRETS
    assert {use["name"] for use in uses() if use["how"] is None} == set()


def test_every_secret_is_made_and_every_made_secret_is_used() -> None:
    required = {use["name"] for use in uses() if use["how"] == ":?"}
    assert required == {*CHOSEN, *fresh_variables()}


def test_without_secrets_nothing_starts() -> None:
    for name in (*CHOSEN, *fresh_variables()):
        lacking = {key: value for key, value in variables().items() if key != name}
        with pytest.raises(KeyError, match=name):
            filled(written(), lacking)


@pytest.mark.parametrize("name", services())
def test_a_container_has_no_right_that_it_does_not_need(name: str) -> None:
    row = services()[name]
    assert row["read_only"] is True
    assert row["cap_drop"] == ["ALL"]
    assert row.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert row["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in row
    if name not in ROOT_OF_THEIR_VOLUME:
        assert not str(row["user"]).startswith(("0", "root"))


@pytest.mark.parametrize("name", services())
def test_a_container_has_limits(name: str) -> None:
    limits = services()[name]["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    assert services()[name]["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", sorted(set(services()) - jobs()))
def test_what_stays_is_watched_and_started_again(name: str) -> None:
    row = services()[name]
    assert row["restart"] == "unless-stopped"
    assert row["healthcheck"]["test"][0] == "CMD"


def test_what_is_waited_for_exists_and_can_come_true() -> None:
    for row in services().values():
        for name, wish in row.get("depends_on", {}).items():
            ends = name in jobs()
            expected = "service_completed_successfully" if ends else "service_healthy"
            assert wish["condition"] == expected, name


def test_every_image_is_pinned() -> None:
    images = {row["image"] for row in services().values()}
    assert all(re.search(r":[\w.-]*\d[\w.-]*$", image) for image in images - {"tepei:local"})
    assert {row["image"] for row in own_image().values()} == {"tepei:local"}


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    published = {name: row["ports"] for name, row in services().items() if "ports" in row}
    assert published.pop("proxy") == ["80:80", "443:443"]
    assert set(published) == {"prometheus", "grafana"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    reached = {name for name, row in services().items() if "edge" in row["networks"]}
    assert reached == {"proxy"}
    open_networks = {n for n, row in written()["networks"].items() if not row.get("internal")}
    assert open_networks == {"edge", "desk"}


def test_the_servers_are_met_by_those_who_need_them() -> None:
    members = {
        network: {name for name, row in services().items() if network in row["networks"]}
        for network in written()["networks"]
    }
    assert members["front"] == {"proxy", "gateway"}
    assert members["files"] == {"proxy", "minio"}
    assert members["desk"] == {"prometheus", "grafana"}
    assert {"proxy", "prometheus", "grafana"}.isdisjoint(members["inside"])
    assert {"postgres", "minio"}.isdisjoint(members["watch"])


def test_every_mounted_file_is_there_and_cannot_be_written() -> None:
    for row in services().values():
        for volume in row.get("volumes", []):
            source, target, *mode = volume.split(":")
            if source.startswith("./deploy") and not source.endswith("/certs"):
                assert (ROOT / source).is_file(), source
                assert mode == ["ro"], target
            elif not source.startswith("."):
                assert source in written()["volumes"], source


def test_private_files_stay_out_of_the_repository_and_the_image() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "deploy/proxy/certs/"} <= set(ignored)
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in left_out if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert "deploy/proxy/certs" in rules[rules.index("!deploy") :]
    assert not Path(ROOT, "deploy/.env").exists()
