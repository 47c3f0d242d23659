"""The real programme of 2019 and facts around a draft, for unit tests."""

from functools import lru_cache
from pathlib import Path

from services.applications.programme import Programme, load_programme

_ROOT = Path(__file__).parents[3]


@lru_cache(maxsize=1)
def programme_2019() -> Programme:
    return load_programme(_ROOT / "programmes" / "2019", 2019)
