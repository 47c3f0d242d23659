"""Forms that no story sends wrongly: each comes back with what to correct, fit for everybody."""

from __future__ import annotations

import base64
from uuid import uuid4

from demo import applicant
from demo.stage import REGION
from tests.browser.conftest import NewVisitor
from tests.browser.test_every_state import at_work, id_of
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor
from tests.support.wrong_forms import sent_wrongly

LONG = "长" * 1_000
NO_TABLE = base64.b64encode(b"\xff\xfe").decode()


def test_forms_of_an_applicant(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.arrived()
    backstage.run(applicant.open_draft(backstage.stage, me))
    person = visitor()
    person.sign_in_applicant(me.person.login)
    page = person.open("/account")
    assert sent_wrongly(page, f"{me.path}/scans", slot="A02") == []
    assert sent_wrongly(page, "/account/unit-registration") == []


def test_forms_of_a_desk(visitor: NewVisitor, backstage: Backstage) -> None:
    unit = backstage.unit("B")
    desk = f"/desk/{unit['organisation_id']}"
    page = at_work(visitor, backstage, unit["code"], "UNIT_HR").open(f"{desk}/team")
    assert sent_wrongly(page, f"{desk}/phrases", phrases=LONG) == []
    assert sent_wrongly(page, f"{desk}/deputy") == []
    assert sent_wrongly(page, f"{desk}/search", text="") == []


def test_forms_of_the_region(visitor: NewVisitor, backstage: Backstage) -> None:
    base = f"/content/{id_of(backstage, REGION)}"
    page = at_work(visitor, backstage, REGION, "REGION_OFFICER_INLAND").open(base)
    assert sent_wrongly(page, f"{base}/dates") == []
    assert sent_wrongly(page, f"{base}/plan") == []
    page = at_work(visitor, backstage, REGION, "REGION_LEADER").open(base)
    assert sent_wrongly(page, f"{base}/dates/{uuid4()}", do="refuse") == []
    assert sent_wrongly(page, f"{base}/plan/publication", plan_version="1") == []


def own_grant(person: Visitor) -> str:
    """Where somebody would take their own role from themselves."""
    me = person.context.request.get(f"{person.site}/api/v1/session").json()
    return f"/admin/people/{me['person_id']}/roles/{me['roles'][0]['grant_id']}"


def test_forms_of_administrators(visitor: NewVisitor, backstage: Backstage) -> None:
    page = at_work(visitor, backstage, REGION, "SYSTEM_ADMIN").open("/admin/organisations/import")
    assert sent_wrongly(page, "/admin/organisations/import") == []
    assert sent_wrongly(page, "/admin/organisations/import/confirmed", content=NO_TABLE) == []
    security = at_work(visitor, backstage, REGION, "SECURITY_ADMIN")
    assert sent_wrongly(security.open("/admin/people"), own_grant(security)) == []
    page = at_work(visitor, backstage, REGION, "AUDITOR").open("/audit")
    assert sent_wrongly(page, "/audit/accounts/check?since=never") == []
