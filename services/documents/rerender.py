"""What could not be rendered, and rendering it again once the cause is mended.

    python -m services.documents.rerender [--document ID] [--code missing_glyph]
    …                                     --reason "补字后重新生成"

Without a reason it only shows; with one it queues what it shows and writes the reason to the audit
trail. It works on the service's database by the service's own rules; the running service sends the
jobs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final, TextIO
from uuid import UUID

from services.chassis.clock import BEIJING
from services.documents import handlers
from services.documents.app import DocumentsApp, DocumentsSettings, build_app
from services.documents.messages import failure_sentence
from services.documents.storage.documents import PrintRow

MOST_CHARACTERS: Final = 200
"""Of a reason; the audit trail keeps no more."""


def run(app: DocumentsApp, words: Sequence[str], out: TextIO) -> int:
    """Show or queue; returns the exit code."""
    asked = _parser().parse_args(words)
    reason = asked.reason.strip()
    if len(reason) > MOST_CHARACTERS:
        out.write(f"原因最多{MOST_CHARACTERS}个字。\n")
        return 2
    chosen = {"document_id": asked.document, "code": asked.code or None}
    if not reason:
        _show(handlers.failed_prints(app, **chosen), out)
        return 0
    rows = handlers.rerender(app, reason=reason, **chosen)
    _show(rows, out)
    out.write(f"已重新排队{len(rows)}份。\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.documents.rerender")
    parser.add_argument("--document", type=lambda text: UUID(text) if text else None)
    parser.add_argument("--code", default="")
    parser.add_argument("--reason", default="")
    return parser


def _show(rows: Sequence[PrintRow], out: TextIO) -> None:
    if not rows:
        out.write("没有未能生成的文件。\n")
    for row in rows:
        asked_at = row.requested_at.astimezone(BEIJING)
        out.write(
            f"{row.document_id}  {asked_at:%Y-%m-%d %H:%M}  {row.kind.label}"
            f"  第{row.version_no}版  {row.failure_code}  {failure_sentence(row)}\n"
        )


def main() -> int:
    """Run on the service's database, as the environment describes it."""
    return run(build_app(DocumentsSettings()), sys.argv[1:], sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
