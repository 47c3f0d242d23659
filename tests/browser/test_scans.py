"""Scans in the browser: several at once, seen, cut, refused, removed, also without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Request, Route, expect

from demo.applicant import Applicant
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect
from tests.support.uploading import CHECKED, choose, chosen, drafted, materials, noise, paper, slot


@pytest.fixture
def applicant(backstage: Backstage) -> Applicant:
    return drafted(backstage)


def test_several_files_at_once_are_sent_checked_and_seen(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    page = materials(visitor(), applicant)
    expect(page.get_by_text("每个不超过10MB")).to_be_visible()
    assert inspect(page) == []
    files = [
        chosen("毕业证书第1页.jpg", noise(900, 1200)),
        chosen("毕业证书第2页.png", noise(300, 400, "PNG"), "image/png"),
        chosen("备案表.pdf", paper(3), "application/pdf"),
    ]
    choose(page, "A02", *files)
    area = slot(page, "A02")
    expect(area.get_by_text("已接受")).to_have_count(3, timeout=CHECKED)
    expect(area.locator("img")).to_have_count(3)
    expect(page.locator("#lacking")).not_to_contain_text("学历证书")
    expect(page.locator("#limits")).not_to_contain_text("现在已用0")
    assert area.locator("img").first.evaluate("image => image.decode().then(() => true)")
    expect(page.get_by_role("status").first).to_contain_text("已接受")
    assert inspect(page) == []
    page.reload()
    expect(slot(page, "A02").get_by_text("备案表.pdf", exact=True)).to_be_visible()
    expect(slot(page, "A02").get_by_text("3页")).to_be_visible()


def test_consent_comes_before_choosing(visitor: NewVisitor, applicant: Applicant) -> None:
    page = materials(visitor(), applicant)
    choose(page, "A01", chosen("身份证.jpg", noise(900, 600)))
    expect(slot(page, "A01").get_by_text("请先勾选")).to_be_visible()
    expect(slot(page, "A01").get_by_role("checkbox")).to_be_focused()
    assert inspect(page) == []
    slot(page, "A01").get_by_role("checkbox").check()
    choose(page, "A01", chosen("身份证.jpg", noise(900, 600)))
    expect(slot(page, "A01").get_by_text("已接受")).to_be_visible(timeout=CHECKED)


def test_the_photo_is_cut_with_the_keyboard(visitor: NewVisitor, applicant: Applicant) -> None:
    page = materials(visitor(), applicant)
    slot(page, "PHOTO").get_by_role("checkbox").check()
    choose(page, "PHOTO", chosen("证件照.jpg", noise(1200, 1000)))
    dialog = page.get_by_role("dialog", name="裁剪照片")
    expect(dialog.get_by_role("application")).to_be_focused()
    assert inspect(page) == []
    page.keyboard.press("+")
    zoom = dialog.get_by_role("slider")
    assert float(zoom.input_value()) > 0
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")
    dialog.get_by_role("button", name="使用这张照片").press("Enter")
    expect(slot(page, "PHOTO").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    slot(page, "PHOTO").get_by_role("link", name="查看").click()
    shown = page.locator(".tp-viewer__shown")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 413
    assert shown.evaluate("image => image.naturalHeight") == 531


def test_a_photo_can_be_thought_better_of(visitor: NewVisitor, applicant: Applicant) -> None:
    page = materials(visitor(), applicant)
    slot(page, "PHOTO").get_by_role("checkbox").check()
    choose(page, "PHOTO", chosen("证件照.jpg", noise(600, 800)))
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(page.get_by_role("dialog", name="裁剪照片")).to_have_count(0)
    expect(slot(page, "PHOTO").get_by_text("还没有文件")).to_be_visible()


@pytest.mark.requirement("R30")
def test_a_heavy_phone_photo_is_shrunk_not_refused(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    page = materials(visitor(), applicant)
    heavy = noise(5000, 3700)
    assert len(heavy) > 10 * 1024 * 1024
    asked: list[int] = []
    page.on(
        "request",
        lambda request: (
            asked.append(request.post_data_json["size"])
            if request.url.endswith("/uploads") and request.post_data_json
            else None
        ),
    )
    choose(page, "A04", chosen("IMG_2019.JPG", heavy))
    expect(slot(page, "A04").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    assert asked[0] < 5.5 * 1024 * 1024


WRONG: dict[str, tuple[FilePayload, str]] = {
    "heic": (chosen("IMG_1.HEIC", b"\0\0\0\x18ftypheic", "image/heic"), "兼容性最佳"),
    "text": (chosen("说明.txt", b"text", "text/plain"), "这里只接受JPG、PNG、PDF文件"),
    "broken": (chosen("坏.jpg", b"\xff\xd8\xff\xe0 no picture"), "可能已损坏"),
    "empty": (chosen("空.pdf", b"", "application/pdf"), "空的"),
    "large": (
        chosen("大.pdf", b"%PDF-1.7" + bytes(10 * 1024 * 1024), "application/pdf"),
        "超过10MB",
    ),
    "refused by the checker": (
        chosen("坏.pdf", b"%PDF-1.7 nothing else", "application/pdf"),
        "请重新生成",
    ),
}


def test_what_cannot_be_taken_says_what_to_do(visitor: NewVisitor, applicant: Applicant) -> None:
    page = materials(visitor(), applicant)
    for file, told in WRONG.values():
        choose(page, "A07", file)
        expect(slot(page, "A07").get_by_text(told)).to_be_visible(timeout=CHECKED)
    assert inspect(page) == []
    slot(page, "A07").get_by_role("button", name="知道了").first.click()
    expect(slot(page, "A07").get_by_text("兼容性最佳")).to_have_count(0)


def test_too_many_are_refused_before_any_is_sent(visitor: NewVisitor, applicant: Applicant) -> None:
    page = materials(visitor(), applicant)
    choose(page, "A06", *[chosen(f"{n}.jpg", noise(60, 80)) for n in range(3)], consent=True)
    expect(slot(page, "A06").get_by_text("最多2个文件")).to_be_visible()
    expect(slot(page, "A06").get_by_text("还没有文件")).to_be_visible()


def test_a_file_is_replaced_once_the_new_one_is_accepted(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    page = materials(visitor(), applicant)
    area = slot(page, "A02")
    choose(page, "A02", chosen("旧.jpg", noise(600, 800)))
    expect(area.get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    for name, content, kept in (
        ("坏.pdf", b"%PDF-1.7 nothing else", ["旧.jpg", "坏.pdf"]),
        ("新.pdf", paper(1), ["坏.pdf", "新.pdf"]),
    ):
        with page.expect_file_chooser() as chooser:
            area.get_by_role("button", name="替换").click()
        chooser.value.set_files([chosen(name, content, "application/pdf")])
        expect(area.locator("[data-files] .tp-file__name")).to_have_text(kept, timeout=CHECKED)


def test_the_viewer_obeys_the_keyboard(visitor: NewVisitor, applicant: Applicant) -> None:
    page = materials(visitor(), applicant)
    choose(page, "A02", chosen("三页.pdf", paper(3), "application/pdf"))
    expect(slot(page, "A02").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    slot(page, "A02").get_by_role("link", name="查看").click()
    expect(page.get_by_text("第1页，共3页")).to_be_visible()
    assert inspect(page) == []
    frame, picture = page.locator(".tp-viewer__frame"), page.locator(".tp-viewer__shown")
    frame.focus()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("第2页，共3页")).to_be_visible()
    expect(picture).to_have_attribute("alt", re.compile("第2页"))
    before = picture.evaluate("image => image.getBoundingClientRect().width")
    page.keyboard.press("+")
    after = picture.evaluate("image => image.getBoundingClientRect().width")
    assert after == pytest.approx(before * 1.25, rel=0.01)
    page.keyboard.press("r")
    tall = picture.evaluate("image => image.getBoundingClientRect()")
    assert tall["width"] > tall["height"]
    page.keyboard.press("f")
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="下一页")).to_be_disabled()
    page.get_by_role("button", name="上一页").click()
    expect(page.get_by_text("第2页，共3页")).to_be_visible()


def test_addresses_that_grew_old_are_fetched_anew(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    page = materials(visitor(), applicant)
    choose(page, "A02", chosen("两页.pdf", paper(2), "application/pdf"))
    expect(slot(page, "A02").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    address = slot(page, "A02").get_by_role("link", name="查看").get_attribute("href")
    assert address is not None
    renewed: list[str] = []

    def old_until_renewed(route: Route) -> None:
        if renewed:
            route.continue_()
        else:
            route.fulfill(status=403)

    def note(request: Request) -> None:
        if request.url.endswith("/pictures"):
            renewed.append(request.url)

    page.route(re.compile("/preview/"), old_until_renewed)
    page.on("request", note)
    page.goto(str(page.url.split("/applications")[0]) + address)
    shown = page.locator(".tp-viewer__shown")
    expect(shown).to_have_js_property("naturalWidth", 877)
    assert len(renewed) == 1


def test_without_scripts_the_pages_are_seen_and_a_file_is_removed(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    page = materials(visitor(), applicant)
    choose(page, "A02", chosen("两页.pdf", paper(2), "application/pdf"))
    expect(slot(page, "A02").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    bare = materials(visitor(scripts=False), applicant)
    slot(bare, "A02").get_by_role("link", name="查看").click()
    expect(bare.get_by_role("img", name="第2页")).to_be_visible()
    bare.get_by_role("link", name="返回证明材料").click()
    slot(bare, "A02").get_by_role("link", name="移除").click()
    expect(bare.get_by_text("移除后不能恢复")).to_be_visible()
    bare.get_by_role("button", name="移除").click()
    expect(bare.get_by_role("alert")).to_contain_text("已移除")
    expect(slot(bare, "A02").get_by_text("还没有文件")).to_be_visible()


def test_after_submission_files_are_seen_and_nothing_can_be_changed(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    page = materials(visitor(), me)
    expect(page.get_by_text("材料只能查看")).to_be_visible()
    expect(page.get_by_role("link", name="移除")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_have_count(0)
    assert inspect(page) == []


def test_somebody_elses_scans_are_not_found(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("UNIT_REVIEW")
    page = materials(visitor(), me)
    links = page.get_by_role("link", name="查看").all()
    seen = str(links[0].get_attribute("href"))
    scan_id = seen.rsplit("/", 1)[-1]
    other = visitor()
    other.sign_in_applicant(backstage.arrived().person.login)
    parts = (seen.rsplit("/", 1)[0], seen, f"{seen}/removal", f"{seen}/pictures")
    for path in (*parts, f"/scans/{scan_id}/original"):
        answer = other.page().goto(other.site + path)
        assert answer is not None
        assert answer.status == 404


def test_without_scripts_files_are_sent_through_the_gateway(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    page = materials(visitor(scripts=False), applicant)
    send = slot(page, "A01").get_by_role("button", name="上传")
    send.click()
    expect(page.get_by_role("link", name="请先选择文件")).to_be_visible()
    assert page.title().startswith("错误：")
    choose(page, "A01", chosen("身份证.jpg", noise(900, 600)))
    send.click()
    expect(page.get_by_role("link", name=re.compile("单独同意"))).to_be_visible()
    front, back = (chosen(f"身份证{side}.jpg", noise(1800, 1300)) for side in ("正面", "反面"))
    choose(page, "A01", front, back, consent=True)
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("已收到2个文件")
    for _ in range(20):
        if slot(page, "A01").get_by_text("已接受").count() == 2:
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(slot(page, "A01").get_by_text("已接受")).to_have_count(2)
    choose(page, "A02", chosen("大.pdf", b"%PDF-1.7" + bytes(10 * 1024 * 1024), "application/pdf"))
    slot(page, "A02").get_by_role("button", name="上传").click()
    expect(page.get_by_role("link", name=re.compile("超过单个文件10MB"))).to_be_visible()
