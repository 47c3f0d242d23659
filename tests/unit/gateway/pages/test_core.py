"""What all pages stand on: forms, tokens, addresses, texts, the frame."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from services.gateway.edge.headers import BOOT_SCRIPT
from services.gateway.pages.core import filters
from services.gateway.pages.core.assets import manifest
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.responses import is_local
from services.gateway.pages.core.templates import FOLDER, environment
from services.gateway.sessions.secrets import SessionSecrets
from tests.unit.gateway.fakes import PASSWORD, House, Person, run

TEMPLATES = sorted(FOLDER.rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_template_compiles_and_holds_no_inline_style_or_script(path: Path) -> None:
    environment().get_template(str(path.relative_to(FOLDER)))
    text = path.read_text(encoding="utf-8")
    assert " style=" not in text
    assert re.search(r"\son\w+=", text) is None
    scripts = re.findall(r"<script>(.*?)</script>", text)
    assert set(scripts) <= {BOOT_SCRIPT}


def test_a_name_nobody_gave_stops_the_page_and_an_option_does_not() -> None:
    made = environment()
    assert made.from_string("{% if given.missing %}x{% endif %}").render(given={}) == ""
    with pytest.raises(UndefinedError):
        made.from_string("{{ nobody }}").render()
    with pytest.raises(UndefinedError):
        made.from_string("{% if nobody %}x{% endif %}").render()


def test_assets_are_named_by_their_content() -> None:
    names = manifest()
    assert {"app.css", "app.js", "mark.svg"} <= names.keys()
    assert all(re.fullmatch(r"[\w.-]+-[0-9a-f]{10}\.\w+", name) for name in names.values())


def test_a_token_is_written_differently_on_each_page_and_always_believed() -> None:
    secrets = SessionSecrets(b"\x07" * 32)
    one, other = secrets.masked_token("session"), secrets.masked_token("session")
    assert one != other
    assert secrets.csrf_matches("session", one)
    assert secrets.csrf_matches("session", other)
    assert secrets.csrf_matches("session", secrets.csrf_token("session"))
    assert not secrets.csrf_matches("another", one)
    assert not secrets.csrf_matches("session", "")
    assert not secrets.csrf_matches("session", "样例")
    assert not secrets.csrf_matches("session", base64.urlsafe_b64encode(b"\x00" * 48).decode())


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("/applications?x=1", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("https://evil.example", False),
        ("javascript:alert(1)", False),
        ("/a\nb", False),
        ("", False),
    ],
)
def test_only_pages_of_this_site_are_gone_to(address: str, local: bool) -> None:
    assert is_local(address) is local


def test_a_form_keeps_order_and_strips() -> None:
    form = Form([("a", " 1 "), ("b", "x"), ("a", "2"), ("key", "short")])
    assert (form["a"], form.getlist("a"), form["none"]) == ("2", ["1", "2"], "")
    assert len(form.key) == 32
    assert form.values == {"a": "2", "b": "x"}


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3), "2天3小时"),
        (timedelta(hours=1, minutes=59), "1小时59分钟"),
        (timedelta(seconds=59), "不到1分钟"),
        (timedelta(seconds=-5), "不到1分钟"),
    ],
)
def test_durations_are_never_longer_than_they_are(left: timedelta, words: str) -> None:
    assert filters.duration(left) == words


def test_times_are_those_of_beijing_and_numbers_can_be_dialled() -> None:
    instant = datetime(2019, 3, 15, 16, 0, tzinfo=UTC)
    assert filters.beijing(instant) == "2019年3月16日 00:00"
    assert filters.telephone("0991—3689692") == "+869913689692"


@pytest.mark.parametrize(
    ("text", "words"),
    [("2013-07", "2013年7月"), ("1984.05", "1984年5月"), ("1984-05-01", "1984年5月"), ("无", "无")],
)
def test_months_of_the_form_are_words(text: str, words: str) -> None:
    assert filters.month(text) == words


TABLE = """<table><thead><tr><th scope="col"><span class="x">姓名</span></th>
<th scope="col">甲&amp;乙</th><th scope="col">丙<div><label>全部</label></div></th></tr></thead>
<tbody><tr><th scope="row">某</th><td class="n">1</td><td>2</td></tr>
<tr><td colspan="2">合</td><td>3</td></tr></tbody></table>"""


def test_cells_carry_the_words_of_their_column_and_headings_of_rows_do_not() -> None:
    call = '{% from "macros/table.html" import scrolled %}{% call scrolled("表") %}'
    text = environment().from_string(f"{call}{TABLE}{{% endcall %}}").render()
    body = text.partition("<tbody>")[2]
    assert '<th scope="row">某</th><td class="n" data-label="甲&amp;乙">1</td>' in body
    assert '<td data-label="丙">2</td>' in body
    assert '<td colspan="2">合</td><td data-label="丙">3</td>' in body


def test_a_form_posted_without_a_session_survives_the_sign_in() -> None:
    async def story() -> None:
        house = House()
        house.people["applicant"] = Person("applicant")
        async with house.client() as nobody:
            asked = await nobody.post("/applications/x/withdrawal", data={"note": "样例“文字”"})
            kept = re.search(r'name="kept" value="([^"]*)"', asked.text)
            assert kept is not None
            fields = {
                "login": "applicant",
                "password": PASSWORD,
                "next": "/applications/x/withdrawal",
                "kept": kept[1].replace("&#34;", '"'),
            }
            answer = await nobody.post("/sign-in", data=fields)
        assert answer.status_code == 200
        assert 'action="/applications/x/withdrawal"' in answer.text
        assert "样例“文字”" in answer.text

    run(story())


@pytest.mark.parametrize(
    ("path", "length", "status"), [("/nowhere", "0", 404), ("/sign-in", "999999999", 413)]
)
def test_a_browser_reads_errors_as_pages_and_a_program_as_problems(
    path: str, length: str, status: int
) -> None:
    async def story() -> None:
        async with House().client() as nobody:
            headers = {"content-length": length}
            seen = await nobody.post(path, headers={**headers, "accept": "text/html"})
            told = await nobody.post(path, headers={**headers, "accept": "application/json"})
            api = await nobody.get("/api/v1/nowhere", headers={"accept": "text/html"})
        assert (seen.status_code, told.status_code, api.status_code) == (status, status, 404)
        assert seen.headers["content-type"].startswith("text/html")
        assert seen.headers["x-request-id"] in seen.text
        assert told.headers["content-type"] == "application/problem+json"
        assert api.headers["content-type"] == "application/problem+json"

    run(story())
