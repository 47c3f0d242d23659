"""A second year: prepared as data, looked at and opened by the leader, chosen by everybody."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from demo.stage import REGION
from operations.programme import copy
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect
from tests.support.live import running_stack

EARLIER, YEAR, BROKEN = 2019, 2020, 2021
LOOKS = 12


def test_a_year_is_looked_at_opened_and_chosen(visitor: NewVisitor, backstage: Backstage) -> None:
    programmes = Path(running_stack().environment("quotas")["TEPEI_PROGRAMMES_DIR"])
    copy(programmes, EARLIER, YEAR)
    wrong = copy(programmes, EARLIER, BROKEN) / "cycle.toml"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("batch_no", "batch"))
    leader = visitor()
    leader.sign_in(backstage.login(REGION, "REGION_LEADER"))
    page = leader.open("/workplaces")
    page.get_by_role("link", name="公开内容").click()
    page.get_by_role("link", name="年度", exact=True).click()
    assert inspect(page) == []
    page.get_by_role("link", name=f"{BROKEN}年度").click()
    expect(page.locator("main")).to_contain_text(f"programmes/{BROKEN}/cycle.toml")
    assert inspect(page) == []
    page.go_back()
    page.get_by_role("link", name=f"{YEAR}年度").click()
    expect(page.locator("main")).to_contain_text(f"与{EARLIER}年度相比")
    assert inspect(page) == []
    late = leader.open(page.url.removeprefix(leader.site))

    page.get_by_role("button", name=f"开启{YEAR}年度").click()
    expect(page.get_by_role("alert")).to_contain_text(f"{YEAR}年度已开启")
    late.get_by_role("button", name=f"开启{YEAR}年度").click()
    expect(late.get_by_role("alert").first).to_contain_text("不能重复开启")
    assert inspect(late) == []

    # What pages know of the years is a few seconds old at most.
    for _ in range(LOOKS):
        page.reload()
        if page.get_by_role("link", name=f"{YEAR}年度（更换）").count():
            break
        page.wait_for_timeout(1_000)
    page.get_by_role("link", name=f"{YEAR}年度（更换）").click()
    assert inspect(page) == []
    page.get_by_role("link", name=f"换到{EARLIER}年度").click()
    expect(page.get_by_role("alert")).to_contain_text(f"现在显示{EARLIER}年度")
    reader = visitor(scripts=False).page()
    reader.goto(f"{leader.site}/plan")
    expect(reader).to_have_url(f"{leader.site}/plan/{EARLIER}")
