"""Opens the cycle in the database of the environment and tells its cells."""

from __future__ import annotations

from typing import Any

from bench.child import answer_all
from bench.programs.nominees import open_cycle, service


def main() -> None:
    """Open it once asked."""

    def opened(_question: dict[str, Any]) -> dict[str, Any]:
        cycle_id, rows = open_cycle(service())
        return {"cycle_id": str(cycle_id), "plan_rows": [str(row) for row in rows]}

    answer_all(opened)


if __name__ == "__main__":
    main()
