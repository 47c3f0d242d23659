"""One operation of the description: parameters, body, answers, problems, who may call it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from services.contracts.errors import (
    DeadlineExceededError,
    ForbiddenError,
    IdempotencyConflictError,
    InvalidRequestError,
    ServiceUnavailableError,
    TepeiError,
    UnauthenticatedError,
)
from services.gateway.access import Access
from services.gateway.errors import ForgeryRefusedError
from services.gateway.problems import MEDIA_TYPE, status_of
from services.gateway.reference.schemas import Schema, Schemas
from services.gateway.routes.binding import FILE_TYPES
from services.gateway.routes.hand_made import HandMadeRoute
from services.gateway.routes.route import ApiRoute

Operation = dict[str, Any]

EVERYWHERE: tuple[type[TepeiError], ...] = (
    InvalidRequestError,
    ServiceUnavailableError,
    DeadlineExceededError,
)
GUARDED: tuple[type[TepeiError], ...] = (UnauthenticatedError, ForbiddenError)
WRITING: tuple[type[TepeiError], ...] = (IdempotencyConflictError, ForgeryRefusedError)

KEY_PARAMETER: Schema = {"$ref": "#/components/parameters/IdempotencyKey"}
CSRF_PARAMETER: Schema = {"$ref": "#/components/parameters/CsrfToken"}
MATCH_PARAMETER: Schema = {"$ref": "#/components/parameters/IfMatch"}


def table_operation(route: ApiRoute, schemas: Schemas) -> Operation:
    """The operation of a row of the tables."""
    properties, required = schemas.fields(route.request)
    parameters = [_in_path(name, properties[name]) for name in route.path_names]
    writes = route.method != "GET"
    if not route.has_body:
        parameters += [
            _in_query(name, properties[name], needed=name in required) for name in route.open_fields
        ]
    if writes:
        parameters += [KEY_PARAMETER, CSRF_PARAMETER]
    if route.version_field is not None:
        parameters.append(MATCH_PARAMETER)
    operation = _frame(
        route.summary, route.description, route.tag, route.operation_id, route.access
    )
    operation["parameters"] = parameters
    if route.has_body and route.open_fields:
        operation["requestBody"] = _body(route, schemas)
    answer = schemas.answer(route.request.answer)
    problems = _problem_kinds(route.access, route.problems, writes=writes)
    operation["responses"] = {str(route.status): _answer(answer), **_problems(problems)}
    return operation


def hand_made_operation(row: HandMadeRoute, schemas: Schemas) -> Operation:
    """The operation of a route with an endpoint of its own."""
    operation = _frame(row.summary, row.description, row.tag, row.operation_id, row.access)
    writes = row.method != "GET"
    parameters: list[Schema] = []
    if row.request is not None and not writes:
        properties, _ = schemas.fields(row.request)
        parameters = [_in_path(name, schema) for name, schema in properties.items()]
    if writes and not row.access.anonymous:
        parameters += [KEY_PARAMETER, CSRF_PARAMETER]
    operation["parameters"] = parameters
    if row.request is not None and writes:
        fields = tuple(row.request.model_fields)
        content: Schema = {"schema": schemas.body(row.request, fields, None)}
        if row.example is not None:
            content["example"] = row.example
        operation["requestBody"] = {"required": True, "content": {"application/json": content}}
    operation["responses"] = {
        **_hand_made_answers(row, schemas),
        **_problems(_problem_kinds(row.access, row.problems, writes=writes)),
    }
    return operation


def _hand_made_answers(row: HandMadeRoute, schemas: Schemas) -> dict[str, Schema]:
    if row.answer is None:
        return {str(row.status): {"description": "已完成"}}
    answers = {str(row.status): _answer(schemas.answer(row.answer))}
    if row.operation_id.startswith("fetch_"):
        answers["303"] = {"description": "文件地址（短时有效）在 Location 中"}
    return answers


def _frame(
    summary: str, description: str, tag: str, operation_id: str, access: Access
) -> Operation:
    frame: Operation = {
        "operationId": operation_id,
        "summary": summary,
        "tags": [tag],
        "description": "\n\n".join(part for part in (description, who(access)) if part),
        "security": _security(access),
    }
    return frame


def who(access: Access) -> str:
    """Who may call it, in a sentence."""
    if access.anonymous:
        return "不需登录。"
    roles = "、".join(sorted(role.label for role in access.roles))
    people = f"须登录，岗位：{roles}。" if roles else "须登录。"
    if access.client_scope is None:
        return people
    return f"{people}客户端令牌须有 {access.client_scope} 权限。"


def _security(access: Access) -> list[dict[str, list[str]]]:
    if access.anonymous:
        return []
    if access.client_scope is None:
        return [{"session": []}]
    return [{"session": []}, {"clientToken": [access.client_scope]}]


def _in_path(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(name: str, schema: Schema, *, needed: bool) -> Schema:
    return {"name": name, "in": "query", "required": needed, "schema": schema}


def _body(route: ApiRoute, schemas: Schemas) -> Schema:
    schema = schemas.body(route.request, route.open_fields, route.version_field)
    content: dict[str, Schema] = {"application/json": {"schema": schema}}
    if route.example is not None:
        content["application/json"]["example"] = route.example
    if route.file_field is not None:
        for media_type in FILE_TYPES:
            content[media_type] = {"schema": {"type": "string", "format": "binary"}}
    _, required = schemas.fields(route.request)
    return {"required": bool(required & {*route.open_fields}), "content": content}


def _answer(schema: Schema) -> Schema:
    return {"description": "已办理", "content": {"application/json": {"schema": schema}}}


def _problem_kinds(
    access: Access, own: tuple[type[TepeiError], ...], *, writes: bool
) -> list[type[TepeiError]]:
    kinds = [*own, *EVERYWHERE]
    if not access.anonymous:
        kinds += GUARDED
    if writes:
        kinds += WRITING
    return list(dict.fromkeys(kinds))


def _problems(kinds: list[type[TepeiError]]) -> dict[str, Schema]:
    """Responses by status; several problems may share one."""
    by_status: dict[int, list[type[TepeiError]]] = defaultdict(list)
    for kind in kinds:
        by_status[status_of(kind.code)].append(kind)
    return {
        str(status): {
            "description": "；".join(f"{kind.title}（{kind.code}）" for kind in by_status[status]),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted(by_status)
    }
