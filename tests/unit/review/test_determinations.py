"""Determination: totals, two persons, the ministry's document, where a confirmed person goes."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from services.contracts.errors import (
    DeterminationFullError,
    IllegalTransitionError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.review_determination import (
    DeterminationStage,
    DeterminationStatus,
    PersonResult,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Track
from services.review.domain.determinations import (
    check_another_decides,
    check_fits,
    check_open,
    check_reason,
    check_results,
    state_after,
)

TODAY = date(2019, 5, 6)


@pytest.mark.requirement("R53", "R54")
@pytest.mark.parametrize(
    ("stage", "track", "selected", "after"),
    [
        (DeterminationStage.REGION, Track.IN_REGION, True, S.SELECTED),
        (DeterminationStage.REGION, Track.INLAND, True, S.MOHRSS_PENDING),
        (DeterminationStage.MINISTRY, Track.INLAND, True, S.SELECTED),
        (DeterminationStage.MINISTRY, Track.INLAND, False, S.NOT_SELECTED),
    ],
)
def test_inland_people_wait_for_the_ministry_and_others_never_do(
    stage: DeterminationStage, track: Track, selected: bool, after: S
) -> None:
    assert state_after(stage, track, selected=selected) is after


@pytest.mark.parametrize(
    ("taken", "count", "fits"), [(0, 200, True), (199, 1, True), (199, 2, False)]
)
def test_a_side_takes_no_more_than_its_total(taken: int, count: int, fits: bool) -> None:
    if fits:
        check_fits(Track.INLAND, count, most=200, taken=taken)
        return
    with pytest.raises(
        DeterminationFullError, match="内地人选总数为200名，已确定199名，本次2名，超出1名"
    ):
        check_fits(Track.INLAND, count, most=200, taken=taken)


@pytest.mark.requirement("R54")
@pytest.mark.parametrize(
    ("selected", "reason", "issued", "fields"),
    [
        (True, None, TODAY, 0),
        (False, "（样例）名单中无此人，文件未列。", TODAY, 0),
        (False, "  太短  ", TODAY, 1),
        (False, None, date(2019, 5, 7), 2),
    ],
)
def test_whoever_was_not_selected_reads_why(
    selected: bool, reason: str | None, issued: date, fields: int
) -> None:
    result = PersonResult(application_id=uuid4(), version=1, selected=selected, reason=reason)
    if not fields:
        check_results([result], issued, TODAY)
        return
    with pytest.raises(ValidationFailedError) as refused:
        check_results([result], issued, TODAY)
    assert len(refused.value.findings) == fields


@pytest.mark.requirement("R53")
def test_who_proposed_does_not_decide() -> None:
    one, other = uuid4(), uuid4()
    check_another_decides(one, other)
    with pytest.raises(SeparationOfDutiesError, match="另一位负责人"):
        check_another_decides(one, one)


def test_a_proposal_is_decided_once_and_sent_back_with_a_reason() -> None:
    check_open(DeterminationStatus.PROPOSED)
    with pytest.raises(IllegalTransitionError, match="已退回经办人"):
        check_open(DeterminationStatus.SENT_BACK)
    assert check_reason(" 请核对第二位的培养专业。 ") == "请核对第二位的培养专业。"
    with pytest.raises(ValidationFailedError):
        check_reason("  ")
