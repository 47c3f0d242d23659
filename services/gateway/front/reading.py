"""The API reference for people and for programs; all of it served from here, nothing foreign."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.gateway.front.templates import FOLDER, render
from services.gateway.openapi import OVERVIEW, RULES, openapi_document, problem_table

CACHED = "public, max-age=300"


async def openapi_json(request: HttpRequest) -> Response:
    """The OpenAPI 3.1 document."""
    return _compressed(request, _document_bytes(), "application/json")


async def api_reference(request: HttpRequest) -> Response:
    """The same as a page, in Chinese."""
    return _compressed(request, _page_bytes(), "text/html; charset=utf-8")


async def style(request: HttpRequest) -> Response:
    """The style of the two pages."""
    return _compressed(request, _style_bytes(), "text/css; charset=utf-8")


@lru_cache(maxsize=1)
def _document_bytes() -> tuple[bytes, bytes]:
    return _both(json.dumps(openapi_document(), ensure_ascii=False).encode())


@lru_cache(maxsize=1)
def _page_bytes() -> tuple[bytes, bytes]:
    document = openapi_document()
    page = render(
        "reference.html",
        info=document["info"],
        overview=OVERVIEW,
        rules=RULES,
        groups=groups(document),
        types=types_of(document),
        problems=problem_table(),
    )
    return _both(page.encode())


@lru_cache(maxsize=1)
def _style_bytes() -> tuple[bytes, bytes]:
    return _both((FOLDER / "reference.css").read_bytes())


def groups(document: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Operations by tag, in the order of the tags, as the page shows them."""
    by_tag: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    schemas = document["components"]["schemas"]
    for template, methods in document["paths"].items():
        for method, operation in methods.items():
            shown = _shown(method.upper(), template, operation, schemas)
            by_tag[operation["tags"][0]].append(shown)
    return list(by_tag.items())


def _shown(
    method: str, template: str, operation: dict[str, Any], schemas: dict[str, Any]
) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {})
    good = next(iter(operation["responses"].values()))
    answer = good.get("content", {}).get("application/json", {}).get("schema", {})
    example = body.get("example")
    return {
        "id": operation["operationId"],
        "method": method,
        "path": template,
        "summary": operation["summary"],
        "description": operation["description"].split("\n\n"),
        "parameters": [
            (row["name"], "路径" if row["in"] == "path" else "查询", type_of(row["schema"]))
            for row in operation["parameters"]
            if "name" in row
        ],
        "media_types": [name for name in content if name != "application/json"],
        "body": fields_of(body.get("schema", {}), schemas),
        "example": json.dumps(example, ensure_ascii=False, indent=2) if example else None,
        "answer": fields_of(answer, schemas),
        "responses": [(code, row["description"]) for code, row in operation["responses"].items()],
    }


def fields_of(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a table of fields: name, type, required, what it is."""
    target = _resolved(schema, schemas)
    required = set(target.get("required", ()))
    return [
        {
            "name": name,
            "type": type_of(field),
            "required": name in required,
            "about": field.get("description", ""),
        }
        for name, field in target.get("properties", {}).items()
    ]


def types_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The named types that fields refer to: their fields, or their values with labels."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    return [
        {
            "name": name,
            "about": schema.get("description", ""),
            "fields": fields_of(schema, schemas),
            "values": [
                (value, schema.get("x-labels", {}).get(value, ""))
                for value in schema.get("enum", ())
            ],
        }
        for name, schema in schemas.items()
    ]


def type_of(schema: dict[str, Any]) -> Markup:
    """A schema in a few words, named types as links: `string (uuid)`, `[Mark]`."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return Markup('<a href="#type-{0}">{0}</a>').format(name)
    if "anyOf" in schema:
        return Markup(" | ").join(type_of(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return escape(" | ".join(str(value) for value in schema["enum"]))
    if schema.get("type") == "array":
        return Markup("[{}]").format(type_of(schema.get("items", {})))
    kind = str(schema.get("type", "any"))
    return escape(f"{kind} ({schema['format']})" if "format" in schema else kind)


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = schemas[str(schema["$ref"]).rpartition("/")[2]]
    return schema


def _both(plain: bytes) -> tuple[bytes, bytes]:
    return plain, gzip.compress(plain, 6)


def _compressed(request: HttpRequest, both: tuple[bytes, bytes], media_type: str) -> Response:
    headers = {"cache-control": CACHED, "vary": "accept-encoding"}
    plain, packed = both
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(packed, headers=headers, media_type=media_type)
    return Response(plain, headers=headers, media_type=media_type)
