"""Errors that cross the wire, found by their code (`registered_errors`)."""

from __future__ import annotations

from services.contracts.errors.applications import (
    BindingMissingError,
    DuplicateApplicationError,
    NotEligibleError,
    ScanRejectedError,
    WindowClosedError,
)
from services.contracts.errors.base import (
    Finding,
    InternalError,
    TepeiError,
    registered_errors,
)
from services.contracts.errors.documents import (
    MissingGlyphError,
    NotRenderedYetError,
)
from services.contracts.errors.general import (
    DeadlineExceededError,
    ForbiddenError,
    IdempotencyConflictError,
    IllegalTransitionError,
    InProgressError,
    InvalidRequestError,
    NotFoundError,
    Permanent,
    ServiceUnavailableError,
    SignInFailedError,
    StaleVersionError,
    TooLargeError,
    TryAgain,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.errors.quotas import (
    PlanInvalidError,
    QuotaBelowUseError,
)
from services.contracts.errors.review import (
    AnswerPeriodError,
    ChecklistHasProblemsError,
    ChecklistIncompleteError,
    ClaimedByAnotherError,
    LateError,
    ListNotReadyError,
    OpinionMissingError,
    PackageIncompleteError,
    PaperIncompleteError,
    SeparationOfDutiesError,
    UnderReReviewError,
    WrongVerifyCodeError,
)

__all__ = [
    "AnswerPeriodError",
    "BindingMissingError",
    "ChecklistHasProblemsError",
    "ChecklistIncompleteError",
    "ClaimedByAnotherError",
    "DeadlineExceededError",
    "DuplicateApplicationError",
    "Finding",
    "ForbiddenError",
    "IdempotencyConflictError",
    "IllegalTransitionError",
    "InProgressError",
    "InternalError",
    "InvalidRequestError",
    "LateError",
    "ListNotReadyError",
    "MissingGlyphError",
    "NotEligibleError",
    "NotFoundError",
    "NotRenderedYetError",
    "OpinionMissingError",
    "PackageIncompleteError",
    "PaperIncompleteError",
    "Permanent",
    "PlanInvalidError",
    "QuotaBelowUseError",
    "ScanRejectedError",
    "SeparationOfDutiesError",
    "ServiceUnavailableError",
    "SignInFailedError",
    "StaleVersionError",
    "TepeiError",
    "TooLargeError",
    "TryAgain",
    "UnauthenticatedError",
    "UnderReReviewError",
    "ValidationFailedError",
    "WindowClosedError",
    "WrongVerifyCodeError",
    "registered_errors",
]
