"""Annex 3 as PDF: the applicant's copy and the official form."""

from __future__ import annotations

import hashlib
from typing import Literal

from services.contracts.vocabulary import DocumentKind
from services.documents.render.engine import (
    PdfEngine,
    data_url,
    style_text,
    template_environment,
)
from services.documents.render.fonts import font_stack, require_glyphs
from services.documents.render.form_pages import FormPages
from services.documents.render.layout import FormKind, PrintProgramme
from services.documents.render.photo import photo_url
from services.documents.render.qr import qr_png
from services.documents.render.text import clean, markup
from services.documents.render.views import FormView, Rendered, cleaned_form

FormDocument = Literal[DocumentKind.APPLICANT_COPY, DocumentKind.OFFICIAL_FORM]


class FormRenderer:
    """Renders forms of one programme; keep one per process, it holds fonts and templates."""

    def __init__(self, programme: PrintProgramme, engine: PdfEngine) -> None:
        """Load template, style sheet and font tables."""
        self._layout = programme.form
        self._engine = engine
        environment = template_environment(programme.folder)
        self._template = environment.get_template("form.html.j2")
        self._style = engine.style_sheet(style_text(programme.folder, "form", self._layout.fonts))
        self._stack = font_stack(self._layout.fonts.song)

    def render(self, view: FormView, kind: FormDocument) -> Rendered:
        """Make the PDF.

        Args:
            view: the frozen version in words.
            kind: the applicant's copy leaves the opinion boxes empty and says 未经审核.

        Raises:
            MissingGlyphError: a character no font can draw; nothing is made.
            PhotoUnreadableError: the photo is not a picture.
        """
        view = cleaned_form(view, clean)
        require_glyphs(self._stack, view.texts(self._layout.labels))
        html = self._html(view, self._layout.kinds[kind.value])
        identifier = hashlib.sha256(html.encode()).digest()[:16]
        content, pages = self._engine.pdf(html, self._style, identifier=identifier)
        return Rendered(content, "application/pdf", hashlib.sha256(content).hexdigest(), pages)

    def _html(self, view: FormView, kind: FormKind) -> str:
        layout, texts = self._layout, self._layout.texts
        names = {
            "cycle_year": view.cycle_year,
            "application_no": view.application_no,
            "version_no": view.version_no,
            "verify_code": view.verify_code,
            "content_sha256": view.content_sha256,
            "final_review_org": view.values.get("final_review_org", ""),
            "title": layout.title,
        }
        composed = FormPages(layout, kind, view, self._stack.advance)
        guide = layout.instructions
        return self._template.render(
            language=layout.language,
            title=layout.title,
            document_title=f"{layout.title} {view.application_no} 第{view.version_no}版",
            description=f"{layout.title} 核验码 {view.verify_code}",
            created=view.frozen_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            footer=kind.footer.format(**names),
            mark=kind.mark,
            qr=data_url("image/png", qr_png(view.verify_code)),
            subtitle=[line.format(**names) for line in texts.subtitle],
            photo=photo_url(view.photo) if view.photo else None,
            pages=composed.pages,
            continuation=composed.continuation,
            continuation_title=texts.continuation_title,
            continuation_line=texts.continuation_line.format(**names),
            instructions={
                "title": guide.title,
                "paragraphs": [markup(line.format(**names)) for line in guide.paragraphs],
                "contacts": guide.contacts,
                "closing": guide.closing,
                "digest": guide.digest_line.format(**names),
            },
        )
