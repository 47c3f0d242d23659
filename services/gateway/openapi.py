"""The OpenAPI document of the gateway; `python -m services.gateway.openapi [--check]`.

Without an argument it writes `docs/reference/openapi.json`; with `--check` it says whether the file
is what the route tables and contracts give now.
"""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from services.contracts.errors import registered_errors
from services.gateway.problems import STATUS, status_of
from services.gateway.reference.operations import hand_made_operation, table_operation
from services.gateway.reference.schemas import Schema, Schemas, used_only
from services.gateway.routes.hand_made import HAND_MADE
from services.gateway.routes.table import API_ROUTES, REQUESTS_USED

FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"
API_VERSION = "1.0.0"

OVERVIEW = "少数民族科技骨干特培申报系统的接口。网页能办的事都能经此办理。"
RULES: tuple[tuple[str, str], ...] = (
    (
        "身份",
        (
            "人用 POST /api/v1/session 登录，以 Cookie 识别；写操作另带 X-CSRF-Token。其他系统用"
            " Authorization: Bearer 令牌，只能读取其权限内的内容。"
        ),
    ),
    (
        "重复提交",
        (
            "每个写操作可带 Idempotency-Key；同一编号重发只办理一次，并得到同一答复。"
            "连接中断或答复 503、504 时，请用原编号原内容重发。"
        ),
    ),
    (
        "版本",
        "改动须带所见的版本（请求内容或 If-Match）；已被他人更新时答复 409。",
    ),
    (
        "出错",
        (
            "一律为 application/problem+json：title、detail 给人看，code、findings 给程序看，"
            "reference 是向咨询电话报的编号。"
        ),
    ),
    ("时间", "一律带时区；截止以服务器收到请求的时刻为准（北京时间）。"),
)
"""What holds for every operation; shown at the head of the reference."""

DESCRIPTION = "\n".join([OVERVIEW, "", *(f"- **{word}**：{text}" for word, text in RULES)])

PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "description": "出错说明（RFC 9457）",
    "required": ["type", "title", "status", "code", "detail", "reference"],
    "properties": {
        "type": {"type": "string", "description": "此类错误的说明地址"},
        "title": {"type": "string", "description": "错误类别，中文"},
        "status": {"type": "integer", "description": "HTTP 状态码"},
        "code": {"type": "string", "description": "错误代码", "enum": []},
        "detail": {"type": "string", "description": "一句中文：怎么了，该怎么办"},
        "reference": {"type": "string", "description": "查询编号，致电咨询时请告知"},
        "findings": {
            "type": "array",
            "description": "逐项说明",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string", "description": "哪一项（路径以点分隔）"},
                    "code": {"type": "string"},
                    "message": {"type": "string", "description": "中文说明"},
                },
            },
        },
        "params": {"type": "object", "description": "说明中用到的数据，如 current（现版本）"},
    },
}

PARAMETERS: dict[str, Schema] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "本次操作的编号，重发时不变；不给则由系统编",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,100}$"},
    },
    "CsrfToken": {
        "name": "X-CSRF-Token",
        "in": "header",
        "required": False,
        "description": "以 Cookie 登录时必填，取自登录答复的 csrf_token",
        "schema": {"type": "string"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "所见的版本，可代替内容中的版本",
        "schema": {"type": "string", "examples": ['"3"']},
    },
}

SECURITY_SCHEMES: dict[str, Schema] = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "tepei_session",
        "description": "登录后的会话；https 下名为 __Host-tepei_session",
    },
    "clientToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "安全管理员签发给其他系统的令牌，只读，有期限",
    },
}


@lru_cache(maxsize=1)
def openapi_document() -> dict[str, Any]:
    """The whole description."""
    shown = [row for row in HAND_MADE if row.in_reference]
    answers: set[type[BaseModel]] = {route.request.answer for route in API_ROUTES}
    answers |= {row.answer for row in shown if row.answer is not None}
    schemas = Schemas(REQUESTS_USED, answers)
    paths: dict[str, dict[str, Any]] = {}
    for row in shown:
        paths.setdefault(row.template, {})[row.method.lower()] = hand_made_operation(row, schemas)
    for route in API_ROUTES:
        paths.setdefault(route.template, {})[route.method.lower()] = table_operation(route, schemas)
    paths = {template: paths[template] for template in sorted(paths)}
    known = {**schemas.components(), "Problem": _problem_schema()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "特培申报系统接口", "version": API_VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in _tags(paths)],
        "paths": paths,
        "components": {
            "schemas": used_only(paths, known),
            "parameters": PARAMETERS,
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def problem_table() -> list[tuple[str, int, str]]:
    """Code, status and title of every problem, for readers."""
    errors = registered_errors()

    return sorted(
        ((code, status_of(code), errors[code].title) for code in STATUS if code in errors),
        key=lambda row: (row[1], row[0]),
    )


def rendered() -> str:
    """The document as the file holds it."""
    return json.dumps(openapi_document(), ensure_ascii=False, indent=1) + "\n"


def _problem_schema() -> Schema:
    properties = {**PROBLEM_SCHEMA["properties"]}
    properties["code"] = {**properties["code"], "enum": sorted(STATUS)}
    return {**PROBLEM_SCHEMA, "properties": properties}


def _tags(paths: dict[str, dict[str, Any]]) -> list[str]:
    found = [op["tags"][0] for methods in paths.values() for op in methods.values()]
    return list(dict.fromkeys(found))


def main(arguments: list[str]) -> int:
    """Write the file, or compare it."""
    if "--check" not in arguments:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(rendered(), encoding="utf-8")
        return 0
    if FILE.is_file() and FILE.read_text(encoding="utf-8") == rendered():
        return 0
    sys.stderr.write(
        "docs/reference/openapi.json is out of date: run python -m services.gateway.openapi\n"
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
