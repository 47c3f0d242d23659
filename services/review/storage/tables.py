"""All tables of the review service, for migrations and their check."""

from services.review.storage import (
    rows_case,
    rows_closure,
    rows_copies,
    rows_desk,
    rows_determination,
    rows_give_up,
    rows_list,
    rows_negative,
    rows_package,
    rows_paper,
    rows_re_review,
    rows_reserve,
    rows_training,
)
from services.review.storage.base import CHASSIS, METADATA

__all__ = [
    "CHASSIS",
    "METADATA",
    "rows_case",
    "rows_closure",
    "rows_copies",
    "rows_desk",
    "rows_determination",
    "rows_give_up",
    "rows_list",
    "rows_negative",
    "rows_package",
    "rows_paper",
    "rows_re_review",
    "rows_reserve",
    "rows_training",
]
