"""One byte form of a frozen version, so that its hash can be recomputed by anybody (R38)."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(content: Any) -> str:
    """JSON with sorted keys, no blanks, every character as itself, no NaN."""
    return json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def digest_of(content: Any) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
