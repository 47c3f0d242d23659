"""Commands and questions about training."""

from __future__ import annotations

from services.chassis.causes import Call
from services.chassis.entrypoints import command, query
from services.contracts.requests import review_training as requests
from services.contracts.requests.base import Acknowledged
from services.review.handlers import notifying, training, training_views
from services.review.service.part import Part


class Trainings(Part):
    """Those selected are grouped, notified and trained."""

    @command(requests.PlanTraining)
    def plan_training(self, call: Call[requests.PlanTraining]) -> requests.TrainingChanged:
        return training.plan_training(self.app, call)

    @command(requests.SaveTrainingPlan)
    def save_training_plan(self, call: Call[requests.SaveTrainingPlan]) -> requests.TrainingChanged:
        return training.save_plan(self.app, call)

    @command(requests.NotifyTraining)
    def notify_training(self, call: Call[requests.NotifyTraining]) -> requests.TrainingChanged:
        return training.notify(self.app, call)

    @command(requests.RegisterTraining)
    def register_training(self, call: Call[requests.RegisterTraining]) -> requests.TrainingChanged:
        return training.register(self.app, call)

    @command(requests.AcknowledgeNotification)
    def acknowledge_notification(
        self, call: Call[requests.AcknowledgeNotification]
    ) -> Acknowledged:
        return notifying.acknowledge(self.app, call)

    @query(requests.ReadTrainingDesk)
    def read_training_desk(self, call: Call[requests.ReadTrainingDesk]) -> requests.TrainingDesk:
        return training_views.read_desk(self.app, call)

    @query(requests.ReadTraining)
    def read_training(self, call: Call[requests.ReadTraining]) -> requests.TrainingView:
        return training_views.read_training(self.app, call)

    @query(requests.ReadNotifications)
    def read_notifications(self, call: Call[requests.ReadNotifications]) -> requests.Notifications:
        return notifying.read_notifications(self.app, call)
