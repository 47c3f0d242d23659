"""The limit of a file holds for the file, not for the longer text that carries it."""

from __future__ import annotations

import base64

import pytest
from pydantic import ValidationError

from services.contracts.requests.accounts import PreviewOrganisations
from services.contracts.requests.tables import MAX_TABLE_BYTES


def test_a_file_of_the_limit_passes_and_a_larger_one_does_not() -> None:
    largest = b"x" * MAX_TABLE_BYTES
    assert PreviewOrganisations(content=base64.b64encode(largest)).content == largest
    with pytest.raises(ValidationError):
        PreviewOrganisations(content=base64.b64encode(largest + b"x"))
