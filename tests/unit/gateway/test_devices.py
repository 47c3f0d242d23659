"""What a sign-in was made with is told coarsely."""

from __future__ import annotations

import pytest

from services.gateway.sessions.devices import device_of

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}", "Chrome · Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 13; SM-G9) MicroMessenger/8.0", "微信 · 安卓"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Firefox/115.0", "Firefox · Linux"),
        ("python-httpx/0.27", "其他设备"),
        ("", "其他设备"),
    ],
)
def test_a_device_is_named_without_what_singles_it_out(user_agent: str, told: str) -> None:
    assert device_of(user_agent) == told
