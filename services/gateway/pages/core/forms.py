"""What a form posted, read strictly and within limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl
from uuid import uuid4

from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request as HttpRequest

from services.contracts.errors import InvalidRequestError
from services.gateway import phrases
from services.gateway.errors import UnsupportedMediaTypeError
from services.gateway.routes.bodies import arriving, media_type, read_body

CSRF = "csrf"
KEY = "key"
MOST_FIELDS = 2_000
MOST_FILES = 20
FORM_BYTES = 256 * 1024
"""What a form without files may have."""

_KEY = re.compile(r"[A-Za-z0-9._:-]{8,80}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Form:
    """Posted values by name, in order; files apart."""

    def __init__(
        self,
        pairs: Iterable[tuple[str, str]] = (),
        files: Iterable[tuple[str, UploadFile]] = (),
    ) -> None:
        self.pairs = list(pairs)
        self.files = list(files)
        self._values: dict[str, list[str]] = {}
        for name, value in self.pairs:
            self._values.setdefault(name, []).append(value)
        given = self.get(KEY, "")
        self.key = given if _KEY.fullmatch(given) else uuid4().hex

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __getitem__(self, name: str) -> str:
        """The last value of a name, stripped; empty when it was not posted."""
        return self.get(name, "")

    def get(self, name: str, default: str = "") -> str:
        """The last value of a name, stripped."""
        values = self._values.get(name)
        return values[-1].strip() if values else default

    def getlist(self, name: str) -> list[str]:
        """All values of a name, in order."""
        return [value.strip() for value in self._values.get(name, ())]

    def checked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.get(name))

    def file(self, name: str) -> UploadFile | None:
        """The file chosen for a name, if one was."""
        return next((file for at, file in self.files if at == name and file.filename), None)

    @property
    def values(self) -> dict[str, str]:
        """The last value of each name, for showing a form again."""
        return {name: self.get(name) for name in self._values if name not in (CSRF, KEY)}


async def read_form(http: HttpRequest, limit: int) -> Form:
    """The form of a POST.

    Raises:
        TooLargeError, BodyTooSlowError, UnsupportedMediaTypeError: about the body as a whole.
        InvalidRequestError: it is not what it says, or holds characters that cannot be stored.
    """
    match media_type(http):
        case "" | "application/x-www-form-urlencoded":
            return _urlencoded(await read_body(http, limit))
        case "multipart/form-data":
            # Files go to the disk as they arrive, so a large one takes no memory.
            async with arriving(http, limit):
                return await _multipart(http)
        case _:
            raise UnsupportedMediaTypeError(phrases.WRONG_FORM_TYPE)


def _urlencoded(raw: bytes) -> Form:
    try:
        pairs = parse_qsl(
            raw.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise InvalidRequestError(phrases.BAD_FORM) from error
    return Form([(name, _clean(value)) for name, value in pairs])


async def _multipart(http: HttpRequest) -> Form:
    parser = MultiPartParser(
        http.headers, http.stream(), max_files=MOST_FILES, max_fields=MOST_FIELDS
    )
    try:
        parsed = await parser.parse()
    except (MultiPartException, MultipartParseError, KeyError, UnicodeDecodeError) as error:
        raise InvalidRequestError(phrases.BAD_FORM) from error
    items = parsed.multi_items()
    return Form(
        [(name, _clean(value)) for name, value in items if isinstance(value, str)],
        [(name, value) for name, value in items if isinstance(value, UploadFile)],
    )


def _clean(value: str) -> str:
    """Line ends as one character; what cannot be stored is refused."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise InvalidRequestError(phrases.UNSTORABLE_TEXT)
    return text
