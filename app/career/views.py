"""The worker's own career."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Blueprint, current_app, render_template, request
from markupsafe import Markup

from app.career.drawing import draw
from app.career.queries import Life, life_of
from app.career.timeline import Timeline
from app.career.wording import drawing_words
from app.foundation.clock import day_of
from app.foundation.database import session
from app.foundation.languages import language
from app.identity.access import OpensTo, opens_to, signed_in
from app.learning.words.contents import came_along, field_said

door = Blueprint("career", __name__)
VIEWS = ("job", "year", "trainings")


@dataclass(frozen=True, slots=True)
class Figures:
    """The row of figures at the head of the page."""

    years: int
    months: int
    employers: int
    trainings: int
    diplomas: int


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    item: Any
    newest: tuple[date, date]


@dataclass(frozen=True, slots=True)
class YearOfWork:
    year: int
    rows: list[Any]
    days: int
    pay: int
    severance: int


@door.get("/career")
@opens_to(OpensTo.SIGNED_IN)
def timeline() -> str:
    today = day_of(current_app.extensions["clock"].now())
    view = request.args.get("view")
    life = life_of(session(), signed_in().person_id, today=today, with_years=view == "year")
    view = view if view in VIEWS else "job"
    return render_template(
        "career/timeline.html", nav="career", view=view, told=_told(life, view, language())
    )


@lru_cache(maxsize=256)
def _told(life: Life, view: str, _language: str) -> Markup:
    """A life as the page tells it, remembered like the life itself.

    People go back and forth between the views and the other pages; what they come back to has
    seldom changed.  The facts are asked for every time, only the writing is spared.
    """
    return Markup(render_template("career/_told.html", **page_of(life, view)))  # noqa: S704


def page_of(life: Life, view: str) -> dict[str, Any]:
    """Everything the page tells, from values alone."""
    drawn = life.timeline
    wide, narrow = _drawings(replace(drawn, coverage=(), years=()), language())
    return {
        "timeline": drawn,
        "credit": life.credit,
        "credit_apart": life.credit is None and _worked_in(drawn.today.year, drawn),
        "drawing_wide": wide,
        "drawing_narrow": narrow,
        "view": view,
        "figures": figures_of(drawn),
        "years": years_of(drawn) if view == "year" else [],
        "entries": entries_of(drawn) if view != "year" else [],
        "field_said": field_said,
        "came_along": came_along,
    }


def _worked_in(year: int, timeline: Timeline) -> bool:
    """Whether there was work in a year, and so an account, even where none can be added up."""
    return any(
        job.starts_on.year <= year and (job.ends_on is None or job.ends_on.year >= year)
        for job in timeline.jobs
    )


@lru_cache(maxsize=128)
def _drawings(timeline: Timeline, _language: str) -> tuple[Markup, Markup]:
    """The drawing, both ways round.

    The three views of one life share it, so it is remembered by everything that it shows:
    as soon as a fact changes it is another drawing.
    """
    words = drawing_words()
    # Made by us, with every name in it escaped.
    return (
        Markup(draw(timeline, words)),  # noqa: S704
        Markup(draw(timeline, words, orientation="narrow", prefix="narrow")),  # noqa: S704
    )


def figures_of(timeline: Timeline) -> Figures:
    years, months = divmod(timeline.months_worked, 12)
    return Figures(
        years=years,
        months=months,
        employers=len({job.enterprise_id for job in timeline.jobs}),
        trainings=sum(training.followed for training in timeline.trainings),
        diplomas=len(timeline.diplomas),
    )


def entries_of(timeline: Timeline) -> list[Entry]:
    """Everything in one list, newest first; what still goes on comes before what ended."""
    return sorted(_entries(timeline), key=lambda entry: entry.newest, reverse=True)


def _entries(timeline: Timeline) -> Iterator[Entry]:
    for job in timeline.jobs:
        yield Entry("job", job, (job.ends_on or date.max, job.starts_on))
    for period in timeline.periods:
        yield Entry("period", period, (period.ends_on or date.max, period.starts_on))
    for training in timeline.trainings:
        yield Entry("training", training, (training.ends_on, training.starts_on))
    for diploma in timeline.diplomas:
        yield Entry("diploma", diploma, (diploma.awarded_on, diploma.awarded_on))


def years_of(timeline: Timeline) -> list[YearOfWork]:
    """What was declared, year by year, newest first."""
    by_year: dict[int, list[Any]] = {}
    for row in timeline.years:
        by_year.setdefault(row.year, []).append(row)
    return [
        YearOfWork(
            year,
            rows,
            days=sum(row.days for row in rows),
            pay=sum(row.pay for row in rows),
            severance=sum(row.severance for row in rows),
        )
        for year, rows in by_year.items()
    ]
