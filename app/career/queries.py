"""The timeline as a read model: every room asked once, whatever the length of the career."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, SelectBase, bindparam, cast, literal_column, null, select, union_all
from sqlalchemy.orm import Session

from app.career.models import ReportedDiploma, ReportedPeriod, SourceReport
from app.career.timeline import (
    Coverage,
    Diploma,
    Job,
    Period,
    PeriodKind,
    Regime,
    Source,
    Timeline,
    Training,
    WorkYear,
)
from app.employment.queries import (
    ALL_SIZES_OF_EMPLOYERS,
    DECLARED_YEARS_OF,
    EMPLOYMENTS_OF,
    DeclaredYear,
    EmploymentRow,
)
from app.foundation.asking import Question, Questionnaire
from app.foundation.calendar import Quarter
from app.foundation.clock import day_of
from app.learning.queries import STATED_OF, TRAININGS_OF, Credit, TrainingRow, credit_today
from app.learning.rules.contents import Origin

#: Periods and diplomas in one question, since both come from the same reports.
_REPORTED_ROWS: SelectBase = union_all(
    select(
        literal_column("'period'").label("what"),
        ReportedPeriod.kind.label("name"),
        ReportedPeriod.starts_on,
        ReportedPeriod.ends_on,
        ReportedPeriod.institution,
        ReportedPeriod.share.label("number"),
        ReportedPeriod.declared_on,
    ).where(
        ReportedPeriod.person_id == bindparam("person"), ReportedPeriod.recorded_until.is_(None)
    ),
    select(
        literal_column("'diploma'"),
        ReportedDiploma.title,
        ReportedDiploma.awarded_on,
        cast(null(), Date),
        ReportedDiploma.awarded_by,
        ReportedDiploma.level,
        ReportedDiploma.declared_on,
    ).where(
        ReportedDiploma.person_id == bindparam("person"), ReportedDiploma.recorded_until.is_(None)
    ),
).order_by(literal_column("starts_on").desc())
_REPORTED = Question(_REPORTED_ROWS, lambda *row: row)
_COVERAGE = Question(
    select(SourceReport.source, SourceReport.institution, SourceReport.reported_until).order_by(
        SourceReport.source, SourceReport.institution
    ),
    lambda *row: row,
)


#: Everything that is known of a person, whatever the length of the life.
_LIFE = (EMPLOYMENTS_OF, TRAININGS_OF, _REPORTED, ALL_SIZES_OF_EMPLOYERS, STATED_OF, _COVERAGE)
_WITHOUT_YEARS = Questionnaire(*_LIFE)
_WITH_YEARS = Questionnaire(*_LIFE, DECLARED_YEARS_OF)


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """A timeline, with what is left of the training credit where that can be added up.

    The same life is the same object for as long as it is remembered: whoever makes something of
    it may remember that by the object.
    """

    timeline: Timeline
    credit: Credit | None


def life_of(db: Session, person_id: UUID, *, today: date, with_years: bool = False) -> Life:
    """Everything known of a person today: one statement, whatever the length of the life.

    ``with_years``: days and pay too, year by year.
    """
    questions = _WITH_YEARS if with_years else _WITHOUT_YEARS
    return _life(questions, questions.ask(db, person=person_id), today)


@lru_cache(maxsize=256)
def _life(questions: Questionnaire, answer: str, today: date) -> Life:
    """What the answer tells, remembered by everything that it says.

    A career is looked at again and again, and has seldom changed: it is asked for each time, and
    put together once.
    """
    employments, trainings, reported, sizes, stated, coverage, *more = questions.read(answer)
    years = more[0] if more else []
    periods, diplomas = _reported(reported)
    timeline = Timeline(
        today=today,
        jobs=tuple(_job(row) for row in employments),
        periods=periods,
        trainings=tuple(_training(row) for row in trainings),
        diplomas=diplomas,
        years=tuple(_year(row) for row in years),
        coverage=_coverage(coverage, employments, today),
    )
    return Life(timeline, credit_today(employments, trainings, sizes, stated, today=today))


def _job(row: EmploymentRow) -> Job:
    regime = None
    if row.part_time is not None:
        regime = Regime(row.hours_worked, row.hours_full_time, row.part_time)
    return Job(
        employment_id=row.employment_id,
        enterprise_id=row.enterprise_id,
        employer=row.employer,
        enterprise_number=row.enterprise_number,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        regime=regime,
        joint_committee=row.joint_committee,
        sources=tuple(Source(name) for name in row.sources),
        declared_until=Quarter.from_key(row.declared_until) if row.declared_until else None,
        declared_on=day_of(row.declared_at),
    )


def _training(row: TrainingRow) -> Training:
    return Training(
        training_id=row.training_id,
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        minutes=row.minutes,
        formal=row.formal,
        followed=row.followed,
        counts=row.counts,
        certificate_until=row.certificate_until,
        certified=row.certified,
        employer=row.employer,
        enterprise_id=row.enterprise_id,
        registered_on=day_of(row.recorded_from),
        field_of_learning=row.field_of_learning,
        provider=row.provider,
        office=row.office,
        origin=Origin(row.origin) if row.origin else None,
        origin_name=row.origin_name,
        original_registered_on=row.original_registered_on,
    )


def _reported(rows: Iterable[Any]) -> tuple[tuple[Period, ...], tuple[Diploma, ...]]:
    periods: list[Period] = []
    diplomas: list[Diploma] = []
    for what, name, starts_on, ends_on, institution, number, declared_on in rows:
        if what == "period":
            kind = PeriodKind(name)
            periods.append(Period(kind, starts_on, ends_on, institution, number, declared_on))
        else:
            diplomas.append(Diploma(name, starts_on, institution, number, declared_on))
    return tuple(periods), tuple(diplomas)


def _year(row: DeclaredYear) -> WorkYear:
    return WorkYear(
        year=row.year,
        enterprise_id=row.enterprise_id,
        employer=row.employer,
        enterprise_number=row.enterprise_number,
        days=row.days,
        pay=row.pay,
        severance=row.severance,
        declared_until=Quarter.from_key(row.declared_until),
        declared_on=day_of(row.declared_at),
    )


def _coverage(
    reports: Iterable[Any], employments: Sequence[EmploymentRow], today: date
) -> tuple[Coverage, ...]:
    """Until when each source has reported: DmfA by her own employers, the others as a whole."""
    found: list[Coverage] = []
    quarters = [
        row.declared_until
        for row in employments
        if row.declared_until and (row.ends_on is None or row.ends_on >= today)
    ]
    for source, institution, until in reports:
        if source == Source.DMFA:
            # The employer who is furthest behind decides what can be said of all of them.
            quarter = Quarter.from_key(min(quarters)) if quarters else Quarter.of(until)
            found.append(Coverage(Source.DMFA, None, None, quarter))
        else:
            found.append(Coverage(Source(source), institution or None, until, None))
    return tuple(found)
