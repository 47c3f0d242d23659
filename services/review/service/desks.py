"""How desks share their work."""

from __future__ import annotations

from services.chassis.causes import Call
from services.chassis.entrypoints import command, query
from services.contracts.requests import review_desk
from services.contracts.requests.base import Acknowledged
from services.review.handlers import claims, desks
from services.review.service.part import Part


class Desks(Part):
    """Claims, deputies, notes, phrases."""

    @command(review_desk.ClaimFiles)
    def claim_files(self, call: Call[review_desk.ClaimFiles]) -> review_desk.SelectionDone:
        return claims.claim_files(self.app, call)

    @command(review_desk.HandOverFiles)
    def hand_over_files(self, call: Call[review_desk.HandOverFiles]) -> review_desk.SelectionDone:
        return claims.hand_over_files(self.app, call)

    @command(review_desk.ReleaseFiles)
    def release_files(self, call: Call[review_desk.ReleaseFiles]) -> review_desk.SelectionDone:
        return claims.release_files(self.app, call)

    @command(review_desk.AddDeskNote)
    def add_desk_note(self, call: Call[review_desk.AddDeskNote]) -> Acknowledged:
        return desks.add_desk_note(self.app, call)

    @command(review_desk.SavePhrases)
    def save_phrases(self, call: Call[review_desk.SavePhrases]) -> Acknowledged:
        return desks.save_phrases(self.app, call)

    @command(review_desk.NameDeputy)
    def name_deputy(self, call: Call[review_desk.NameDeputy]) -> Acknowledged:
        return desks.name_deputy(self.app, call)

    @query(review_desk.ReadDeskFile)
    def read_desk_file(self, call: Call[review_desk.ReadDeskFile]) -> review_desk.DeskFile:
        return desks.read_desk_file(self.app, call)

    @query(review_desk.ReadDeskTeam)
    def read_desk_team(self, call: Call[review_desk.ReadDeskTeam]) -> review_desk.DeskTeam:
        return desks.read_desk_team(self.app, call)
