"""ID numbers: checksum, date, sex; the address code is a hint only (§6.3)."""

from datetime import date

import pytest

from services.contracts.values.id_numbers import (
    check_character,
    id_facts,
    mask_id_number,
    parse_id_number,
)

TODAY = date(2019, 3, 1)
GOOD = "650000198405010010"


def code_of(raw: str) -> str | None:
    problem = parse_id_number(raw, today=TODAY).problem
    return problem.code if problem else None


def numbered(first17: str) -> str:
    return first17 + check_character(first17)


def test_a_right_number_says_birth_date_and_sex() -> None:
    assert parse_id_number(GOOD, today=TODAY).value == GOOD
    assert id_facts(GOOD).birth_date == date(1984, 5, 1)
    assert id_facts(GOOD).sex == "1"
    assert id_facts(numbered("65000019840501002")).sex == "2"


@pytest.mark.parametrize(
    "prefix", ["650103", "652101", "652902", "653228", "659999", "110101", "650000"]
)
def test_any_address_code_is_accepted(prefix: str) -> None:
    assert code_of(numbered(prefix + "19800101001")) is None


def test_full_width_digits_spaces_and_lower_case_x_are_normalised_and_reported() -> None:
    number = next(
        numbered(f"65000019840501{n:03}")
        for n in range(1000)
        if numbered(f"65000019840501{n:03}").endswith("X")
    )
    typed = (
        number[:6]
        + "　"
        + number[6:].lower().translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    )
    parsed = parse_id_number(typed, today=TODAY)
    assert parsed.value == number
    assert len(parsed.notes) == 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("650000840501001", "id_number_15"),
        ("65000019840501001", "id_number_length"),
        ("6500001984050100101", "id_number_length"),
        ("65000019840501001A", "id_number_characters"),
        ("65000X198405010010", "id_number_characters"),
        ("650000198402300012", "id_number_date"),
        ("650000189912310019", "id_number_date"),
        ("650000201904010019", "id_number_date"),
        ("650000198405010011", "id_number_checksum"),
        ("650000198405010100", "id_number_checksum"),
    ],
)
def test_a_wrong_number_is_refused_with_its_own_reason(raw: str, code: str) -> None:
    assert code_of(raw) == code


def test_a_fifteen_digit_number_is_refused_with_an_explanation() -> None:
    problem = parse_id_number("650000840501001", today=TODAY).problem
    assert problem is not None
    assert "2013年1月1日" in problem.message
    assert "18位" in problem.message


def test_superscript_digits_are_not_digits() -> None:
    assert code_of("65000019840501001\u00b2") == "id_number_checksum"
    assert code_of("٦50000198405010010") == "id_number_characters"


def test_a_number_is_shown_masked() -> None:
    assert mask_id_number(GOOD) == "650***********0010"
