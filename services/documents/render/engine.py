"""The PDF engine, kept warm: one font configuration and one parsed style sheet per template.

The engine reads nothing but what it is given: the fetcher knows `data:` addresses only, so no
template and no value can pull in a file or call an address.
"""

from __future__ import annotations

import base64
import logging
import zlib
from pathlib import Path
from typing import Any, Final

import jinja2
import pydyf  # type: ignore[import-untyped]  # -- has no types
import weasyprint
from typing_extensions import override
from weasyprint.text import ffi as weasyprint_ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from services.documents.render.layout import Fonts

_FASTEST: Final = 1
_STREAM_BEGINS: Final = b"\nstream\n"
_STREAM_ENDS: Final = b"\nendstream"
_TALKATIVE: Final = ("weasyprint", "weasyprint.progress", "fontTools")
"""Their messages may quote what is printed; nothing of that belongs into a log."""


class HarfbuzzSubsetMissingError(RuntimeError):
    """The library that cuts fonts is not installed; without it one form takes fifteen seconds."""


def require_subsetter() -> None:
    """Refuse to work without HarfBuzz's subsetter.

    Raises:
        HarfbuzzSubsetMissingError: naming the Debian package to install.
    """
    if getattr(weasyprint_ffi, "harfbuzz_subset", None) is None:
        raise HarfbuzzSubsetMissingError("install libharfbuzz-subset0: it cuts the fonts of a PDF")


class OutsideAddressError(ValueError):
    """A template or value points outside the document."""


class DataOnlyFetcher(URLFetcher):  # type: ignore[misc]  # -- weasyprint is untyped
    """Resolves `data:` addresses; any other stops the document instead of leaving a gap."""

    def __init__(self) -> None:
        """Allow nothing but data, follow nothing."""
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    @override
    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch an embedded resource.

        Raises:
            FatalURLFetchingError: for any address outside the document.
        """
        if not url.lower().startswith("data:"):
            raise FatalURLFetchingError(f"address outside the document refused: {url[:40]}")
        return super().fetch(url, headers)


class PdfEngine:
    """Turns HTML into PDF bytes that depend on the HTML and style sheet alone."""

    def __init__(self) -> None:
        """Check the machine and set up fonts once.

        Raises:
            HarfbuzzSubsetMissingError: see `require_subsetter`.
        """
        require_subsetter()
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._fonts = FontConfiguration()
        self._fetcher = DataOnlyFetcher()

    def style_sheet(self, css: str) -> weasyprint.CSS:
        """Parse a style sheet for many documents."""
        return weasyprint.CSS(string=css, font_config=self._fonts, url_fetcher=self._fetcher)

    def pdf(
        self, html: str, style_sheet: weasyprint.CSS, *, identifier: bytes
    ) -> tuple[bytes, int]:
        """Lay out and write one document.

        Args:
            html: the whole document.
            style_sheet: from `style_sheet`.
            identifier: file identifier; the same for the same content.

        Returns:
            The PDF and its number of pages.

        Raises:
            OutsideAddressError: the document asks for anything that is not embedded in it.
        """
        try:
            return self._pdf(html, style_sheet, identifier)
        except FatalURLFetchingError as error:  # derives from BaseException
            raise OutsideAddressError(str(error)) from error

    def _pdf(self, html: str, style_sheet: weasyprint.CSS, identifier: bytes) -> tuple[bytes, int]:
        document: Any = weasyprint.HTML(string=html, url_fetcher=self._fetcher).render(
            font_config=self._fonts, stylesheets=[style_sheet], cache={}, pdf_tags=True
        )
        content: bytes = document.write_pdf(
            pdf_identifier=identifier, pdf_tags=True, cache={}, finisher=_compress_quickly
        )
        return content, len(document.pages)


def _compress_quickly(_document: object, pdf: pydyf.PDF) -> None:
    """Compress streams at the fastest level: 3 % larger than at the best, a tenth of the CPU saved.

    The engine would compress at the best level while writing.
    """
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            stream.compress = False
            written: bytes = stream.data  # dictionary, "stream", content, "endstream"
            plain = written.partition(_STREAM_BEGINS)[2].removesuffix(_STREAM_ENDS)
            stream.stream = [zlib.compress(plain, _FASTEST)]
            stream.extra["Filter"] = "/FlateDecode"


def data_url(content_type: str, content: bytes) -> str:
    """Bytes as an address that stands inside the document."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


def style_text(folder: Path, stem: str, fonts: Fonts) -> str:
    """The style sheet of a template with its font lists filled in."""
    css = (folder / f"{stem}.css").read_text("utf-8")
    for name, families in (("song", fonts.song), ("hei", fonts.hei)):
        css = css.replace(f"{{{{ {name} }}}}", ",".join(f'"{family}"' for family in families))
    return css


def template_environment(folder: Path) -> jinja2.Environment:
    """Templates with escaping on and no silent gaps: an unknown name is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=False,
    )
