"""Claims, deputies, notes and phrases within one session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.contracts.requests.review_desk import NOTE_MAX
from services.review.domain.claims import Officer
from services.review.storage.rows_desk import (
    DeskClaim,
    DeskDeputy,
    DeskNoteRow,
    DeskPhrases,
)


class DeskStore:
    """How desks share their work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- claims ---------------------------------------------------------------------------------

    def claim(self, application_id: UUID, organisation_id: UUID) -> DeskClaim | None:
        """Who of the organisation handles a file."""
        return self._session.get(DeskClaim, (application_id, organisation_id))

    def claims(
        self, application_ids: Iterable[UUID], organisation_id: UUID
    ) -> dict[UUID, DeskClaim]:
        """Who of the organisation handles which of these files."""
        rows = self._session.scalars(
            select(DeskClaim).where(
                DeskClaim.application_id.in_(tuple(application_ids)),
                DeskClaim.organisation_id == organisation_id,
            )
        )
        return {row.application_id: row for row in rows}

    def put_claim(
        self, application_id: UUID, organisation_id: UUID, holder: Officer, at: datetime
    ) -> None:
        """Let somebody handle the file from now on."""
        values = {"person_id": holder.person_id, "person_name": holder.name, "since": at}
        statement = insert(DeskClaim).values(
            application_id=application_id, organisation_id=organisation_id, **values
        )
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["application_id", "organisation_id"], set_=values
            )
        )

    def drop_claim(self, claim: DeskClaim) -> None:
        """Let nobody handle the file."""
        self._session.delete(claim)

    # --- people ---------------------------------------------------------------------------------

    def deputies(self, organisation_id: UUID, from_day: date) -> Sequence[DeskDeputy]:
        """Who stands in for whom from that day on."""
        return self._session.scalars(
            select(DeskDeputy)
            .where(DeskDeputy.organisation_id == organisation_id, DeskDeputy.to_day >= from_day)
            .order_by(DeskDeputy.from_day, DeskDeputy.person_name)
        ).all()

    def stands_in_for(self, organisation_id: UUID, deputy_id: UUID, today: date) -> set[UUID]:
        """For whom somebody stands in today."""
        rows = self._session.scalars(
            select(DeskDeputy.person_id).where(
                DeskDeputy.organisation_id == organisation_id,
                DeskDeputy.deputy_id == deputy_id,
                DeskDeputy.from_day <= today,
                DeskDeputy.to_day >= today,
            )
        )
        return set(rows)

    def put_deputy(self, organisation_id: UUID, person_id: UUID, row: DeskDeputy | None) -> None:
        """Replace somebody's deputy."""
        self._session.execute(
            delete(DeskDeputy).where(
                DeskDeputy.organisation_id == organisation_id, DeskDeputy.person_id == person_id
            )
        )
        if row is not None:
            self._session.add(row)

    # --- notes and phrases ----------------------------------------------------------------------

    def notes(self, application_id: UUID, organisation_id: UUID) -> Sequence[DeskNoteRow]:
        """Notes of the organisation on a file, oldest first."""
        return self._session.scalars(
            select(DeskNoteRow)
            .where(
                DeskNoteRow.application_id == application_id,
                DeskNoteRow.organisation_id == organisation_id,
            )
            .order_by(DeskNoteRow.written_at, DeskNoteRow.note_id)
        ).all()

    def write_note(
        self,
        application_id: UUID,
        organisation_id: UUID,
        author: Officer,
        text: str,
        at: datetime,
    ) -> None:
        """Keep a note."""
        self._session.add(
            DeskNoteRow(
                note_id=uuid4(),
                application_id=application_id,
                organisation_id=organisation_id,
                text=text[:NOTE_MAX],
                author_id=author.person_id,
                author_name=author.name,
                written_at=at,
            )
        )

    def phrases(self, person_id: UUID | None) -> tuple[str, ...]:
        """Somebody's own phrases."""
        row = None if person_id is None else self._session.get(DeskPhrases, person_id)
        return () if row is None else tuple(row.phrases)

    def put_phrases(self, person_id: UUID, phrases: Iterable[str]) -> None:
        """Replace somebody's own phrases."""
        values = {"phrases": list(dict.fromkeys(phrases))}
        statement = insert(DeskPhrases).values(person_id=person_id, **values)
        self._session.execute(
            statement.on_conflict_do_update(index_elements=["person_id"], set_=values)
        )
