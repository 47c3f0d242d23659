"""Entrypoints of the review service, by what they are about; everything else is in the handlers."""

from __future__ import annotations

from services.review.service.desks import Desks
from services.review.service.determinations import Determinations
from services.review.service.files import Files
from services.review.service.heard import Heard
from services.review.service.lists import Lists
from services.review.service.packages import Packages
from services.review.service.questions import Questions
from services.review.service.training import Trainings


class ReviewService(Heard, Files, Desks, Lists, Packages, Determinations, Trainings, Questions):
    """Desks, decisions, lists, packages and determination."""

    name = "review"


SERVICE = ReviewService
