"""Which print is current, whatever order the events arrive in.

A print stands for (version, opinions digest, template version). The newest version counts; an
official form counts only for the newest version and the newest approval of it; nothing counts once
the application is withdrawn or the list version voided (`architecture` §3, invariant 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.contracts.requests.documents import CodeSubject
from services.contracts.vocabulary import DocumentKind, SeatKind

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CONTENT_TYPES: Final = {
    DocumentKind.APPLICANT_COPY: PDF,
    DocumentKind.OFFICIAL_FORM: PDF,
    DocumentKind.LIST_PDF: PDF,
    DocumentKind.LIST_XLSX: XLSX,
}
SUBJECT_OF: Final = {
    DocumentKind.APPLICANT_COPY: CodeSubject.APPLICANT_COPY,
    DocumentKind.OFFICIAL_FORM: CodeSubject.OFFICIAL_FORM,
    DocumentKind.LIST_PDF: CodeSubject.LIST,
    DocumentKind.LIST_XLSX: CodeSubject.LIST,
}
_NAMES: Final = {
    DocumentKind.APPLICANT_COPY: "{subject}-第{version_no}版-申报表（留存）.pdf",
    DocumentKind.OFFICIAL_FORM: "{subject}-第{version_no}版-申报表.pdf",
    DocumentKind.LIST_PDF: "{subject}-第{version_no}版.pdf",
    DocumentKind.LIST_XLSX: "{subject}-第{version_no}版.xlsx",
}


@dataclass(frozen=True, slots=True)
class PrintedVersion:
    """One frozen version of an application."""

    version_id: UUID
    application_id: UUID
    application_no: str
    version_no: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest that is known of an application or list, or what one event says of it."""

    version_no: int = 0
    closed: bool = False
    sequence: int = 0

    def counts_version(self, version_no: int) -> bool:
        """Whether a print of this version is current."""
        return not self.closed and version_no >= self.version_no

    def counts_approval(self, version_no: int, sequence: int) -> bool:
        """Whether the official form of this approval is current."""
        return self.counts_version(version_no) and sequence >= self.sequence


def form_file_name(kind: DocumentKind, application_no: str, version_no: int) -> str:
    """The name under which a form is saved: number and version, no person."""
    return _NAMES[kind].format(subject=application_no, version_no=version_no)


def list_file_name(kind: DocumentKind, year: int, seat_kind: SeatKind, version_no: int) -> str:
    """The name under which a list is saved."""
    suffix = seat_kind.label.replace("·", "")
    return _NAMES[kind].format(subject=f"{year}年特培名单汇总表-{suffix}", version_no=version_no)
