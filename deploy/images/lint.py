"""Lint the Dockerfile: `python -m deploy.images.lint`, part of `make check`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DOCKERFILE = Path(__file__).with_name("Dockerfile")
HADOLINT = Path(sys.prefix) / "bin" / "hadolint"


def main() -> int:
    """Run hadolint; its exit code is 0 only when it finds nothing."""
    return subprocess.run([str(HADOLINT), str(DOCKERFILE)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
