"""What happens to printed lists when lists are frozen and voided."""

from __future__ import annotations

from typing import Final

from services.chassis.causes import Delivery
from services.chassis.transaction import Transaction
from services.contracts import events
from services.contracts.errors import TryAgain
from services.contracts.vocabulary import DocumentKind
from services.documents import phrases
from services.documents.app import DocumentsApp
from services.documents.domain.prints import Standing, list_file_name
from services.documents.handlers.requesting import request_print
from services.documents.storage import documents, standings
from services.documents.storage.documents import NewPrint

_LIST_KINDS: Final = (DocumentKind.LIST_PDF, DocumentKind.LIST_XLSX)


def on_list_frozen(app: DocumentsApp, delivery: Delivery[events.ListFrozenV1]) -> None:
    """A list version was frozen: print it as PDF and as spreadsheet (R42)."""
    event = delivery.event
    with app.uow(delivery) as tx:
        year = standings.year_of(tx.session, event.cycle_id)
        if year is None:
            raise TryAgain(phrases.VERSION_NOT_KNOWN_YET)
        current = _freeze(tx, event)
        for kind in _LIST_KINDS:
            new = NewPrint(
                kind=kind,
                list_id=event.list_id,
                version_id=event.list_version_id,
                version_no=event.list_version_no,
                template_version=app.programmes.of(year).list_version,
                year=year,
                verify_code=event.verify_code,
                file_name=list_file_name(kind, year, event.seat_kind, event.list_version_no),
            )
            request_print(tx, new, current=current)


def _freeze(tx: Transaction, event: events.ListFrozenV1) -> bool:
    """Take the frozen version in; say whether its prints are the current ones."""
    news = Standing(event.list_version_no)
    standing = standings.take_in(tx.session, event.list_id, news)
    newest = standing.counts_version(event.list_version_no)
    if newest:
        documents.supersede_list(tx.session, event.list_id)
    return newest and not standings.is_voided(tx.session, event.list_version_id)


def on_list_voided(app: DocumentsApp, delivery: Delivery[events.ListVoidedV1]) -> None:
    """A frozen version is void: its prints are not valid any more."""
    event = delivery.event
    with app.uow(delivery) as tx:
        standings.take_in(tx.session, event.list_id, Standing())
        standings.remember_voided(tx.session, event.list_version_id)
        documents.supersede_list_version(tx.session, event.list_version_id)
