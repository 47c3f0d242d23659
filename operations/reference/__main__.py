"""Write the generated reference, or compare it with what is committed."""

from __future__ import annotations

import difflib
import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PAGES: dict[str, str] = {
    "docs/reference/asyncapi.json": "operations.reference.asyncapi",
    "docs/reference/errors.md": "operations.reference.errors",
    "docs/reference/events.md": "operations.reference.events",
    "docs/reference/metrics.md": "operations.reference.metrics",
    "deploy/grafana/tepei.json": "deploy.grafana.dashboard",
}
"""Generated file → module whose `document()` returns its text."""


def main(arguments: list[str]) -> int:
    """Write every page, or with `--check` print the differences and return 1 if there are any."""
    check = "--check" in arguments
    stale = 0
    for name, module in PAGES.items():
        text = importlib.import_module(module).document()
        path = ROOT / name
        committed = path.read_text(encoding="utf-8") if path.exists() else ""
        if not check:
            path.write_text(text, encoding="utf-8")
        elif committed != text:
            stale += 1
            difference = difflib.unified_diff(
                committed.splitlines(), text.splitlines(), f"committed {name}", "generated", n=1
            )
            print("\n".join(list(difference)[:40]))
    if stale:
        print(f"{stale} generated page(s) differ: run `make reference` and commit the result.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
