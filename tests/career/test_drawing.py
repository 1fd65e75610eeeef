"""The drawing of a career: what Amina sees of her working life, and what may never break it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.career.drawing import DrawingWords, Orientation, draw
from app.career.drawing.lanes import Mark, pack, settle
from app.career.timeline import Diploma, Job, Lane, Period, PeriodKind, Timeline, Training

TODAY = date(2026, 11, 21)
SOMEONE = UUID(int=1)
SVG = "{http://www.w3.org/2000/svg}"
WORDS = DrawingWords(
    title="Your career",
    description="One job & two trainings",
    work="Work",
    out_of_work="Out of work",
    leave="Leave",
    learning="Learning",
    today="today",
    unnamed_employer="Employer not yet named",
    training="training",
    planned="planned training",
    diploma="diploma",
)
BOTH: tuple[Orientation, ...] = ("wide", "narrow")


def job(
    employer: str | None,
    starts_on: date,
    ends_on: date | None = None,
    number: str | None = "0400000003",
) -> Job:
    return Job(SOMEONE, SOMEONE, employer, number, starts_on, ends_on, None, None, (), None, TODAY)


def training(title: str, on: date, *, followed: bool = True) -> Training:
    return Training(
        training_id=SOMEONE,
        title=title,
        starts_on=on,
        ends_on=on,
        minutes=456,
        formal=True,
        followed=followed,
        counts=True,
        certificate_until=None,
        certified=False,
        employer=None,
        enterprise_id=SOMEONE,
        registered_on=TODAY,
    )


def diploma(title: str, on: date) -> Diploma:
    return Diploma(title, on, "Haute école Lumière", 6, TODAY)


def career(
    *jobs: Job,
    periods: tuple[Period, ...] = (),
    trainings: tuple[Training, ...] = (),
    diplomas: tuple[Diploma, ...] = (),
) -> Timeline:
    return Timeline(TODAY, jobs, periods, trainings, diplomas, (), ())


def titles(svg: str) -> list[str]:
    """What a pointer shows over each shape."""
    return [e.findtext(f"{SVG}title", "") for e in etree.fromstring(svg).iter(f"{SVG}g")]


def lettering(svg: str) -> list[str]:
    return [e.text or "" for e in etree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("orientation", BOTH)
def test_a_person_without_any_fact_gets_no_drawing(orientation: Orientation) -> None:
    assert draw(career(), WORDS, orientation=orientation) == ""


@pytest.mark.parametrize("orientation", BOTH)
def test_the_employer_is_named_in_the_bar_when_it_fits(orientation: Orientation) -> None:
    svg = draw(
        career(job("Meridian Care", date(2010, 1, 1), date(2020, 1, 1))),
        WORDS,
        orientation=orientation,
    )
    assert "Meridian Care" in " ".join(lettering(svg))
    assert "Meridian Care" in titles(svg)


def test_a_long_name_is_cut_and_told_in_full_to_the_pointer() -> None:
    name = "Intercommunale voor Gezinszorg en Thuisverpleging van het Meetjesland"
    svg = draw(
        career(
            job(name, date(2020, 1, 1), date(2023, 1, 1)),
            job("Meridian Care", date(2003, 1, 1), date(2010, 1, 1)),
        ),
        WORDS,
    )
    assert name in titles(svg)
    assert any(text.endswith("…") and name.startswith(text[:-1]) for text in lettering(svg))


def test_an_employer_without_a_name_is_shown_by_its_number() -> None:
    svg = draw(career(job(None, date(2010, 1, 1))), WORDS)
    assert "0400.000.003" in lettering(svg)


def test_an_employer_without_name_or_number_is_said_to_be_unnamed() -> None:
    svg = draw(career(job(None, date(2010, 1, 1), number=None)), WORDS)
    assert "Employer not yet named" in lettering(svg)


def test_two_jobs_at_a_time_stand_in_two_rows_and_jobs_in_a_row_in_one() -> None:
    first = (date(2014, 4, 1).toordinal(), date(2021, 12, 31).toordinal(), "Sint-Rita")
    beside = (date(2019, 3, 1).toordinal(), TODAY.toordinal(), "Atelier Nord")
    after = (date(2022, 1, 1).toordinal(), TODAY.toordinal(), "Meridian Care")
    rows = {s.name: s.row for s in pack([after, beside, first], 5)}
    assert rows == {"Sint-Rita": 0, "Atelier Nord": 1, "Meridian Care": 0}


def test_a_planned_training_is_hatched_and_the_hatching_is_explained() -> None:
    svg = draw(career(trainings=(training("Palliative care", TODAY, followed=False),)), WORDS)
    assert svg.count('fill="url(#career-planned)"') == 2
    assert "planned training" in lettering(svg)
    assert "training" not in lettering(svg)


@pytest.mark.parametrize("orientation", BOTH)
def test_what_a_document_leaves_out_has_no_lane_in_its_drawing(orientation: Orientation) -> None:
    life = career(
        job("Meridian Care", date(2015, 1, 1)),
        periods=(Period(PeriodKind.SICKNESS, TODAY, None, "Fonds 323", None, TODAY),),
        trainings=(training("Palliative care", date(1990, 1, 1)),),
    )
    svg = draw(life, WORDS, orientation=orientation, lanes={Lane.WORK})
    assert {"Out of work", "Leave", "Learning", "training"}.isdisjoint(lettering(svg))
    assert titles(svg) == ["Meridian Care"]
    assert "1990" not in lettering(svg), "the years are those of what is shown"
    assert etree.fromstring(svg).findtext(f"{SVG}desc") == "Work"
    assert draw(replace(life, jobs=()), WORDS, lanes={Lane.WORK}) == ""


def test_trainings_on_one_day_become_one_dot_that_says_how_many() -> None:
    day = date(2024, 5, 2)
    svg = draw(career(trainings=tuple(training(f"T{n}", day) for n in range(9))), WORDS)
    assert "8" in lettering(svg)


def test_a_diploma_never_hides_among_trainings() -> None:
    day = date(2024, 5, 2)
    svg = draw(
        career(
            trainings=tuple(training(f"T{n}", day) for n in range(9)),
            diplomas=(diploma("Bachelor in nursing", day),),
        ),
        WORDS,
    )
    assert "Bachelor in nursing" in titles(svg)


def test_no_mark_covers_another_of_its_row() -> None:
    marks = settle((Mark(n * 3.0, "training", ["T"]) for n in range(60)), 13.0, 2)
    for row in (0, 1):
        at = [mark.at for mark in marks if mark.row == row]
        assert all(right - left >= 13.0 for left, right in pairwise(at))
    assert sum(len(mark.names) for mark in marks) == 60


def test_an_end_in_the_year_9999_does_not_flatten_the_years_that_were_lived() -> None:
    svg = draw(career(job("Meridian Care", date(2015, 1, 1), date(9999, 12, 31))), WORDS)
    assert "2016" in lettering(svg)
    assert "9000" not in lettering(svg)


def test_years_are_counted_in_steps_that_leave_them_legible() -> None:
    long = draw(career(job("Meridian Care", date(1978, 1, 1))), WORDS)
    short = draw(career(job("Meridian Care", date(2020, 1, 1))), WORDS)
    assert [y for y in lettering(long) if y.isdigit()][:3] == ["1980", "1985", "1990"]
    assert [y for y in lettering(short) if y.isdigit()][:3] == ["2020", "2021", "2022"]


@pytest.mark.parametrize("orientation", BOTH)
def test_a_thousand_one_day_contracts_cost_no_more_than_the_paper_can_show(
    orientation: Orientation,
) -> None:
    days = [date(2016, 1, 1) + timedelta(days=3 * n) for n in range(1200)]
    svg = draw(
        career(
            *(job("Interim", day, day) for day in days),
            trainings=tuple(training("T", day) for day in days),
        ),
        WORDS,
        orientation=orientation,
    )
    assert len(svg) < 90_000


@pytest.mark.parametrize("orientation", BOTH)
def test_nothing_in_the_drawing_needs_a_looser_security_policy(orientation: Orientation) -> None:
    svg = draw(career(job("Meridian Care", date(2010, 1, 1))), WORDS, orientation=orientation)
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|href", svg)


@pytest.mark.parametrize("orientation", BOTH)
def test_a_screen_reader_is_given_the_title_and_the_description(orientation: Orientation) -> None:
    svg = draw(
        career(job("Meridian Care", date(2010, 1, 1))), WORDS, orientation=orientation, prefix="x"
    )
    root = etree.fromstring(svg)
    assert root.get("role") == "img"
    told = {e.get("id"): e.text for e in root if e.get("id")}
    assert [told[i] for i in (root.get("aria-labelledby") or "").split()] == [
        "Your career",
        "One job & two trainings",
    ]


def test_two_drawings_on_a_page_share_no_identifier() -> None:
    timeline = career(trainings=(training("First aid", TODAY, followed=False),))
    ids = [
        set(re.findall(r'\bid="([^"]+)"', draw(timeline, WORDS, orientation=o, prefix=o)))
        for o in BOTH
    ]
    assert not ids[0] & ids[1]


NASTY = st.text(max_size=200) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '" onload="x',
        "&amp;",
        "]]>",
        "\x00\x0b\ud800\uffff",
        "  ",
        "漢字" * 90,
    ]
)
DAYS = st.dates() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
ENDS = st.none() | DAYS


@st.composite
def careers(draw_from: st.DrawFn) -> Timeline:
    pick = draw_from
    return Timeline(
        today=pick(DAYS),
        jobs=tuple(
            job(*each)
            for each in pick(
                st.lists(st.tuples(st.none() | NASTY, DAYS, ENDS, st.none() | NASTY), max_size=6)
            )
        ),
        periods=tuple(
            Period(kind, starts_on, ends_on, "ONEM-RVA-LfA", None, TODAY)
            for kind, starts_on, ends_on in pick(
                st.lists(st.tuples(st.sampled_from(PeriodKind), DAYS, ENDS), max_size=4)
            )
        ),
        trainings=tuple(
            training(title, on, followed=followed)
            for title, on, followed in pick(
                st.lists(st.tuples(NASTY, DAYS, st.booleans()), max_size=6)
            )
        ),
        diplomas=tuple(
            diploma(title, on) for title, on in pick(st.lists(st.tuples(NASTY, DAYS), max_size=3))
        ),
        years=(),
        coverage=(),
    )


@settings(max_examples=60, deadline=None)
@given(careers(), st.sampled_from(BOTH))
def test_whatever_was_declared_the_drawing_is_well_formed(
    timeline: Timeline, orientation: Orientation
) -> None:
    svg = draw(timeline, WORDS, orientation=orientation)
    if timeline.empty:
        assert svg == ""
        return
    root = etree.fromstring(svg)
    tags = {str(element.tag).removeprefix(SVG) for element in root.iter()}
    assert tags <= {
        "svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "g", "text",
    }  # fmt: skip
    assert all("nan" not in value and "inf" not in value for value in _numbers(root))


def _numbers(root: etree._Element) -> list[str]:
    names = ("x", "y", "width", "height", "cx", "cy", "d")
    return [element.get(name, "") for element in root.iter() for name in names]
