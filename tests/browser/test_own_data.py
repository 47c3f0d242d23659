"""An applicant takes the own data along: everything told, every print and scan, nobody else's."""

from __future__ import annotations

import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect


@pytest.mark.requirement("D12")
def test_the_own_data_are_one_file(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("MID_REVIEW", "A1")
    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    page = applicant.open(f"/applications/{me.application_id}/status")
    page.get_by_role("link", name="下载我的数据").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("下载我的数据")
    assert inspect(page) == []
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载", exact=True).click()
    download = waiting.value
    assert download.suggested_filename == f"申报数据 {me.application_no}.zip"
    with zipfile.ZipFile(download.path()) as found:
        assert found.testzip() is None
        names = found.namelist()
        told = json.loads(found.read("我的数据.json"))
        prints = [name for name in names if name.startswith("打印件/")]
        scans = [name for name in names if name.startswith("扫描件/")]
        assert prints
        assert found.read(prints[0]).startswith(b"%PDF")
        assert len(scans) == len(told["扫描件"])
    assert told["申报表"]["application_no"] == me.application_no
    assert told["已提交的版本"][0]["fields"]["name"]
    assert told["办理进度与意见"]["opinions"]
    assert told["消息"]

    stranger = visitor()
    stranger.sign_in_applicant(backstage.arrived().person.login)
    address = f"{stranger.site}/applications/{me.application_id}/data/file"
    assert stranger.context.request.get(address).status == 404
