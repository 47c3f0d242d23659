"""Start the supervisor of one instance: ``python -m deploy.local.supervisor RECORD_FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from deploy.local.supervisor.control import serve
from deploy.local.supervisor.loop import Supervisor


def main() -> None:
    """Serve the control page and supervise until told to end."""
    record = Path(sys.argv[1])
    ports = json.loads((record / "ports.json").read_text(encoding="utf-8"))
    secrets = json.loads((record / "secrets.json").read_text(encoding="utf-8"))
    supervisor = Supervisor(record)
    serve(ports["supervisor"], secrets["supervisor.token"], supervisor.ask)
    supervisor.run()


main()
