"""Signing in: the way to a page, a wrong password, a form that outlives its session."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from services.accounts.demo import DEMO_PASSWORD
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect


def test_a_wrong_password_is_told_and_the_login_stays(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    page = visitor().open("/sign-in")
    page.get_by_label("用户名或身份证号").fill("region.leader")
    page.get_by_label("密码", exact=True).fill("not-the-password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    expect(page.get_by_label("用户名或身份证号")).to_have_value("region.leader")
    assert page.title().startswith("错误：")
    assert inspect(page) == []


def test_the_sign_in_page_is_accessible_and_works_without_scripts(visitor: NewVisitor) -> None:
    assert inspect(visitor().open("/sign-in")) == []
    page = visitor(scripts=False).open("/sign-in?next=/status")
    page.get_by_label("用户名或身份证号").fill("region.leader")
    page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile("/status$"))
