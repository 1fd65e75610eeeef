"""Typed from paper: every slip is noticed, and a letter misread is read as it was meant."""

import random

import pytest

from certificates.numbers import ALPHABET, LONGEST, check_character, is_checked, normalised


def drawn(length: int, seed: int) -> str:
    draw = random.Random(seed)  # noqa: S311
    text = "".join(draw.choice(ALPHABET) for _ in range(length))
    return text + check_character(text)


@pytest.mark.parametrize("length", [1, 7, 13, LONGEST])
def test_every_wrong_character_is_noticed(length: int) -> None:
    text = drawn(length, length)
    assert is_checked(text)
    for place, right in enumerate(text):
        for wrong in set(ALPHABET) - {right}:
            assert not is_checked(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize("seed", range(40))
def test_every_two_that_changed_places_are_noticed_neighbours_or_not(seed: int) -> None:
    text = drawn(13, seed)
    for one in range(len(text)):
        for other in range(one + 1, len(text)):
            if text[one] != text[other]:
                swapped = list(text)
                swapped[one], swapped[other] = text[other], text[one]
                assert not is_checked("".join(swapped))


def test_what_was_typed_is_read_as_it_is_meant() -> None:
    assert normalised(" pc-2o26 – 7k3m q9xd\n") == "PC20267K3MQ9XD"
    assert normalised("iLoU") == "110V"


@pytest.mark.parametrize("text", ["", "7", "7é", "PC-2", "0" * 99, "\0\0"])
def test_anything_else_is_not_checked(text: str) -> None:
    assert not is_checked(text)


def test_too_long_a_text_has_no_check_character() -> None:
    with pytest.raises(ValueError, match="at most"):
        check_character("0" * (LONGEST + 1))
