"""Entrypoints of the review service, by what they are about; everything else is in the handlers."""

from __future__ import annotations

from services.review.service.desks import Desks
from services.review.service.files import Files
from services.review.service.heard import Heard
from services.review.service.lists import Lists
from services.review.service.questions import Questions


class ReviewService(Heard, Files, Desks, Lists, Questions):
    """Desks, decisions and lists."""

    name = "review"


SERVICE = ReviewService
