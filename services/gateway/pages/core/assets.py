"""Styles, scripts and pictures: named by their content, so a browser keeps them for good."""

from __future__ import annotations

import json
import mimetypes
from functools import lru_cache
from pathlib import Path

from PIL import Image
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.contracts.errors import NotFoundError

FOLDER = Path(__file__).parents[1] / "assets" / "static"
PREFIX = "/assets"
FOR_GOOD = "public, max-age=31536000, immutable"

_PACKED = (("br", ".br"), ("gzip", ".gz"))
_ENDING = dict(_PACKED)


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Names as written in templates → names with fingerprints; empty before the build."""
    file = FOLDER / "manifest.json"
    if not file.exists():
        return {}
    return dict(json.loads(file.read_text(encoding="utf-8")))


def asset(name: str) -> str:
    """The address of an asset; one that was not built is an error, not a broken page."""
    return f"{PREFIX}/{manifest()[name]}"


@lru_cache(maxsize=64)
def picture_size(name: str) -> tuple[int, int] | None:
    """Width and height of a picture, or nothing where there is none: guides show it only then."""
    if name not in manifest():
        return None
    with Image.open(FOLDER / manifest()[name]) as picture:
        return picture.size


async def serve_asset(http: HttpRequest) -> Response:
    """One asset, packed as the browser likes it."""
    name = http.path_params["name"]
    known = files()
    if name not in known:
        raise NotFoundError
    accepted = http.headers.get("accept-encoding", "")
    encoding = next((e for e, end in _PACKED if e in accepted and name + end in known), None)
    headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding"}
    if encoding is not None:
        headers["content-encoding"] = encoding
    body = known[name + _ENDING[encoding]] if encoding else known[name]
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(body, headers=headers, media_type=media_type)


@lru_cache(maxsize=1)
def files() -> dict[str, bytes]:
    """All assets with their packed forms, read once: a build beside us changes nothing here."""
    wanted = [name + end for name in manifest().values() for end in ("", *_ENDING.values())]
    paths = {name: FOLDER / name for name in wanted}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
