"""The invented career on the home page."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID, uuid5

from markupsafe import Markup

from app.career.drawing import draw
from app.career.timeline import (
    Diploma,
    Job,
    Period,
    PeriodKind,
    Source,
    Timeline,
    Training,
)
from app.career.wording import drawing_words
from app.foundation.languages import language

_ANY = UUID("00000000-0000-4000-8000-000000000000")
_JOBS = (
    ("Brouwerij De Kroon nv", 23, 17.5),
    ("Imprimerie Lenaers sa", 16.8, 12.6),
    ("Hospital Sint-Rita vzw", 12.6, 4.9),
    ("Atelier Nord scrl", 7.7, None),
    ("Meridian Care nv", 4.9, None),
)


def sample_drawings(today: date) -> tuple[Markup, Markup]:
    """The drawing, wide and narrow, in the language of the request."""
    return _drawn(today, language())


@lru_cache(maxsize=16)
def _drawn(today: date, _language: str) -> tuple[Markup, Markup]:
    timeline, words = _timeline(today), drawing_words()
    return tuple(  # type: ignore[return-value]
        # Made here from constants; employers' names are escaped where they are drawn.
        Markup(draw(timeline, words, orientation=orientation, prefix=f"sample-{orientation}"))  # noqa: S704
        for orientation in ("wide", "narrow")
    )


def _timeline(today: date) -> Timeline:
    def ago(years: float) -> date:
        return today - timedelta(days=round(years * 365.25))

    jobs = tuple(
        Job(
            uuid5(_ANY, name),
            uuid5(_ANY, name),
            name,
            None,
            ago(start),
            ago(end) if end else None,
            None,
            None,
            (Source.DMFA,),
            None,
            today,
        )
        for name, start, end in _JOBS
    )
    trainings = tuple(
        Training(
            uuid5(_ANY, str(years)),
            "",
            ago(years),
            ago(years),
            456,
            True,
            years > 0,
            True,
            None,
            False,
            None,
            _ANY,
            today,
        )
        for years in (22.5, 18, 14.4, 11.2, 8.7, 5.9, 2.5, 1.9, 1.4, 1.1, 0.7, 0.2)
    )
    return Timeline(
        today=today,
        jobs=jobs,
        periods=(
            Period(PeriodKind.UNEMPLOYMENT, ago(17.4), ago(16.8), "", None, today),
            Period(PeriodKind.PARENTAL_LEAVE, ago(10.5), ago(10.2), "", None, today),
        ),
        trainings=trainings,
        diplomas=(Diploma("", ago(23.4), "", None, today), Diploma("", ago(8.4), "", None, today)),
        years=(),
        coverage=(),
    )
