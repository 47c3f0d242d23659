"""JSON schemas of the contracts, for parameters, bodies and answers."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from services.contracts.requests.base import Request
from services.contracts.vocabulary import LabelledEnum

Schema = dict[str, Any]

REFERENCE = "#/components/schemas/{model}"


class Schemas:
    """The components of the description and references into them."""

    def __init__(
        self, requests: Iterable[type[Request]], answers: Iterable[type[BaseModel]]
    ) -> None:
        asked: list[tuple[type[BaseModel], JsonSchemaMode]] = [
            (model, "validation") for model in sorted(set(requests), key=lambda m: m.__name__)
        ]
        told: list[tuple[type[BaseModel], JsonSchemaMode]] = [
            (model, "serialization") for model in sorted(set(answers), key=lambda m: m.__name__)
        ]
        self._names, definitions = models_json_schema(
            [*asked, *told], ref_template=REFERENCE, title="tepei"
        )
        self._definitions: dict[str, Schema] = definitions.get("$defs", {})
        self._bodies: dict[str, Schema] = {}

    def answer(self, model: type[BaseModel]) -> Schema:
        """The schema of an answer, by reference."""
        return self._names[model, "serialization"]

    def fields(self, request: type[Request]) -> tuple[dict[str, Schema], set[str]]:
        """The fields of a request with their schemas, and which are required."""
        name = self._names[request, "validation"]["$ref"].rpartition("/")[2]
        schema = self._definitions[name]
        return schema.get("properties", {}), set(schema.get("required", ()))

    def body(
        self, request: type[Request], open_fields: tuple[str, ...], optional: str | None
    ) -> Schema:
        """The schema of a body: the request without what path or table already say.

        Args:
            request: the request of the contracts.
            open_fields: the fields a body may fill.
            optional: a required field that a header may bring instead.
        """
        properties, required = self.fields(request)
        name = f"{request.__name__}Body"
        schema: Schema = {
            "type": "object",
            "description": (request.__doc__ or "").strip(),
            "properties": {key: copy.deepcopy(properties[key]) for key in open_fields},
            "additionalProperties": False,
        }
        if needed := [key for key in open_fields if key in required and key != optional]:
            schema["required"] = needed
        self._bodies[name] = schema
        return {"$ref": REFERENCE.format(model=name)}

    def components(self) -> dict[str, Schema]:
        """All schemas that something refers to, by name."""
        known = {**self._definitions, **self._bodies}
        labels = {kind.__name__: kind for kind in LabelledEnum.__subclasses__()}
        for name in known.keys() & labels.keys():
            known[name] = {**known[name], "x-labels": _labels_of(labels[name])}
        return {name: known[name] for name in sorted(known)}


def _labels_of(kind: type[LabelledEnum]) -> dict[str, str]:
    """Stored value → the words people see."""
    return {str(member.value): member.label for member in kind}


def used_only(document: dict[str, Any], schemas: dict[str, Schema]) -> dict[str, Schema]:
    """Those schemas that the paths reach, directly or through others."""
    reached: set[str] = set()
    waiting = list(_references(document))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(_references(schemas[name]))
    return {name: schema for name, schema in schemas.items() if name in reached}


def _references(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref" and str(item).startswith("#/components/schemas/"):
                yield str(item).rpartition("/")[2]
            else:
                yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
