from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enterprises.numbers import InvalidNumber, read_enterprise_number, read_nsso_number
from tests.house_of import MERIDIAN, enterprise_number


@pytest.mark.parametrize("written", ["{}", "BE {}", "BE{}"])
def test_an_enterprise_number_is_read_however_it_is_written(written: str) -> None:
    dotted = f"{MERIDIAN[:4]}.{MERIDIAN[4:7]}.{MERIDIAN[7:]}"
    for number in (MERIDIAN, dotted, MERIDIAN.removeprefix("0")):
        assert read_enterprise_number(written.format(number)) == MERIDIAN


@given(st.integers(1, 19_999_999), st.integers(1, 96))
def test_wrong_check_digits_are_refused(eight: int, off: int) -> None:
    right = enterprise_number(f"{eight:08d}")
    wrong = f"{right[:8]}{(int(right[8:]) + off) % 97:02d}"
    with pytest.raises(InvalidNumber):
        read_enterprise_number(wrong)


@given(st.text(max_size=14))
def test_anything_else_is_refused_and_never_crashes(text: str) -> None:
    with suppress(InvalidNumber):
        assert len(read_enterprise_number(text)) == 10


@pytest.mark.parametrize("text", ["", "0", "196", "12345678901", "-1", "1.5", "x", "١٢٣٤"])
def test_what_is_no_nsso_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidNumber):
        read_nsso_number(text)


@given(st.integers(2, 59_999_999))
def test_an_nsso_number_with_right_check_digits_is_read(radix: int) -> None:
    check = 96 - (radix * 100) % 97 or 97
    assert read_nsso_number(f"{radix}{check:02d}") == radix * 100 + check
