"""Published events are frozen: schema and example of every version lie in golden files.

After adding a new event or version run `make golden` and read the difference; a changed line in an
existing file means that a published contract was broken.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.contracts.envelope import Event
from services.contracts.events import EVENTS
from services.contracts.routing import CONSUMERS
from tests.contract.examples import EXAMPLES

GOLDEN = Path(__file__).parent / "golden" / "events"
BY_CLASS = {type(example): example for example in EXAMPLES}


def stem(cls: type[Event]) -> str:
    return f"{cls.source}.{cls.name}.v{cls.version}"


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@pytest.mark.parametrize("cls", EVENTS.values(), ids=stem)
def test_schema_of_a_published_event_never_changes(cls: type[Event]) -> None:
    golden = GOLDEN / f"{stem(cls)}.schema.json"
    assert text(cls.model_json_schema()) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("cls", EVENTS.values(), ids=stem)
def test_golden_example_still_parses_to_the_same_event(cls: type[Event]) -> None:
    golden = GOLDEN / f"{stem(cls)}.example.json"
    raw = golden.read_text(encoding="utf-8")
    assert cls.model_validate_json(raw) == BY_CLASS[cls]
    assert text(BY_CLASS[cls].model_dump(mode="json")) == raw


def test_no_golden_file_is_left_without_its_event() -> None:
    known = {stem(cls) for cls in EVENTS.values()}
    assert {path.name.rsplit(".", 2)[0] for path in GOLDEN.iterdir()} == known


def test_fixed_names_of_the_customer_exist() -> None:
    names = {cls.name for cls in EVENTS.values()}
    assert {"submitted", "approved", "returned", "quota-reserved"} <= names


def test_every_consumed_event_is_registered() -> None:
    assert set(CONSUMERS) <= set(EVENTS.values())


PERSONAL = ("person_name", "applicant_name", "id_number", "mobile", "ethnicity", "birth", "email")


@pytest.mark.parametrize("cls", EVENTS.values(), ids=stem)
def test_no_event_has_a_field_for_personal_data(cls: type[Event]) -> None:
    schema = text(cls.model_json_schema())
    assert not [word for word in PERSONAL if word in schema]


def write_golden() -> None:
    """Write schema and example of every event (called by `make golden`)."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for cls in EVENTS.values():
        schema = text(cls.model_json_schema())
        example = text(BY_CLASS[cls].model_dump(mode="json"))
        (GOLDEN / f"{stem(cls)}.schema.json").write_text(schema, encoding="utf-8")
        (GOLDEN / f"{stem(cls)}.example.json").write_text(example, encoding="utf-8")
