"""Training of those selected (R22, R23, R51, R55-R57): plan, notification, pre-study, attendance.

Tuition, lodging and living subsidy are paid in full: nothing here asks anybody for money.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.requests.base import Acknowledged, Answer, Request
from services.contracts.requests.review_list_selection import MOST_AT_ONCE, FileSeen
from services.contracts.vocabulary import ApplicationState, LabelledEnum, SeatKind, Track

WORDS_MAX, TOPICS_MAX = 100, 300
"""Longest name or place, and longest topics of the pre-study session, in characters."""


class TrainingMode(LabelledEnum):
    """How somebody is trained (R22)."""

    PRACTICE = "PRACTICE", "工作实践"
    STUDY = "STUDY", "业务学习"
    ON_SITE = "ON_SITE", "现场培训"
    ONLINE = "ONLINE", "在线教育"


class HostKind(LabelledEnum):
    """What a host is (R23)."""

    UNIVERSITY = "UNIVERSITY", "高等院校"
    INSTITUTE = "INSTITUTE", "科研院所"
    ENTERPRISE = "ENTERPRISE", "企业"
    PUBLIC_INSTITUTION = "PUBLIC_INSTITUTION", "事业单位"


class HostPlace(LabelledEnum):
    """Where a host is (R23); it agrees with the track."""

    INLAND = "INLAND", "内地"
    IN_REGION = "IN_REGION", "疆内"


class TrainingStep(LabelledEnum):
    """What is registered of people, each with its day (transition 14)."""

    ATTEND = "ATTEND", "参加学前教育"
    ENROL = "ENROL", "报到"
    COMPLETE = "COMPLETE", "培养结业"


class Addressee(LabelledEnum):
    """Who hears of a selection (R55)."""

    FINAL_UNIT = "FINAL_UNIT", "地州市人社局（人事职称部门）"
    SUPERVISOR = "SUPERVISOR", "主管单位"
    APPLICANT = "APPLICANT", "申报人"


class TrainingPlan(BaseModel):
    """What the notification says; it may be filled in bit by bit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host_name: str | None = Field(default=None, max_length=WORDS_MAX)
    host_kind: HostKind | None = None
    host_place: HostPlace | None = None
    mentor: str | None = Field(default=None, max_length=WORDS_MAX)
    modes: tuple[TrainingMode, ...] = Field(default=(), max_length=4)
    starts_on: date | None = None
    ends_on: date | None = None
    report_at: AwareDatetime | None = None
    report_place: str | None = Field(default=None, max_length=WORDS_MAX)
    pre_study_at: AwareDatetime | None = None
    pre_study_place: str | None = Field(default=None, max_length=WORDS_MAX)
    pre_study_contact: str | None = Field(default=None, max_length=WORDS_MAX)
    pre_study_topics: str | None = Field(default=None, max_length=TOPICS_MAX)


# --- commands -----------------------------------------------------------------------------------


class TrainingChanged(Answer):
    """A group of trainees after a command."""

    training_id: UUID
    version: int
    persons: int


class PlanTraining(Request):
    """An officer of the track's office puts selected people together under one plan."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "plan_training"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = TrainingChanged

    organisation_id: UUID = Field(description="The region's HRSS department")
    cycle_id: UUID
    track: Track
    files: Annotated[tuple[FileSeen, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class _TrainingCommand(Request):
    service: ClassVar[str] = "review"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = TrainingChanged

    training_id: UUID
    version: int = Field(ge=1)


class SaveTrainingPlan(_TrainingCommand):
    """Fill in the plan of a group, until it is notified."""

    method: ClassVar[str] = "save_training_plan"

    plan: TrainingPlan


class NotifyTraining(_TrainingCommand):
    """Notify final unit, 主管单位 and applicants; refused while something is missing."""

    method: ClassVar[str] = "notify_training"


class RegisterTraining(_TrainingCommand):
    """Register that people attended, enrolled or finished; those that cannot refuse the whole."""

    method: ClassVar[str] = "register_training"

    step: TrainingStep
    on: date
    application_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class AcknowledgeNotification(Request):
    """An addressee says that the notification was read: the applicant, or somebody of the unit."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "acknowledge_notification"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Acknowledged

    application_id: UUID
    organisation_id: UUID | None = Field(default=None, description="None: the applicant")


# --- questions ----------------------------------------------------------------------------------


class AttendanceRate(Answer):
    """参训率 of a unit and track: enrolled of those selected (R51)."""

    organisation_name: str
    track: Track
    selected: int
    enrolled: int


class TrainingSummary(Answer):
    """One group in an overview."""

    training_id: UUID
    track: Track
    host_name: str | None
    persons: int
    notified_at: AwareDatetime | None


class Trainee(Answer):
    """Somebody selected: numbers only."""

    application_id: UUID
    application_no: str
    version: int
    state: ApplicationState
    state_label: str
    seat_kind: SeatKind
    specialty: str
    attended_on: date | None = None
    enrolled_on: date | None = None
    completed_on: date | None = None
    unread: tuple[Addressee, ...] = Field(default=(), description="Who has not read of it yet")


class TrainingDesk(Answer):
    """Groups, people without one, and the rates of the reader's offices."""

    trainings: tuple[TrainingSummary, ...]
    waiting: tuple[Trainee, ...] = Field(description="Selected, in no group yet")
    rates: tuple[AttendanceRate, ...]
    officer_of: tuple[Track, ...]


class ReadTrainingDesk(Request):
    """The region's work after people were selected."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_training_desk"
    answer: ClassVar[type[Answer]] = TrainingDesk

    organisation_id: UUID
    cycle_id: UUID


class TrainingView(Answer):
    """One group with its plan and people."""

    training_id: UUID
    version: int
    track: Track
    plan: TrainingPlan
    missing: tuple[str, ...] = Field(description="What must be filled in before the notification")
    notified_at: AwareDatetime | None
    people: tuple[Trainee, ...]
    can_change: bool


class ReadTraining(Request):
    """One group, for the region's people of its track."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_training"
    answer: ClassVar[type[Answer]] = TrainingView

    training_id: UUID


class NotificationView(Answer):
    """What an addressee reads of one person's selection."""

    application_id: UUID
    application_no: str
    plan: TrainingPlan
    notified_at: AwareDatetime
    read_at: AwareDatetime | None
    read_by: str | None


class Notifications(Answer):
    """Notifications of one addressee."""

    notifications: tuple[NotificationView, ...] = Field(description="Those not read yet first")


class ReadNotifications(Request):
    """Notifications of an organisation, or of the applicant's own file."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_notifications"
    answer: ClassVar[type[Answer]] = Notifications

    organisation_id: UUID | None = None
    application_id: UUID | None = None
    cycle_id: UUID | None = None
