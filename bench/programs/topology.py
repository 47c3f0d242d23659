"""Declares the corner of the broker in which the bench is a service like the others."""

from __future__ import annotations

import sys

from bench.programs.wiring import wire


def main() -> int:
    """Declare everything on the broker of the environment."""
    wire()
    from services.chassis import topology  # noqa: PLC0415 -- reads the table the wiring changes

    return topology.main()


if __name__ == "__main__":
    sys.exit(main())
