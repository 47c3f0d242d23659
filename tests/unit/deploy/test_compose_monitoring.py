"""What Prometheus asks is there, what Grafana shows is asked, and the proxy leads to both doors."""

from __future__ import annotations

import json
import re
from typing import Any

import prometheus_client
import yaml

from deploy.grafana.dashboard import PANELS
from deploy.images import ready
from deploy.local.processes import PROCESSES
from deploy.minio.buckets import buckets_of, read_table
from tests.support.compose_file import ROOT, services

CADDYFILE = (ROOT / "deploy/proxy/Caddyfile").read_text(encoding="utf-8")
OF_THE_PROCESS = re.compile(r"\bprocess_\w+|\bup\b")


def loaded(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def targets() -> dict[str, set[str]]:
    """Job → `name:port` of whom it asks."""
    found: dict[str, set[str]] = {}
    for job in loaded("deploy/prometheus/prometheus.yml")["scrape_configs"]:
        fixed = [t for row in job.get("static_configs", []) for t in row["targets"]]
        named = [
            f"{name}:{row['port']}"
            for row in job.get("dns_sd_configs", [])
            for name in row["names"]
        ]
        found[job["job_name"]] = {*fixed, *named}
    return found


def mounts(name: str) -> dict[str, str]:
    """Path inside → file of the repository."""
    pairs = (volume.split(":")[:2] for volume in services()[name]["volumes"])
    return {inside: outside.removeprefix("./") for outside, inside in pairs}


def test_every_process_is_asked_by_its_own_name() -> None:
    asked = targets()
    assert asked.pop("rabbitmq") == {"rabbitmq:15692"}
    assert asked == {row.name: {f"{row.name}:{ready.PORT}"} for row in PROCESSES}


def test_those_of_which_there_are_several_are_found_by_name() -> None:
    several = {row.name for row in PROCESSES if row.count}
    jobs = loaded("deploy/prometheus/prometheus.yml")["scrape_configs"]
    assert {job["job_name"] for job in jobs if "dns_sd_configs" in job} == several
    missing = next(
        rule["expr"]
        for group in loaded("deploy/prometheus/containers.yml")["groups"]
        for rule in group["rules"]
        if rule["alert"] == "WorkersMissing"
    )
    assert set(re.findall(r'job="(\w+)"', missing)) == several


def test_those_who_are_asked_share_a_network_with_who_asks() -> None:
    asked = {target.split(":")[0] for job in targets().values() for target in job}
    assert all("watch" in services()[name]["networks"] for name in (*asked, "prometheus"))


def test_every_rule_file_is_mounted() -> None:
    wanted = loaded("deploy/prometheus/prometheus.yml")["rule_files"]
    inside = mounts("prometheus")
    assert {path: inside[path] for path in wanted} == {
        "/etc/prometheus/alerts.yml": "deploy/prometheus/alerts.yml",
        "/etc/prometheus/containers.yml": "deploy/prometheus/containers.yml",
    }


def test_an_alert_of_containers_asks_what_every_process_tells() -> None:
    told = prometheus_client.generate_latest().decode()
    for group in loaded("deploy/prometheus/containers.yml")["groups"]:
        for rule in group["rules"]:
            asked = set(OF_THE_PROCESS.findall(rule["expr"])) - {"up"}
            assert all(f"\n{name} " in told for name in asked), asked
            assert "tepei_part_" not in rule["expr"], "only the native supervisor has it"


def test_the_dashboard_asks_nothing_that_only_the_native_stack_has() -> None:
    assert not [panel.title for panel in PANELS if "tepei_part_" in panel.query]


def test_the_dashboard_finds_its_source() -> None:
    [source] = loaded("deploy/grafana/provisioning/datasources/prometheus.yml")["datasources"]
    shown = json.loads((ROOT / "deploy/grafana/tepei.json").read_text(encoding="utf-8"))
    assert {panel["datasource"]["uid"] for panel in shown["panels"]} == {source["uid"]}
    assert source["url"] == "http://prometheus:9090"
    [provider] = loaded("deploy/grafana/provisioning/dashboards/tepei.yml")["providers"]
    folder = provider["options"]["path"]
    assert mounts("grafana")[f"{folder}/tepei.json"] == "deploy/grafana/tepei.json"


def test_the_proxy_leads_to_the_gateway_and_to_the_buckets() -> None:
    given = services()["gateway"]["environment"]
    assert f"reverse_proxy gateway:{given['GATEWAY_PORT']}" in CADDYFILE
    assert given["GATEWAY_HOST"] == "0.0.0.0"
    assert f"reverse_proxy {given['TEPEI_S3_ENDPOINT']}" in CADDYFILE
    paths = re.search(r"@buckets path (.*)", CADDYFILE)
    assert paths
    buckets = buckets_of(read_table())
    assert set(paths[1].split()) == {f"/{b}{end}" for b in buckets for end in ("", "/*")}


def test_the_proxy_gets_every_name_it_uses() -> None:
    used = set(re.findall(r"\{\$(\w+)\}", CADDYFILE))
    assert set(services()["proxy"]["environment"]) == used


def test_the_proxy_answers_its_health_check() -> None:
    address = services()["proxy"]["healthcheck"]["test"][-1]
    host, _, path = address.removeprefix("http://").partition("/")
    assert re.search(
        rf"^http://{re.escape(host)} {{\n\trespond /{path} 200$", CADDYFILE, re.MULTILINE
    )
