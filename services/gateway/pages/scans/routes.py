"""Pages of scans."""

from __future__ import annotations

from services.gateway.access import SIGNED_IN
from services.gateway.pages.core.forms import FORM_BYTES
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.scans import carrying, materials, viewing

_SCANS = "/applications/{application_id}/scans"
_SCAN = f"{_SCANS}/{{scan_id}}"

_FILE_BYTES = 10 * 1024 * 1024 + FORM_BYTES
"""One file of the largest size, or several small ones, and the fields around them."""

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _SCANS, materials.materials, SIGNED_IN),
    PageRoute("POST", _SCANS, carrying.carry, SIGNED_IN, _FILE_BYTES),
    PageRoute("GET", _SCAN, materials.look, SIGNED_IN),
    PageRoute("GET", f"{_SCAN}/removal", materials.ask_removal, SIGNED_IN),
    PageRoute("POST", f"{_SCAN}/removal", materials.remove, SIGNED_IN),
    PageRoute("GET", f"{_SCAN}/pictures", viewing.pictures_again, SIGNED_IN),
    PageRoute("GET", "/scans/{scan_id}/original", viewing.original, SIGNED_IN),
)
