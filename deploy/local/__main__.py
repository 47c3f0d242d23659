"""``python3 -m deploy.local COMMAND [--instance NAME]``: what the Makefile calls."""

from __future__ import annotations

import sys

from deploy.local.commands import main

sys.exit(main(sys.argv[1:]))
