"""Write the generated reference, or compare it with what is committed."""

from __future__ import annotations

import difflib
import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PAGES: dict[str, str] = {
    "docs/reference/asyncapi.json": "operations.reference.asyncapi:document",
    "docs/reference/errors.md": "operations.reference.errors:document",
    "docs/reference/events.md": "operations.reference.events:document",
    "docs/reference/metrics.md": "operations.reference.metrics:document",
    "docs/reference/openapi.json": "services.gateway.openapi:rendered",
    "docs/reference/requirements.md": "operations.reference.requirements:document",
    "docs/reference/review-transitions.md": "services.review.domain.diagram:render",
    "deploy/grafana/tepei.json": "deploy.grafana.dashboard:document",
}
"""Generated file → function that gives its text."""

_SHOWN_LINES = 40


def generated(source: str) -> str:
    """The text a function gives, named `module:function`."""
    module, _, function = source.partition(":")
    return str(getattr(importlib.import_module(module), function)())


def main(arguments: list[str]) -> int:
    """Write every page, or with `--check` print the differences and return 1 if there are any."""
    check = "--check" in arguments
    stale = 0
    for name, source in PAGES.items():
        text = generated(source)
        path = ROOT / name
        committed = path.read_text(encoding="utf-8") if path.exists() else ""
        if not check:
            path.write_text(text, encoding="utf-8")
        elif committed != text:
            stale += 1
            difference = difflib.unified_diff(
                committed.splitlines(), text.splitlines(), f"committed {name}", "generated", n=1
            )
            print("\n".join(list(difference)[:_SHOWN_LINES]))
    if stale:
        print(f"{stale} generated page(s) differ: run `make reference` and commit the result.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
