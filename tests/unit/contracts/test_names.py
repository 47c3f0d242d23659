"""The name table of the handbook (§6.2), row by row."""

import pytest

from services.contracts.values.name_tables import DOT_VARIANTS, PUA_MAP
from services.contracts.values.names import (
    has_unencoded,
    name_is_usual,
    parse_name,
    search_key,
)
from services.contracts.values.notes import NoteKind

NORMAL = "古丽样例·样例买买提"
FORTY = "样例" * 5 + "·" + "样例" * 4 + "艾" + "·" + "样例" * 4 + "·" + "样例" * 5


def kinds(raw: str) -> list[NoteKind]:
    return [note.kind for note in parse_name(raw).notes]


@pytest.mark.parametrize(
    "name",
    [
        "样例江",
        NORMAL,
        "阿卜杜样例合曼·麦麦提样例图尔荪江·阿卜杜样例拉",
        "𠮷样例",
        "䶮样例",
        "〇样例",
    ],
)
def test_a_usual_name_is_stored_without_a_remark(name: str) -> None:
    parsed = parse_name(name)
    assert (parsed.value, parsed.notes, parsed.problem) == (name, (), None)
    assert name_is_usual(name)


def test_a_name_of_forty_characters_with_three_dots_is_kept_whole() -> None:
    assert len(FORTY) == 40
    assert FORTY.count("·") == 3
    assert parse_name(FORTY).value == FORTY


@pytest.mark.parametrize("dot", sorted(DOT_VARIANTS), ids=lambda dot: f"U+{ord(dot):04X}")
def test_every_variant_dot_becomes_the_one_normal_form_and_is_reported(dot: str) -> None:
    parsed = parse_name(NORMAL.replace("·", dot))
    assert parsed.value == NORMAL
    assert [note.kind for note in parsed.notes] == [NoteKind.CHANGED]
    assert parsed.notes[0].message == f"已将{dot}统一为·。"


def test_a_gb2312_decoded_dot_becomes_the_normal_form() -> None:
    typed = "古丽样例".encode().decode() + b"\xa1\xa4".decode("gb2312") + "样例买买提"
    assert parse_name(typed).value == NORMAL


@pytest.mark.parametrize("mark", [".", "．", "。", "｡", "-", "－", "–", "—", "_", "丶"])
def test_a_doubtful_mark_is_kept_and_asked_about(mark: str) -> None:
    typed = f"古丽样例{mark}样例买买提"
    parsed = parse_name(typed)
    assert parsed.value == typed
    assert [note.kind for note in parsed.notes] == [NoteKind.ASK]
    assert "是否应为“·”" in parsed.notes[0].message


@pytest.mark.parametrize("space", [" ", "\u3000", "\u00a0"])
def test_a_space_between_han_characters_is_asked_about(space: str) -> None:
    parsed = parse_name(f"样例{space}艾山")
    assert parsed.value == "样例 艾山"
    assert NoteKind.ASK in [note.kind for note in parsed.notes]


@pytest.mark.parametrize("mark", ["°", "˙", "¨"])
def test_a_wrong_symbol_is_refused_with_a_hint(mark: str) -> None:
    problem = parse_name(f"古丽样例{mark}样例买买提").problem
    assert problem is not None
    assert problem.code == "name_symbol"
    assert "“·”" in problem.message


@pytest.mark.parametrize("name", ["·样例江", "样例江·", "样例··艾山"])
def test_a_misplaced_dot_is_asked_about(name: str) -> None:
    assert parse_name(name).value == name
    assert kinds(name) == [NoteKind.ASK]


@pytest.mark.parametrize(("old", "new"), sorted(PUA_MAP.items()), ids=lambda c: f"U+{ord(c):04X}")
def test_a_private_code_point_of_old_systems_is_mapped_and_traced(old: str, new: str) -> None:
    parsed = parse_name(old + "样例")
    assert parsed.value == new + "样例"
    assert parsed.trace == (f"U+{ord(old):04X}>U+{ord(new):04X}",)
    assert [note.kind for note in parsed.notes] == [NoteKind.CHANGED]


def test_another_private_code_point_is_stored_and_flagged() -> None:
    parsed = parse_name("\ue000样例")
    assert parsed.value == "\ue000样例"
    assert has_unencoded(parsed.value)
    assert [note.kind for note in parsed.notes] == [NoteKind.FLAG]


@pytest.mark.parametrize("name", ["Yangli Aishan", "样例Aishan", "样例2"])
def test_a_name_outside_the_pattern_is_flagged_not_refused(name: str) -> None:
    parsed = parse_name(name)
    assert parsed.value == name
    assert [note.kind for note in parsed.notes] == [NoteKind.FLAG]
    assert not name_is_usual(name)


def test_zero_width_characters_and_outer_spaces_are_removed_and_reported() -> None:
    parsed = parse_name("\ufeff\u3000样\u200b例江 ")
    assert parsed.value == "样例江"
    assert [note.kind for note in parsed.notes] == [NoteKind.CHANGED, NoteKind.CHANGED]


@pytest.mark.parametrize("name", ["样", "", "样" * 51])
def test_a_length_outside_two_to_fifty_is_refused(name: str) -> None:
    problem = parse_name(name).problem
    assert problem is not None
    assert problem.code == "name_length"


def test_length_counts_code_points_beyond_the_bmp_as_one() -> None:
    assert parse_name("𠮷" * 50).problem is None


def test_compatibility_characters_are_not_folded() -> None:
    # NFKC would make three characters of it.
    assert parse_name("样例㈱").value == "样例㈱"


def test_search_ignores_dots_and_spaces() -> None:
    forms = [NORMAL, NORMAL.replace("·", "•"), NORMAL.replace("·", "．"), NORMAL.replace("·", " ")]
    assert {search_key(form) for form in forms} == {"古丽样例样例买买提"}


def test_a_control_character_is_refused() -> None:
    problem = parse_name("样例\x07江").problem
    assert problem is not None
    assert problem.code == "name_control"
