"""The sample plan as cells of text, and what checks compare it with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from services.chassis.datafiles import read_table
from services.chassis.uploaded_table import read_uploaded_table
from services.quotas.domain.plan import PlanLine
from services.quotas.domain.plan_checks import PlanContext
from services.quotas.domain.plan_table import read_plan_table

PROGRAMME = Path(__file__).parents[3] / "programmes" / "2019"


@pytest.fixture(scope="session")
def plan_file() -> bytes:
    return (PROGRAMME / "plan.csv").read_bytes()


@pytest.fixture
def plan_cells(plan_file: bytes) -> list[list[str]]:
    return read_uploaded_table(plan_file)


@pytest.fixture
def plan_lines(plan_cells: list[list[str]]) -> Sequence[PlanLine]:
    table = read_plan_table(plan_cells)
    assert table.findings == []
    return table.lines


@pytest.fixture
def context(plan_lines: Sequence[PlanLine]) -> PlanContext:
    regions = read_table(PROGRAMME / "regions.csv")
    return PlanContext(
        inland_total=200,
        in_region_total=200,
        southern_four={row["code"]: row["southern_four"] == "是" for row in regions},
        unit_active={line.plan_unit_code: True for line in plan_lines},
    )
