"""Security headers of every response; pages and data differ in what a browser may load."""

from __future__ import annotations

import base64
import hashlib

from services.gateway.settings import GatewaySettings

RawHeaders = list[tuple[bytes, bytes]]

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

BOOT_SCRIPT = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)
"""The one inline script: styles must know at once whether scripts run. A test compares it with
the layout."""
_DIGEST = base64.b64encode(hashlib.sha256(BOOT_SCRIPT.encode()).digest()).decode()
BOOT_SCRIPT_HASH = f"'sha256-{_DIGEST}'"

_HSTS = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """The headers, computed once."""

    def __init__(self, settings: GatewaySettings) -> None:
        always = dict(_ALWAYS)
        if settings.is_https:
            always["strict-transport-security"] = _HSTS
        scheme = "https" if settings.s3_browser_secure else "http"
        store_origin = f"{scheme}://{settings.s3_browser_endpoint}"
        self._data = _raw({**always, "content-security-policy": _DATA_POLICY})
        self._page = _raw({**always, "content-security-policy": _page_policy(store_origin)})

    def of(self, present: RawHeaders) -> RawHeaders:
        """What to add to a response; nobody stores an answer unless the route says otherwise."""
        names = {name.lower() for name, _ in present}
        media_type = next((value for name, value in present if name == b"content-type"), b"")
        added = self._page if media_type.startswith(b"text/html") else self._data
        if b"cache-control" not in names:
            return [*added, (b"cache-control", b"no-store")]
        return added


def _page_policy(store_origin: str) -> str:
    """Own scripts and styles only; scans go to and come from the object store."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {BOOT_SCRIPT_HASH}",
            "style-src 'self'",
            f"img-src 'self' data: blob: {store_origin}",
            "font-src 'self'",
            f"connect-src 'self' {store_origin}",
            f"form-action 'self' {store_origin}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def _raw(headers: dict[str, str]) -> RawHeaders:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
