"""`make replay S=review ID=…`: put a parked message back into its queue (ID=all: each of them)."""

from __future__ import annotations

import sys

from operations.dead_letters import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "replay"))
