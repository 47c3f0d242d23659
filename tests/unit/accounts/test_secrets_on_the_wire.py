"""Passwords reach the service and nothing else: no log, no hash that could be guessed against."""

from __future__ import annotations

from services.chassis.request_hash import request_hash
from services.contracts.requests.accounts import SignUp


def sign_up(password: str) -> SignUp:
    return SignUp(login="aygul", password=password, name="古丽样例", id_number="650000198405010010")


def test_a_password_travels_to_the_service() -> None:
    assert sign_up("Kunlun-2019").model_dump(mode="json")["password"] == "Kunlun-2019"


def test_a_password_is_not_in_the_text_of_a_request() -> None:
    assert "Kunlun-2019" not in repr(sign_up("Kunlun-2019"))


def test_the_idempotency_hash_tells_nothing_about_a_password() -> None:
    assert request_hash(sign_up("Kunlun-2019"), b"") == request_hash(sign_up("Turpan-2019"), b"")
