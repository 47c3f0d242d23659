"""What people do at a desk, in the browser: mark, write, sign, pass, check the paper."""

from __future__ import annotations

from playwright.sync_api import Page, expect

OPINION = (
    "（样例）该同志长期从事本专业工作，能够独立解决技术难题，身体健康，单位同意其脱产参加培养。"
)
LEVEL_OPINION = "（样例）经逐项审核，填报内容与证明材料一致，单位意见明确，专业符合计划，同意上报。"


def mark_rest_by_key(page: Page) -> None:
    """The figure for 通过, until every item has its mark; each mark is stored at once."""
    page.wait_for_load_state()  # the items are counted when all have come
    items = page.locator("[data-item]").count()
    page.locator("[data-item]").first.focus()
    for _ in range(items):
        page.keyboard.press("1")
    expect(page.locator("[data-said]")).to_have_text(f"已审核{items}/{items}项，已保存。")


def fill_unit_opinion(page: Page, text: str = OPINION) -> None:
    """The form of the unit's opinion."""
    page.get_by_label("推荐意见").fill(text)
    page.get_by_label("您的职务").fill("人事科科长")
    page.get_by_label("是", exact=True).check()
    page.get_by_label("同意", exact=True).check()


def sign(page: Page) -> None:
    """The leader has read the whole opinion."""
    page.get_by_label("我已阅读意见全文，同意签署").check()
    page.get_by_role("button", name="签署").click()
    expect(page.get_by_text("推荐意见已签署")).to_be_visible()


def pass_on(page: Page, application_no: str, *, opinion: str = LEVEL_OPINION) -> None:
    """From the file to the next desk; a desk above the unit gives its opinion with it."""
    page.get_by_role("link", name="通过", exact=True).click()
    if page.get_by_label("审核意见").count():
        page.get_by_label("审核意见").fill(opinion)
        page.get_by_label("您的职务").fill("样例科科长")
        page.get_by_label("审批负责人").fill("样例科长")
    page.get_by_role("button", name="确认通过").click()
    expect(page.get_by_text(f"{application_no}已通过")).to_be_visible()


def check_paper(page: Page, code: str) -> None:
    """From the page that waits for a code: three copies, every original ticked."""
    page.get_by_label("核验码").fill(code)
    page.get_by_label("核验码").press("Enter")
    page.get_by_label("收到的申报表份数").fill("3")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="纸质材料审核通过").click()
    expect(page.get_by_text("纸质材料审核通过，已转入待汇总")).to_be_visible()
