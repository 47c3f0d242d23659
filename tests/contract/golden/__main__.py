"""`make golden`: write schema and example of every event."""

from tests.contract.test_event_schemas import write_golden

write_golden()
