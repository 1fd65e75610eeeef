"""Numbers of attestations: not guessable, and a slip of the pen is noticed."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from app.attestations.numbering import is_number, new_number, written

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_number_looks_like_one_and_is_one() -> None:
    for _ in range(200):
        number = new_number(2026)
        assert re.fullmatch(f"PC-2026-[{_LETTERS}]{{4}}-[{_LETTERS}]{{4}}", number)
        assert is_number(number)
        assert is_number(f"  {number.lower().replace('-', ' ')} ")


def test_one_wrong_character_is_noticed_wherever_it_is() -> None:
    number = new_number(2026)
    for place, right in enumerate(number):
        if right != "-" and place > 1:
            for wrong in set(_LETTERS) - {right}:
                assert not is_number(number[:place] + wrong + number[place + 1 :])


def test_a_letter_misread_is_read_as_it_is_meant() -> None:
    while "0" not in (number := new_number(2026))[8:]:
        pass
    assert written(number.replace("0", "O").lower().replace("-", " ")) == number


def test_two_neighbours_changed_about_are_noticed() -> None:
    number = new_number(2026).replace("-", "")
    for place in range(6, 13):
        one, other = number[place], number[place + 1]
        if one != other:
            assert not is_number(number[:place] + other + one + number[place + 2 :])


@pytest.mark.parametrize("text", ["", "PC", "PC-2026", "é" * 14, "XX-2026-7K3M-Q9XD", "\0" * 14])
def test_anything_else_is_no_number(text: str) -> None:
    assert not is_number(text)


def test_every_character_is_drawn_about_equally_often() -> None:
    drawn = Counter("".join(new_number(2026)[8:].replace("-", "")[:7] for _ in range(3000)))
    assert set(drawn) == set(_LETTERS)
    expected = 3000 * 7 / len(_LETTERS)
    # Seven standard deviations: a fair draw fails once in hundreds of thousands of millions.
    assert all(abs(count - expected) < 7 * expected**0.5 for count in drawn.values())


def test_no_two_numbers_are_the_same() -> None:
    assert len({new_number(2026) for _ in range(3000)}) == 3000
