"""Applications that notices hears of, and their applicants."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.chassis.work import Duplicate
from services.contracts.actors import Actor
from services.contracts.envelope import Event
from services.contracts.requests.notices_messages import (
    Inbox,
    MessageView,
    ReadInbox,
    ReadMessage,
)
from services.notices import handlers
from tests.contract.examples import EXAMPLES
from tests.factories.causes import delivery_of, person
from tests.integration.notices.conftest import Office

HANDLERS: dict[str, Any] = {
    "submitted": handlers.on_submission,
    "resubmitted": handlers.on_submission,
    "desk-changed": handlers.on_desk_changed,
    "closing-soon": handlers.on_closing_soon,
    "due-soon": handlers.on_due_soon,
}


class File:
    """One application that notices hears of."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.applicant = person()
        self.application_id = uuid4()

    def hear(self, name: str, sequence: int = 1, **changes: Any) -> None:
        """An event of the file, as an example with changes; delivered twice, as may happen."""
        example = next(one for one in EXAMPLES if one.name == name)
        changes["application_id"] = self.application_id
        if hasattr(example, "applicant_id"):
            changes["applicant_id"] = self.applicant.person_id
        event: Event = example.model_copy(update=changes)
        delivery = delivery_of(
            event, aggregate_id=self.application_id, sequence=sequence, service="notices"
        )
        handler = HANDLERS.get(name, handlers.on_fact)
        handler(self.office.app, delivery)
        with pytest.raises(Duplicate):
            handler(self.office.app, delivery)

    def inbox(self, by: Actor | None = None) -> Inbox:
        answer = self.office.ask(ReadInbox(), by or self.applicant)
        assert isinstance(answer, Inbox)
        return answer

    def titles(self) -> list[str]:
        return [one.title for one in self.inbox().messages]

    def read(self, message_id: UUID, by: Actor | None = None) -> MessageView:
        answer = self.office.ask(ReadMessage(message_id=message_id), by or self.applicant)
        assert isinstance(answer, MessageView)
        return answer
