from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from app.identity.national_numbers import InvalidSsin, Vault, read_ssin, written
from tests.house_of import AMINA, BRAM, ssin

OLD, NEW, HASH = b"o" * 32, b"n" * 32, b"h" * 32


@pytest.mark.parametrize(
    "number",
    [
        ssin("820514", 2),
        ssin("050514", 2, since_2000=True),
        ssin("822514", 2),  # BIS number, sex not known
        ssin("824514", 2),  # BIS number, sex known
        ssin("820000", 2),  # month and day not known
        ssin("820500", 2),
        ssin("820231", 2),  # no such day, and a number all the same
        ssin("000000", 1, since_2000=True),
    ],
)
def test_a_number_is_read_however_it_is_written(number: str) -> None:
    assert read_ssin(number) == number
    assert read_ssin(written(number)) == number
    assert read_ssin(f" {number[:6]} {number[6:9]} {number[9:]} ") == number


@given(st.integers(0, 999_999_999), st.integers(0, 99))
def test_a_number_needs_the_check_digits_of_one_of_the_two_variants(nine: int, check: int) -> None:
    text = f"{nine:09d}{check:02d}"
    right = {97 - nine % 97, 97 - (2_000_000_000 + nine) % 97}
    if check not in right:
        with pytest.raises(InvalidSsin):
            read_ssin(text)


@pytest.mark.parametrize("text", ["", "1", AMINA[:-1], AMINA + "0", "x" * 11, "８" * 11, "-" * 11])
def test_what_has_not_eleven_digits_is_refused(text: str) -> None:
    with pytest.raises(InvalidSsin):
        read_ssin(text)


def test_the_refusal_never_repeats_the_number() -> None:
    wrong = AMINA[:-2] + f"{(int(AMINA[-2:]) + 1) % 100:02d}"
    with pytest.raises(InvalidSsin) as refused:
        read_ssin(wrong)
    assert not any(digit in str(refused.value) for digit in "0123456789")
    assert refused.value.__cause__ is None


def test_a_sealed_number_does_not_open_under_another_hash() -> None:
    vault = Vault(HASH, (OLD,))
    sealed = vault.seal(AMINA)
    assert vault.open(sealed, vault.hash(AMINA)) == AMINA
    with pytest.raises(InvalidTag):
        vault.open(sealed, vault.hash(BRAM))


def test_the_same_number_is_sealed_differently_each_time_and_never_in_clear() -> None:
    vault = Vault(HASH, (OLD,))
    one, other = vault.seal(AMINA), vault.seal(AMINA)
    assert one != other
    assert AMINA.encode() not in one + vault.hash(AMINA)


def test_numbers_sealed_before_a_change_of_keys_still_open() -> None:
    sealed = Vault(HASH, (OLD,)).seal(AMINA)
    rotated = Vault(HASH, (NEW, OLD))
    assert rotated.open(sealed, rotated.hash(AMINA)) == AMINA
    assert rotated.seal(AMINA)[0] != sealed[0]  # sealed with the new key from now on
    with pytest.raises(KeyError):
        Vault(HASH, (NEW,)).open(sealed, rotated.hash(AMINA))


def test_two_hash_keys_give_two_hashes() -> None:
    assert Vault(HASH, (OLD,)).hash(AMINA) != Vault(NEW, (OLD,)).hash(AMINA)
