"""Where a checkout's state lies, and what an instance may be called."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local.places import (
    SHARED_HOME,
    Checkout,
    checkout_key,
    enterable_by_others,
    find_checkout,
    instance_of,
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with its own parent, both open to everybody, below pytest's private one."""
    root = tmp_path / "parent" / "clone"
    root.mkdir(parents=True)
    return root


def test_a_folder_below_a_private_one_cannot_be_entered(checkout: Path) -> None:
    checkout.parent.chmod(0o700)
    assert not enterable_by_others(checkout)


def test_a_private_folder_cannot_be_entered(checkout: Path) -> None:
    checkout.chmod(0o750)
    assert not enterable_by_others(checkout)


def test_the_system_folders_can_be_entered() -> None:
    assert enterable_by_others(Path("/usr/lib"))


def test_the_state_lies_in_the_checkout_for_an_ordinary_user(checkout: Path) -> None:
    checkout.parent.chmod(0o700)
    found = find_checkout(checkout, as_root=False)
    assert found.home == checkout.resolve() / ".local"
    assert not found.apart
    assert found.code == found.root


def test_root_moves_the_state_out_of_a_closed_checkout(checkout: Path) -> None:
    checkout.parent.chmod(0o700)
    found = find_checkout(checkout, as_root=True)
    assert found.home == SHARED_HOME / checkout_key(checkout.resolve())
    assert found.code == found.home / "code"
    assert found.local == checkout.resolve() / ".local"


def test_a_recorded_home_holds_when_the_permissions_change(checkout: Path) -> None:
    (checkout / ".local").mkdir()
    (checkout / ".local" / "home").write_text("/var/lib/tepei/abc\n", encoding="utf-8")
    assert find_checkout(checkout, as_root=True).home == Path("/var/lib/tepei/abc")


def test_instances_of_two_checkouts_have_different_keys() -> None:
    first = instance_of(Checkout(Path("/a"), Path("/a/.local")), "test")
    second = instance_of(Checkout(Path("/b"), Path("/b/.local")), "test")
    assert first.key != second.key


@pytest.mark.parametrize("name", ["", "Main", "a-b", "../x", "venv", "x" * 17, "1a"])
def test_names_that_would_clash_or_escape_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="不可用"):
        instance_of(Checkout(Path("/a"), Path("/a/.local")), name)
