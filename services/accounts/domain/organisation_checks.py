"""Whether the organisations of a file fit together and with those that are known already."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.accounts import phrases
from services.accounts.domain.organisation_table import (
    CODE,
    REGION,
    ROUTE,
    SUPERVISOR,
    USCC,
    OrganisationLine,
    TableFinding,
)
from services.accounts.domain.routes import Desk, route_faults
from services.contracts.vocabulary import OrganisationType


@dataclass(frozen=True, slots=True)
class KnownOrganisations:
    """What exists before the import: types and credit codes by organisation code."""

    types: Mapping[str, OrganisationType]
    credit_codes: Mapping[str, str]
    regions: Container[str]


def check_organisations(
    lines: Sequence[OrganisationLine], known: KnownOrganisations
) -> list[TableFinding]:
    """All findings over a file whose rows are right by themselves."""
    types = {**known.types, **{line.code: line.organisation_type for line in lines}}
    findings = [
        *_duplicates(lines),
        *_credit_code_duplicates(lines, known.credit_codes),
        *(found for line in lines for found in _check_line(line, types, known.regions)),
    ]
    if OrganisationType.REGION_HRSS not in types.values():
        findings.append(TableFinding(None, None, phrases.NO_REGION_OFFICE))
    return sorted(findings, key=lambda found: found.row or 0)


def _duplicates(lines: Sequence[OrganisationLine]) -> Iterable[TableFinding]:
    seen: set[str] = set()
    for line in lines:
        if line.code in seen:
            sentence = phrases.DUPLICATE_CODE.format(value=line.code)
            yield TableFinding(line.file_row, CODE, sentence)
        seen.add(line.code)


def _credit_code_duplicates(
    lines: Sequence[OrganisationLine], known: Mapping[str, str]
) -> Iterable[TableFinding]:
    in_file = {line.code for line in lines}
    owners = {value: code for code, value in known.items() if code not in in_file}
    for line in lines:
        if line.uscc is None:
            continue
        owner = owners.setdefault(line.uscc, line.code)
        if owner != line.code:
            sentence = phrases.DUPLICATE_USCC.format(value=line.uscc, code=owner)
            yield TableFinding(line.file_row, USCC, sentence)


def _check_line(
    line: OrganisationLine, types: Mapping[str, OrganisationType], regions: Container[str]
) -> Iterable[TableFinding]:
    if line.region_code not in regions:
        sentence = phrases.UNKNOWN_REGION.format(value=line.region_code)
        yield TableFinding(line.file_row, REGION, sentence)
    if line.supervisor is not None and line.supervisor not in types:
        sentence = phrases.UNKNOWN_ORGANISATION.format(value=line.supervisor)
        yield TableFinding(line.file_row, SUPERVISOR, sentence)
    unknown = [desk for desk in line.desks if desk not in types]
    for desk in unknown:
        sentence = phrases.UNKNOWN_ORGANISATION.format(value=desk)
        yield TableFinding(line.file_row, ROUTE, sentence)
    if line.line is not None and not unknown:
        desks = [Desk(code, types[code]) for code in line.desks]
        unit = Desk(line.code, line.organisation_type)
        for fault in route_faults(line.line, line.unit_nature, unit, desks):
            yield TableFinding(line.file_row, ROUTE, fault)
