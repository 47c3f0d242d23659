"""Files are fetched from the object store; the gateway only says where, to those allowed."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.contracts.requests.applications_scans import ReadScan
from services.contracts.requests.base import Request
from services.contracts.requests.documents import FetchDocument
from services.contracts.requests.documents_exports import FetchExport
from services.gateway.access import Access, readers
from services.gateway.edge.validation import invalid_request
from services.gateway.gateway import gateway_of
from services.gateway.routes.endpoint import json_response
from services.gateway.routes.exports import EXPORTERS

READERS = readers("documents:read")


async def fetch_document(request: HttpRequest) -> Response:
    """The file of one print."""
    return await _fetch(request, FetchDocument)


async def fetch_scan(request: HttpRequest) -> Response:
    """The file of one scan."""
    return await _fetch(request, ReadScan)


async def fetch_export(request: HttpRequest) -> Response:
    """The file of one's own export."""
    return await _fetch(request, FetchExport, EXPORTERS)


async def _fetch(request: HttpRequest, kind: type[Request], access: Access = READERS) -> Response:
    """Redirect to the presigned address, or tell it to programs that ask for JSON."""
    gateway = gateway_of(request)
    visit = await gateway.visit(request, access)
    try:
        asked = kind.model_validate(request.path_params)
    except ValidationError as error:
        raise invalid_request(error) from None
    result = await gateway.services.relay(asked, visit)
    if "application/json" in request.headers.get("accept", ""):
        return json_response(result)
    return Response(status_code=303, headers={"location": result["url"]})
