"""Pages of the desks."""

from __future__ import annotations

from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.desk import file, moves, opinions, queue, refusals, selection, team
from services.gateway.pages.desk.places import HANDLERS, RETURNERS

DESKS = staff(*DESK_ROLES)
OFFICERS = staff(*HANDLERS)
RETURNING = staff(*RETURNERS)
HR = staff(Role.UNIT_HR)
LEADER = staff(Role.UNIT_LEADER)
DECIDERS = staff(*refusals.DECIDERS)

_DESK = "/desk/{organisation_id}"
_FILE = f"{_DESK}/files/{{application_id}}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _DESK, queue.queue, DESKS),
    PageRoute("POST", f"{_DESK}/search", queue.search, DESKS),
    PageRoute("POST", f"{_DESK}/selection", selection.preview, OFFICERS),
    PageRoute("POST", f"{_DESK}/selection/confirmed", selection.confirm, OFFICERS),
    PageRoute("GET", f"{_DESK}/team", team.team, OFFICERS),
    PageRoute("POST", f"{_DESK}/deputy", team.name_deputy, OFFICERS),
    PageRoute("POST", f"{_DESK}/phrases", team.save_phrases, OFFICERS),
    PageRoute("GET", _FILE, file.look, DESKS),
    PageRoute("GET", f"{_FILE}/scans", file.scans, DESKS),
    PageRoute("GET", f"{_FILE}/changes", file.compare, DESKS),
    PageRoute("POST", f"{_FILE}/verdicts", file.mark, OFFICERS),
    PageRoute("POST", f"{_FILE}/claim", file.claim, OFFICERS),
    PageRoute("POST", f"{_FILE}/notes", file.note, DESKS),
    PageRoute("GET", f"{_FILE}/id-number", file.ask_number, OFFICERS),
    PageRoute("POST", f"{_FILE}/id-number", file.show_number, OFFICERS),
    PageRoute("GET", f"{_FILE}/opinion", opinions.ask_opinion, HR),
    PageRoute("POST", f"{_FILE}/opinion", opinions.write_opinion, HR),
    PageRoute("GET", f"{_FILE}/signature", opinions.ask_signature, LEADER),
    PageRoute("POST", f"{_FILE}/signature", opinions.sign, LEADER),
    PageRoute("GET", f"{_FILE}/pass", moves.ask_pass, OFFICERS),
    PageRoute("POST", f"{_FILE}/pass", moves.pass_on, OFFICERS),
    PageRoute("GET", f"{_FILE}/return", moves.ask_return, RETURNING),
    PageRoute("POST", f"{_FILE}/return", moves.send_back, RETURNING),
    PageRoute("GET", f"{_FILE}/refusal", refusals.ask_proposal, RETURNING),
    PageRoute("POST", f"{_FILE}/refusal", refusals.propose, RETURNING),
    PageRoute("GET", f"{_FILE}/refusal/decision", refusals.ask_decision, DECIDERS),
    PageRoute("POST", f"{_FILE}/refusal/decision", refusals.decide, DECIDERS),
)
