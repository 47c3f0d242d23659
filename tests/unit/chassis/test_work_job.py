"""A job's body is read strictly: what is not a job is never guessed at."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from services.chassis.causes import WorkJob

JOB = WorkJob(uuid4(), "samples.work", "thing:1", "story-1", {"thing_id": "1"})


def test_a_job_survives_the_wire() -> None:
    assert WorkJob.from_wire(JOB.to_wire()) == JOB


@pytest.mark.parametrize(
    "body",
    [
        None,
        "text",
        [],
        {},
        {**JOB.to_wire(), "extra": 1},
        {**JOB.to_wire(), "data": []},
        {**JOB.to_wire(), "job_id": "no uuid"},
    ],
)
def test_anything_else_is_refused(body: Any) -> None:
    with pytest.raises(ValueError, match=r"job|UUID"):
        WorkJob.from_wire(body)
