"""Names in the drawing: fitted without a browser, cut where they must be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.career.drawing.lettering import fit, width, wrap

SIZE = 12


def test_a_name_with_room_is_left_alone() -> None:
    assert fit("Meridian Care nv", SIZE, 400) == "Meridian Care nv"


def test_a_name_of_which_only_a_stump_would_show_is_left_out() -> None:
    assert fit("Intercommunale", SIZE, 30) == ""


def test_a_name_is_broken_between_words_before_it_is_cut() -> None:
    assert wrap("Hospital Sint-Rita vzw", SIZE, 62, 4) == ["Hospital", "Sint-Rita", "vzw"]


def test_a_long_german_word_breaks_where_the_translator_allows_it() -> None:
    assert wrap("Weiter\u00adbildung", SIZE, 60, 2) == ["Weiter-", "bildung"]
    assert wrap("Weiter\u00adbildung", SIZE, 200, 2) == ["Weiterbildung"]


@given(st.text(max_size=60), st.floats(0, 300))
def test_a_fitted_name_never_leaves_its_bar(name: str, room: float) -> None:
    assert width(fit(name, 13, room), 13) <= room + 1e-6
