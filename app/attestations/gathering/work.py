"""Working lives on paper: employments, breaks, and the whole career with its drawing."""

from __future__ import annotations

from dataclasses import replace

from app.attestations.gathering.asked import Asking, NotFound, Parts, in_period
from app.attestations.gathering.learning import diplomas_of, registered_here, trainings_of
from app.career.drawing import draw
from app.career.queries import life_of
from app.career.timeline import Coverage as Known
from app.career.timeline import Job, Lane, Source, Timeline
from app.career.wording import drawing_words
from app.employment.queries import employments_of
from app.foundation.calendar import Quarter as CalendarQuarter
from certificates.sections import (
    Coverage,
    Diplomas,
    Employment,
    Employments,
    OneEmployment,
    Period,
    Periods,
    Quarter,
    RegimePeriod,
    Reported,
    Section,
    Trainings,
    WorkYear,
)

_OF_WORK = frozenset({Source.DIMONA, Source.DMFA})
_OF_BREAKS = frozenset({Source.PERIODS})


def career(asking: Asking) -> Parts:
    """Everything but what the holder leaves out; what is only planned is never attested."""
    timeline = _narrowed(asking, _timeline(asking))
    sections: list[Section] = [_employments(asking, timeline)]
    lanes, left_out = {Lane.WORK}, asking.wish.without
    if "periods" not in left_out:
        sections.append(_periods(timeline))
        lanes |= {Lane.OUT_OF_WORK, Lane.LEAVE}
    if "trainings" not in left_out:
        sections.append(Trainings(trainings_of(timeline)))
        lanes.add(Lane.LEARNING)
    if "diplomas" not in left_out:
        sections.append(Diplomas(diplomas_of(timeline)))
        lanes.add(Lane.LEARNING)
    sections.append(_whole_coverage(asking, timeline))
    drawn = replace(
        timeline,
        trainings=() if "trainings" in left_out else timeline.trainings,
        diplomas=() if "diplomas" in left_out else timeline.diplomas,
    )
    return Parts(tuple(sections), drawing_svg=draw(drawn, drawing_words(), lanes=lanes))


def employments(asking: Asking) -> Parts:
    timeline = _narrowed(asking, _timeline(asking))
    return Parts(
        (_employments(asking, timeline), _coverage(timeline, _OF_WORK)),
        drawing_svg=draw(timeline, drawing_words(), lanes={Lane.WORK}),
    )


def employment(asking: Asking) -> Parts:
    timeline = _timeline(asking)
    wanted = asking.wish.employment_id
    job = next((each for each in timeline.jobs if each.employment_id == wanted), None)
    if job is None:
        raise NotFound("employment_id")
    of_job = replace(timeline, jobs=(job,))
    section = OneEmployment(_employment(job), _regimes(asking, job), _years(asking, of_job))
    return Parts((section, _coverage(timeline, _OF_WORK)))


def unemployment_and_breaks(asking: Asking) -> Parts:
    timeline = _narrowed(asking, _timeline(asking))
    return Parts((_periods(timeline), _coverage(timeline, _OF_BREAKS)))


def _timeline(asking: Asking) -> Timeline:
    life = life_of(asking.db, asking.person_id, today=asking.today, with_years=asking.wish.with_pay)
    return life.timeline


def _narrowed(asking: Asking, timeline: Timeline) -> Timeline:
    """What lies in the period and with the employer asked for, and was not only planned."""
    wish = asking.wish
    jobs = (job for job in timeline.jobs if asking.of_employer(job.enterprise_id))
    return replace(
        timeline,
        jobs=in_period(asking, jobs),
        periods=in_period(asking, timeline.periods),
        trainings=in_period(asking, (each for each in timeline.trainings if each.followed)),
        diplomas=tuple(
            each for each in timeline.diplomas if asking.within(each.awarded_on, each.awarded_on)
        ),
        years=tuple(
            each
            for each in timeline.years
            if (wish.starts_on is None or each.year >= wish.starts_on.year)
            and (wish.ends_on is None or each.year <= wish.ends_on.year)
        ),
    )


def _employments(asking: Asking, timeline: Timeline) -> Employments:
    return Employments(tuple(map(_employment, timeline.jobs)), _years(asking, timeline))


def _employment(job: Job) -> Employment:
    return Employment(
        employer=job.employer or drawing_words().unnamed_employer,
        enterprise_number=job.enterprise_number,
        starts_on=job.starts_on,
        ends_on=job.ends_on,
        joint_committee=job.joint_committee,
        hours_worked=job.regime.worked if job.regime else None,
        hours_full_time=job.regime.full_time if job.regime else None,
        declared_until=_quarter(job.declared_until),
        sources=tuple(source.value for source in job.sources),
    )


def _years(asking: Asking, timeline: Timeline) -> tuple[WorkYear, ...]:
    """Days and pay by year, with the employers of these jobs; none where pay stays out."""
    if not asking.wish.with_pay:
        return ()
    employers = {job.enterprise_id for job in timeline.jobs}
    return tuple(
        WorkYear(
            each.year,
            each.employer or drawing_words().unnamed_employer,
            each.days,
            each.pay,
            each.severance,
        )
        for each in timeline.years
        if each.enterprise_id in employers
    )


def _regimes(asking: Asking, job: Job) -> tuple[RegimePeriod, ...]:
    """How somebody worked over the time of one employment, newest first."""
    rows = employments_of(asking.db, asking.person_id, enterprise_id=job.enterprise_id)
    row = next(each for each in rows if each.employment_id == job.employment_id)
    return tuple(
        RegimePeriod(
            span.starts_on,
            span.ends_on,
            span.joint_committee or row.joint_committee,
            span.hours_worked,
            span.hours_full_time,
        )
        for span in reversed(row.regimes)
    )


def _periods(timeline: Timeline) -> Periods:
    return Periods(
        tuple(
            Period(each.kind.value, each.starts_on, each.ends_on, each.institution, each.share)
            for each in timeline.periods
        )
    )


def _coverage(timeline: Timeline, sources: frozenset[Source]) -> Coverage:
    return Coverage(tuple(_reported(each) for each in timeline.coverage if each.source in sources))


def _whole_coverage(asking: Asking, timeline: Timeline) -> Coverage:
    """Of everything that a career tells of; trainings are registered here."""
    rows = _coverage(timeline, frozenset(Source)).rows
    if "trainings" in asking.wish.without:
        return Coverage(rows)
    return Coverage((*rows, registered_here(asking)))


def _reported(known: Known) -> Reported:
    return Reported(known.source.value, known.institution, known.until, _quarter(known.quarter))


def _quarter(quarter: CalendarQuarter | None) -> Quarter | None:
    return Quarter(quarter.year, quarter.number) if quarter else None
