"""Whether the process of this container is ready: `python -IS /app/deploy/images/ready.py`.

The health check of every container of our image. Standard library only and no site packages,
because it runs every few seconds.
"""

from __future__ import annotations

import http.client
import sys

PORT = 9100
"""Every process in a container has its operators' door here."""

SECONDS = 4.0


def is_ready(host: str, port: int) -> bool:
    """Whether `/readyz` answers 200."""
    line = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready("127.0.0.1", PORT) else 1)
