"""Settings come from the environment, are safe by default and keep their secrets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from services.chassis.clock import real_now
from services.chassis.settings import Mode, ServiceSettings, SharedSettings, build_clock


class SampleSettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="SAMPLES_")


REQUIRED = {
    "SAMPLES_DATABASE_URL": "postgresql+psycopg://samples:geheim@127.0.0.1/samples",
    "SAMPLES_BROKER_URL": "amqp://samples:geheim@127.0.0.1/tepei",
}


def load(monkeypatch: pytest.MonkeyPatch, **environment: str) -> SampleSettings:
    for name, value in (REQUIRED | environment).items():
        monkeypatch.setenv(name, value)
    return SampleSettings()


def test_a_service_reads_shared_settings_and_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(
        monkeypatch,
        SAMPLES_OPS_PORT="8123",
        OTHERS_OPS_PORT="9",
        TEPEI_MODE="demo",
        TEPEI_S3_SECURE="false",
        TEPEI_ACTOR_PUBLIC_KEYS='{"gateway": "a2V5"}',
        TEPEI_LOG_LEVEL="debug",
        TEPEI_OPS_HOST="0.0.0.0",
        TEPEI_S3_PUBLIC_SECURE="true",
        TEPEI_SOMETHING_ELSE="ignored",
    )
    assert (settings.service, settings.ops_port) == ("samples", 8123)
    assert (settings.mode, settings.s3_secure, settings.log_level) == (Mode.DEMO, False, "DEBUG")
    assert settings.actor_public_keys == {"gateway": "a2V5"}
    assert (settings.ops_host, settings.s3_browser_secure) == ("0.0.0.0", True)


def test_defaults_are_fit_for_production(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)
    assert settings.mode is Mode.PRODUCTION
    assert settings.s3_secure
    assert settings.clock_offset_seconds == 0
    assert settings.clock_offset_file is None
    assert settings.log_format == "json"
    assert settings.audit_key is None
    assert settings.ops_host == "127.0.0.1"
    assert settings.s3_browser_secure


def test_what_has_no_safe_default_is_required() -> None:
    with pytest.raises(ValidationError, match="database_url"):
        SampleSettings()


@pytest.mark.parametrize(
    "moved", [{"clock_offset_seconds": 1}, {"clock_offset_file": Path("offset")}]
)
def test_the_clock_cannot_be_moved_in_production(moved: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="refused"):
        SharedSettings.model_validate(moved)
    for mode in ("demo", "test"):
        SharedSettings.model_validate({**moved, "mode": mode})


def test_a_pool_smaller_than_what_uses_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="pool_size"):
        load(monkeypatch, SAMPLES_MAX_WORKERS="20", SAMPLES_POOL_SIZE="23")
    load(monkeypatch, SAMPLES_MAX_WORKERS="20", SAMPLES_POOL_SIZE="24")


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, SAMPLES_S3_SECRET_KEY="geheim", SAMPLES_ACTOR_PRIVATE_KEY="geheim")
    assert "geheim" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_settings_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, "ops_port", 1)  # noqa: B010 -- mypy knows that it is frozen


def test_the_clock_of_a_demo_is_moved_by_the_offset() -> None:
    settings = SharedSettings(mode=Mode.DEMO, clock_offset_seconds=-86400)
    behind = real_now() - build_clock(settings).now()
    assert abs(behind - timedelta(days=1)) < timedelta(seconds=1)
