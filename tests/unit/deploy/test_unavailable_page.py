"""The proxy's page for when no gateway answers stands alone and names the helpline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.chassis.datafiles import read_toml
from services.gateway.pages.core.filters import telephone

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "deploy/proxy/pages/unavailable.html").read_text(encoding="utf-8")


@pytest.mark.requirement("R37")
def test_it_names_the_helpline_of_the_cycle() -> None:
    numbers = read_toml(ROOT / "programmes/2019/cycle.toml")["contacts"]["helpline"]
    links = re.findall(r'href="tel:([^"]+)">([^<]+)<', PAGE)
    assert links == [(telephone(number), number) for number in numbers]


def test_it_needs_nothing_that_may_be_away() -> None:
    assert not re.search(r"<script|<img|<link|url\(|https?://", PAGE)


def test_the_proxy_has_it_where_its_settings_look() -> None:
    caddyfile = (ROOT / "deploy/proxy/Caddyfile").read_text(encoding="utf-8")
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    folder = re.search(r"root \* (\S+)\n\t\trewrite \* /unavailable\.html", caddyfile)
    assert folder
    assert f"./deploy/proxy/pages/unavailable.html:{folder[1]}/unavailable.html:ro" in compose
