"""The shape of the code: sizes, names, promises that a linter does not know."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house_rules.source_files import service_files, shown, text_of, tracked, tree_of

THIS_FILE = Path(__file__).resolve()
LIMIT_LINES = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}
ENTRYPOINT_STATEMENTS = 5


def code_files() -> tuple[Path, ...]:
    return tuple(p for p in tracked("*.py") if "migrations" not in p.parts)


def test_no_python_file_is_longer_than_the_limit() -> None:
    long = {shown(p): n for p in code_files() if (n := text_of(p).count("\n")) > LIMIT_LINES}
    assert long == {}


def test_no_module_has_a_name_that_tells_nothing() -> None:
    assert [shown(p) for p in tracked("*.py") if VAGUE & {*p.parts, p.stem}] == []


def test_nothing_is_left_for_later_or_skipped() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX)\b|pragma: no cover|mark\.(skip|xfail)\b")
    files = (p for p in tracked("*.py", "*.md", "Makefile") if p != THIS_FILE)
    found = [shown(p) for p in files if words.search(text_of(p))]
    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        shown(p)
        for p in tracked("services/**/*.py", "operations/**/*.py", "demo/**/*.py", "deploy/**/*.py")
        if text_of(p).strip() and ast.get_docstring(tree_of(p)) is None
    ]
    assert silent == []


def test_every_exemption_gives_its_reason() -> None:
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(?!.* --? \S)")
    found = [
        f"{shown(p)}:{number}"
        for p in tracked("*.py")
        if p != THIS_FILE
        for number, line in enumerate(text_of(p).splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_only_the_chassis_commits() -> None:
    found = [
        shown(p)
        for p in tracked("services/**/*.py")
        if "chassis" not in p.parts and re.search(r"\bsession\.(commit|rollback)\(", text_of(p))
    ]
    assert found == []


def test_sql_text_is_never_built_by_formatting() -> None:
    found = []
    for path in service_files("*.py"):
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "text"
            ):
                found += [
                    f"{shown(path)}:{node.lineno}"
                    for a in node.args
                    if isinstance(a, ast.JoinedStr)
                ]
    assert found == []


def test_entrypoints_stay_thin() -> None:
    """service: at most five statements an entrypoint, no `if`, no `try`."""
    thick = []
    for path in tracked("services/*/service.py", "services/*/service/*.py"):
        if path.parent.name == "chassis":
            continue
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.FunctionDef):
                continue
            body = [
                s for s in node.body if not isinstance(s, ast.Expr) or isinstance(s.value, ast.Call)
            ]
            branching = any(isinstance(s, ast.If | ast.Try) for s in ast.walk(node))
            if len(body) > ENTRYPOINT_STATEMENTS or branching:
                thick.append(f"{shown(path)}:{node.name}")
    assert thick == []


DOMAIN_FORBIDS = {
    "sqlalchemy", "nameko", "eventlet", "kombu", "amqp", "minio", "fastapi", "aio_pika",
    "weasyprint", "openpyxl", "structlog", "psycopg", "requests", "socket", "subprocess",
}  # fmt: skip


def test_domain_and_contracts_do_no_io() -> None:
    found = []
    for path in (*tracked("services/*/domain/**/*.py"), *tracked("services/contracts/**/*.py")):
        for node in ast.walk(tree_of(path)):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found += [f"{shown(path)}: {n}" for n in names if n.split(".")[0] in DOMAIN_FORBIDS]
    assert found == []


def test_wall_clock_is_read_only_by_the_clock() -> None:
    pattern = re.compile(r"\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(")
    found = [
        shown(p)
        for p in tracked("services/**/*.py")
        if p.name != "clock.py" and pattern.search(text_of(p))
    ]
    assert found == []


def test_event_classes_are_versioned_and_say_when() -> None:
    wrong = []
    for path in tracked("services/contracts/events/*.py"):
        for node in tree_of(path).body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            published = any(
                "name" in ast.unparse(s) and "ClassVar" in ast.unparse(s) for s in node.body
            )
            doc = ast.get_docstring(node) or ""
            if published and not (
                re.search(r"V\d+$", node.name) and doc.startswith("Published when")
            ):
                wrong.append(node.name)
    assert wrong == []


def test_the_project_speaks_only_of_itself() -> None:
    """No path of a machine, no registry host."""
    parts = ("/work/", "/root/", "pypi.org", "registry.npmjs", "files.pythonhosted")
    found = [
        f"{shown(p)}: {part}"
        for p in tracked()
        for part in parts
        if p != THIS_FILE and part in text_of(p)
    ]
    assert found == []
