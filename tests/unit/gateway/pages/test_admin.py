"""Pages of administrators: filters of the trail, words for its codes, fields, first passwords."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args
from uuid import uuid4

import pytest
from pydantic import ValidationError

from services.accounts.app import load_common_passwords
from services.accounts.domain.organisation_cells import COLUMNS as TABLE_COLUMNS
from services.accounts.domain.organisation_cells import FIXED
from services.accounts.domain.passwords import weaknesses
from services.accounts.policies import SECURITY_ACTIONS
from services.contracts.requests.accounts import CreatePerson, Scope
from services.contracts.requests.audit import AuditRow
from services.contracts.vocabulary import Role
from services.gateway.pages.admin import audit, edits, people, tokens
from services.gateway.pages.admin.audit_words import ACTIONS, OBJECTS, SERVICES, actor_kind
from services.gateway.pages.admin.meanings import MEANINGS

SOURCES = Path(__file__).parents[4] / "services"
NOTHING = dict.fromkeys(audit.FILTERS, "")


def test_a_span_of_days_is_read_in_beijing_time_with_its_last_day() -> None:
    asked, faults = audit.question(
        "review", NOTHING | {"since": "2019-03-01", "until": "2019-03-02"}, ""
    )
    assert faults == []
    assert asked.since == datetime(2019, 2, 28, 16, 0, tzinfo=UTC)
    assert asked.until == datetime(2019, 3, 2, 16, 0, tzinfo=UTC)


def test_filters_that_cannot_be_read_are_told_and_left_out() -> None:
    asked, faults = audit.question(
        "accounts",
        NOTHING | {"since": "yesterday", "action": "DROP TABLE", "object": "样" * 65},
        "no-cursor",
    )
    assert [fault.field for fault in faults] == ["since", "action", "after", "object"]
    assert asked.model_dump(exclude={"limit"}, exclude_none=True) == {}


def test_an_id_alone_is_a_persons() -> None:
    who = uuid4()
    assert audit.actor_of(str(who)) == f"person:{who}"
    assert audit.actor_of("service:review") == "service:review"


def test_names_are_asked_of_whoever_acted_and_was_acted_on() -> None:
    at = datetime(2019, 3, 1, tzinfo=UTC)

    def row(actor: str, kind: str, object_id: str) -> AuditRow:
        return AuditRow(
            row_id=1,
            at=at,
            recorded_at=at,
            actor=actor,
            action="do",
            object_type=kind,
            object_id=object_id,
            purpose=None,
            cause="",
            correlation_id="",
            details="{}",
            seal=None,
        )

    rows = [
        row("person:a", "application", "b"),
        row("anonymous", "person", "c"),
        row("service:review", "client", "d"),
    ]
    assert audit.named_in(rows) == {"person:a", "person:c", "client:d"}


def test_every_service_is_read_and_checked_under_its_own_name() -> None:
    assert {name: question.service for name, question in audit.READ.items()} == {
        name: name for name in SERVICES
    }
    assert {name: question.service for name, question in audit.CHECK.items()} == {
        name: name for name in SERVICES
    }


def test_faults_of_a_chain_are_told_in_words() -> None:
    assert audit.fault_words("changed:7") == "第7次封存：封存后内容被改动"
    assert audit.fault_words("no_key") == "该服务没有封存密钥"
    assert actor_kind("service:review") == "系统"


def recorded() -> Iterator[tuple[str, str]]:
    """Action and object of every audit call whose action is written out."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr != "audit" or not node.args:
                continue
            action = node.args[0]
            kinds = [k.value for k in node.keywords if k.arg == "object_type"]
            if isinstance(action, ast.Constant) and kinds and isinstance(kinds[0], ast.Constant):
                yield str(action.value), str(kinds[0].value)


def test_every_recorded_action_and_object_has_words() -> None:
    found = set(recorded())
    assert len(found) > 20
    assert {action for action, _ in found} - ACTIONS.keys() == set(), "name it in audit_words.py"
    assert {kind for _, kind in found} - OBJECTS.keys() == set()
    assert SECURITY_ACTIONS - ACTIONS.keys() == set()


def test_the_form_of_an_organisation_has_a_field_for_every_column_that_may_change() -> None:
    assert set(edits.COLUMNS.values()) == set(TABLE_COLUMNS) - FIXED


def test_every_role_and_scope_is_explained() -> None:
    assert MEANINGS.keys() == set(Role)
    assert all(text.endswith("。") for text in MEANINGS.values())
    assert set(tokens.SCOPES) == set(get_args(Scope))


def test_a_first_password_is_strong_and_drawn_anew() -> None:
    common = load_common_passwords()
    drawn = {people.first_password() for _ in range(50)}
    assert len(drawn) == 50
    assert [p for p in drawn if weaknesses(p, login="sample.one", common=common)] == []


def test_faults_of_typed_values_do_not_repeat_them() -> None:
    with pytest.raises(ValidationError) as refused:
        CreatePerson.model_validate(
            {"login": "样例秘密", "password": "x" * 200, "name": "", "mobile": "1"}
        )
    found = people.field_faults(refused.value)
    assert {finding.field for finding in found} == {"login", "password", "name", "mobile"}
    assert "样例秘密" not in str(found)
