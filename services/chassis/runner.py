"""Starts one nameko service: `python -m services.chassis.runner <service>`.

The order matters: the standard library is patched before anything else is imported, then the
service is imported, its application built and the container started. One SIGTERM ends it: what is
in hand is finished and acknowledged, and the process exits within 25 seconds.
"""

from __future__ import annotations

import sys
import warnings


def main(arguments: list[str]) -> int:
    """Run a service until SIGTERM.

    Returns:
        The exit code: 0 after a stop, 1 when the service died, 2 when it cannot be started.
    """
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m services.chassis.runner SERVICE\n")
        return 2
    # Known and decided (docs/adr/0002); the line at every start would only hide others.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    from services.chassis import hub  # noqa: PLC0415 -- nothing may be imported before the patch

    hub.prepare()
    from services.chassis.nameko_edge import process  # noqa: PLC0415 -- must come after the patch

    return process.run(arguments[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
