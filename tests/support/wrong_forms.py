"""Sends forms wrongly, whatever the page that shows them would let through."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.browsing import inspect

REFUSED = {409, 422}
SEND = """([action, fields]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action });
  fields.csrf = document.body.dataset.csrf;
  fields.key = crypto.randomUUID().replaceAll("-", "");
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}"""


def sent_wrongly(page: Page, action: str, **fields: str) -> list[str]:
    """What is wrong with the page that answers such a form, which must tell what to correct."""
    with page.expect_navigation() as answer:
        page.evaluate(SEND, [action, fields])
    assert answer.value.status in REFUSED, f"{action}: {answer.value.status}"
    expect(page).to_have_title(re.compile("^错误："))
    return inspect(page)
