"""What the viewer's macro gives to browsers, with and without scripts."""

from __future__ import annotations

from uuid import uuid4

from services.contracts.requests.applications_scans import PagePicture
from services.gateway.pages.core.templates import environment
from services.gateway.pages.scans.viewing import ViewedScan

PAGE = """{% from "macros/viewer.html" import viewer %}{{ viewer(scans) }}"""


def scan(pages: int, missing: int = 0) -> ViewedScan:
    return ViewedScan(
        id=uuid4(),
        label="学历证书",
        filename="<样例>.pdf",
        pages=tuple(
            PagePicture(number=n, width=876, height=1240, url=f"https://store.test/{n}?a=1&b=2")
            for n in range(1, pages + 1)
        ),
        missing=missing,
        again="/applications/1/scans/2/pictures",
    )


def shown(*scans: ViewedScan) -> str:
    return environment().from_string(PAGE).render(scans=scans)


def test_every_page_is_a_picture_that_keeps_its_place() -> None:
    text = shown(scan(2), scan(1))
    assert text.count("<img") == 3
    assert text.count('width="876" height="1240"') == 3
    assert text.count('alt="学历证书，第2页"') == 1
    assert "https://store.test/1?a=1&amp;b=2" in text
    assert "&lt;样例&gt;.pdf" in text
    assert "没有预览图" not in text


def test_only_the_first_picture_is_loaded_at_once() -> None:
    text = shown(scan(2), scan(2))
    assert (text.count('loading="eager"'), text.count('loading="lazy"')) == (1, 3)
    assert text.index('loading="eager"') < text.index('loading="lazy"')


def test_pages_without_a_picture_lead_to_the_file() -> None:
    some, none = scan(1, missing=2), scan(0, missing=1)
    text = shown(some, none)
    assert "有2页没有预览图，请打开原文件查看。" in text
    assert "此文件没有预览图，请打开原文件查看。" in text
    for one in (some, none):
        assert f'href="/scans/{one.id}/original"' in text


def test_nothing_to_see_is_said() -> None:
    assert "没有可以查看的扫描件。" in shown()
