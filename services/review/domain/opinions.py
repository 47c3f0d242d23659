"""Opinions: their digest and the one hint about their wording; nothing ever reads their content.

No text analysis of any kind happens here or anywhere (`domain` §8.3 X1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SignedOpinion:
    """One signed opinion as the official form prints it."""

    position: int
    level: str
    organisation_id: UUID
    text: str
    decision: str
    health_fit: bool | None
    release_agreed: bool | None
    author_id: UUID
    author_name: str
    author_post: str
    leader_name: str
    signed_at: datetime


def opinions_digest(version_id: UUID, opinions: Iterable[SignedOpinion]) -> str:
    """SHA-256 over the canonical JSON of a version's signed opinions, hex."""
    rows = [asdict(opinion) for opinion in sorted(opinions, key=lambda each: each.position)]
    return canonical_hash({"version_id": version_id, "opinions": rows})


def text_digest(text: str) -> str:
    """SHA-256 of an opinion's text: to notice byte-identical ones, not to search (F2, F16)."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_hash(content: object) -> str:
    """SHA-256 over canonical JSON: sorted keys, no blanks, UTF-8."""
    body = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )
    return hashlib.sha256(body.encode()).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
