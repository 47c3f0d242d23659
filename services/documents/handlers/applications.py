"""What happens to forms when applications move."""

from __future__ import annotations

from services.chassis.causes import Delivery
from services.chassis.transaction import Transaction
from services.contracts import events
from services.contracts.errors import Permanent, TryAgain
from services.contracts.vocabulary import DocumentKind
from services.documents import phrases
from services.documents.app import DocumentsApp
from services.documents.domain.prints import PrintedVersion, Standing, form_file_name
from services.documents.handlers.requesting import request_print
from services.documents.storage import documents, standings
from services.documents.storage.documents import NewPrint

Submission = events.ApplicationSubmittedV1 | events.ApplicationResubmittedV1


def on_submitted(app: DocumentsApp, delivery: Delivery[events.ApplicationSubmittedV1]) -> None:
    """A first version was frozen: print the applicant's copy."""
    with app.uow(delivery) as tx:
        _print_copy(app, tx, delivery.event)


def on_resubmitted(app: DocumentsApp, delivery: Delivery[events.ApplicationResubmittedV1]) -> None:
    """A corrected version was frozen: nothing printed of an older one is current any more."""
    with app.uow(delivery) as tx:
        _print_copy(app, tx, delivery.event)


def _print_copy(app: DocumentsApp, tx: Transaction, event: Submission) -> None:
    known = PrintedVersion(
        event.version_id, event.application_id, event.application_no, event.version_no
    )
    standing = standings.take_in_submission(tx.session, known, event.cycle_id, event.cycle_year)
    kind = DocumentKind.APPLICANT_COPY
    new = NewPrint(
        kind=kind,
        application_id=event.application_id,
        version_id=event.version_id,
        version_no=event.version_no,
        template_version=app.programmes.of(event.cycle_year).form_version,
        year=event.cycle_year,
        verify_code=event.verify_code,
        file_name=form_file_name(kind, event.application_no, event.version_no),
    )
    request_print(
        tx,
        new,
        current=standing.counts_version(event.version_no),
        supersedes=tuple(DocumentKind),
    )


def on_approved(app: DocumentsApp, delivery: Delivery[events.ApplicationApprovedV1]) -> None:
    """The final reviewing unit passed: print the official form (R38, R41)."""
    event = delivery.event
    with app.uow(delivery) as tx:
        if not event.final:
            return
        if event.verify_code is None or event.opinions_digest is None:
            raise Permanent
        found = standings.known_version(tx.session, event.version_id, event.cycle_id)
        if found is None:
            raise TryAgain(phrases.VERSION_NOT_KNOWN_YET)
        known, year = found
        news = Standing(sequence=delivery.sequence)
        standing = standings.take_in(tx.session, known.application_id, news)
        kind = DocumentKind.OFFICIAL_FORM
        new = NewPrint(
            kind=kind,
            application_id=event.application_id,
            version_id=event.version_id,
            version_no=known.version_no,
            opinions_digest=event.opinions_digest,
            template_version=app.programmes.of(year).form_version,
            year=year,
            verify_code=event.verify_code,
            file_name=form_file_name(kind, known.application_no, known.version_no),
        )
        current = standing.counts_approval(known.version_no, delivery.sequence)
        request_print(tx, new, current=current, supersedes=(kind,))


def on_withdrawn(app: DocumentsApp, delivery: Delivery[events.ApplicationWithdrawnV1]) -> None:
    """The applicant withdrew: no print of the application is valid any more."""
    application_id = delivery.event.application_id
    with app.uow(delivery) as tx:
        standings.take_in(tx.session, application_id, Standing(closed=True))
        documents.supersede_application(tx.session, application_id)
