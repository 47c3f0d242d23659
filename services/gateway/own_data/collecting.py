"""Everything the services hold of one application, asked in the applicant's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from services.contracts.errors import NotFoundError, TepeiError
from services.contracts.requests.accounts import ListBindings
from services.contracts.requests.applications import ReadAccesses, ReadApplication
from services.contracts.requests.applications_consents import ReadConsents
from services.contracts.requests.applications_scans import ListScans, ReadScan
from services.contracts.requests.applications_views import ScanState
from services.contracts.requests.base import Request
from services.contracts.requests.documents import FetchDocument, ReadDocuments
from services.contracts.requests.notices_messages import MOST_MESSAGES, ReadInbox, ReadMessage
from services.contracts.requests.review_views import ReadMyStatus
from services.contracts.vocabulary import DocumentKind, Material
from services.gateway.broker.wire import JSON
from services.gateway.gateway import Gateway
from services.gateway.visit import Visit

_NAMES = {
    DocumentKind.APPLICANT_COPY.value: "申报表（本人留存）",
    DocumentKind.OFFICIAL_FORM.value: "申报表（正式）",
}
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file: its place in the archive, and the question that gives its address."""

    name: str
    link: Request


@dataclass(frozen=True, slots=True)
class OwnData:
    """What goes into the archive."""

    application_no: str
    told: dict[str, Any]
    pieces: tuple[Piece, ...]

    @property
    def as_json(self) -> bytes:
        """What the services told, for programs and readable."""
        return json.dumps(self.told, ensure_ascii=False, indent=1).encode()


class Collector:
    """Asks as the person who downloads; every question is judged by the services."""

    def __init__(self, gateway: Gateway, visit: Visit) -> None:
        self._gateway = gateway
        self._visit = visit

    async def ask(self, request: Request) -> JSON:
        """One answer. The signature is fresh: a long download outlives that of its beginning."""
        visit = replace(self._visit, arrived_at=self._gateway.clock.now())
        return await self._gateway.services.relay(request, visit)

    async def collect(self, application_id: UUID) -> OwnData:
        """All of it but the bytes.

        Raises:
            NotFoundError: there is no such application, or it is somebody else's.
        """
        draft = await self.ask(ReadApplication(application_id=application_id))
        if draft["applicant_id"] != str(self._visit.actor.person_id):
            raise NotFoundError
        scans = (await self.ask(ListScans(application_id=application_id)))["scans"]
        documents = await self.ask(ReadDocuments(application_id=application_id))
        told = {
            "申报表": draft,
            "已提交的版本": [
                await self.ask(
                    ReadApplication(application_id=application_id, version_no=one["version_no"])
                )
                for one in draft["versions"]
            ],
            "办理进度与意见": await self._if_any(ReadMyStatus(application_id=application_id)),
            "同意记录": await self.ask(ReadConsents(application_id=application_id)),
            "查看记录": await self.ask(ReadAccesses(application_id=application_id)),
            "与单位的关系": await self.ask(ListBindings(limit=100)),
            "扫描件": scans,
            "打印件": documents["documents"],
            "消息": await self._messages(application_id),
        }
        pieces = (*_prints(documents["documents"]), *_scans(scans))
        return OwnData(draft["application_no"] or "", told, pieces)

    async def _if_any(self, request: Request) -> JSON | None:
        try:
            return await self.ask(request)
        except NotFoundError:
            return None

    async def _messages(self, application_id: UUID) -> list[JSON]:
        """The newest ones about this application; the rest of the data does not wait for them."""
        try:
            listed = (await self.ask(ReadInbox(limit=MOST_MESSAGES)))["messages"]
            found = [
                await self.ask(ReadMessage(message_id=UUID(one["message_id"]))) for one in listed
            ]
        except TepeiError:
            return []
        return [one for one in found if one["application_id"] == str(application_id)]


def _prints(documents: list[JSON]) -> Iterator[Piece]:
    """Every print that was made, the superseded ones too."""
    made = [one for one in documents if one["size_bytes"]]
    for number, one in enumerate(reversed(made), start=1):
        words = _NAMES.get(one["kind"], one["kind"])
        name = f"打印件/{number:02d} {words} 第{one['version_no']}版.pdf"
        yield Piece(name, FetchDocument(document_id=UUID(one["document_id"])))


def _scans(scans: list[JSON]) -> Iterator[Piece]:
    accepted = [one for one in scans if one["state"] == ScanState.ACCEPTED.value]
    for number, one in enumerate(accepted, start=1):
        label = Material[one["slot"]].label.replace("/", "、")
        ending = _ENDINGS.get(one["content_type"], "bin")
        name = f"扫描件/{number:02d} {label}.{ending}"
        yield Piece(name, ReadScan(scan_id=UUID(one["scan_id"])))
