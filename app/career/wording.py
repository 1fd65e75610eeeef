"""The words of the drawing and of the kinds of periods, in the language of the request."""

from __future__ import annotations

from functools import cache

from flask_babel import gettext as _

from app.career.drawing import DrawingWords
from app.career.timeline import PeriodKind
from app.foundation.languages import language


def period_names() -> dict[PeriodKind, str]:
    return {
        PeriodKind.UNEMPLOYMENT: _("Unemployment"),
        PeriodKind.TEMPORARY_UNEMPLOYMENT: _("Temporary unemployment"),
        PeriodKind.SICKNESS: _("Sickness"),
        PeriodKind.MATERNITY: _("Maternity leave"),
        PeriodKind.BIRTH_LEAVE: _("Birth leave"),
        PeriodKind.PARENTAL_LEAVE: _("Parental leave"),
        PeriodKind.TIME_CREDIT: _("Time credit"),
        PeriodKind.CAREER_BREAK: _("Career break"),
        PeriodKind.CARE_LEAVE: _("Care leave"),
        PeriodKind.WORK_ACCIDENT: _("Accident at work"),
    }


def drawing_words() -> DrawingWords:
    """The words of the drawing in the language spoken."""
    return _drawing_words(language())


@cache
def _drawing_words(_language: str) -> DrawingWords:
    return DrawingWords(
        title=_("Your career as a drawing"),
        description=_(
            "Four bands over the years: work, out of work, leave, and learning. "
            "The same facts stand in words below."
        ),
        work=_("Work"),
        out_of_work=_("Out of work"),
        leave=_("Leave"),
        learning=_("Learning"),
        today=_("today"),
        unnamed_employer=_("Employer not yet named"),
        training=_("training"),
        planned=_("planned"),
        diploma=_("diploma"),
        periods=period_names(),
    )
