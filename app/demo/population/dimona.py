"""The announcements that an employment begins, changes, ends or never began."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path

from app.demo.population.facts import Announcement, Employment

DIMONA_SINCE = date(2003, 1, 1)


class Step(IntEnum):
    """In the order in which they must be read on one day."""

    IN = 0
    UPDATE = 1
    OUT = 2
    CANCEL = 3


_PUT_OFF = timedelta(days=21)
_START_PUT_OFF = timedelta(days=2)


def write_dimona(folder: Path, employments: Iterable[Employment], today: date) -> Iterator[Path]:
    """One file for each year of creation, oldest first; each in order of creation."""
    by_year: dict[int, list[tuple[date, str, int, Step, Employment]]] = defaultdict(list)
    for job in employments:
        for made_on, step in _announcements(job, today):
            entry = (made_on, _clock(step, job.order), job.order, step, job)
            by_year[made_on.year].append(entry)
    for year in sorted(by_year):
        path = folder / f"dimona-{year}.xml"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n<Dimona>\n')
            # An employment takes each step at its own time: employments are never compared.
            file.writelines(_form(*entry) for entry in sorted(by_year.pop(year)))
            file.write("</Dimona>\n")
        yield path


def _clock(step: Step, order: int) -> str:
    """Two hours of the day for each step, so that those of one day come in order."""
    return f"{8 + 2 * step + order % 2:02d}:{order % 60:02d}:00.000"


def _announcements(job: Employment, today: date) -> Iterator[tuple[date, Step]]:
    if job.starts_on < DIMONA_SINCE:
        return
    lead = 4 if job.announcement is Announcement.START_MOVED else job.order % 4
    yield max(job.starts_on - timedelta(days=lead), DIMONA_SINCE), Step.IN
    yield from ((min(made_on, today), step) for made_on, step in _later_announcements(job, today))


def _later_announcements(job: Employment, today: date) -> Iterator[tuple[date, Step]]:
    first_end = _announced_end(job)
    match job.announcement:
        case Announcement.CANCELLED:
            yield job.starts_on + timedelta(days=1), Step.CANCEL
            return
        case Announcement.EXTENDED if first_end and first_end <= today:
            yield first_end, Step.UPDATE
        case Announcement.START_MOVED:
            yield job.starts_on, Step.UPDATE
    if first_end is None and job.ends_on and job.ends_on <= today:
        yield job.ends_on + timedelta(days=job.order % 9), Step.OUT


def _announced_end(job: Employment) -> date | None:
    """The end that stood in the first announcement."""
    if job.announcement is Announcement.FIXED_TERM:
        return job.ends_on
    if job.announcement is Announcement.EXTENDED and job.ends_on:
        return max(job.ends_on - _PUT_OFF, job.starts_on)
    return None


def _form(made_on: date, clock: str, _order: int, step: Step, job: Employment) -> str:
    return (
        "<Form><Identification>DIMONA</Identification>"
        f"<FormCreationDate>{made_on}</FormCreationDate>"
        f"<FormCreationHour>{clock}</FormCreationHour>"
        "<AttestationStatus>0</AttestationStatus><TypeForm>SU</TypeForm>\n"
        f"{_BODIES[step](job, made_on)}</Form>\n"
    )


def _in(job: Employment, made_on: date) -> str:
    start = job.starts_on
    if job.announcement is Announcement.START_MOVED:
        start -= _START_PUT_OFF
    committee = "XXX" if job.hides_committee else job.joint_committee
    return (
        f"<DimonaIn><StartingDate>{start}</StartingDate>{_ending(_announced_end(job))}"
        f"{_employer(job)}<NaturalPerson>{_inss(job, made_on)}</NaturalPerson>"
        f"<DimonaFeatures><JointCommissionNbr>{committee}</JointCommissionNbr>"
        f"<WorkerType>{'STU' if job.student else 'OTH'}</WorkerType></DimonaFeatures></DimonaIn>"
    )


def _update(job: Employment, made_on: date) -> str:
    if job.announcement is Announcement.START_MOVED:
        change = f"<StartingDate>{job.starts_on}</StartingDate>"
    else:
        change = _ending(job.ends_on)
    return (
        f"<DimonaUpdate>{_period(job)}{change}{_inss(job, made_on)}{_employer(job)}</DimonaUpdate>"
    )


def _out(job: Employment, made_on: date) -> str:
    return (
        f"<DimonaOut>{_period(job)}{_ending(job.ends_on)}{_inss(job, made_on)}"
        f"{_employer(job)}</DimonaOut>"
    )


def _cancel(job: Employment, made_on: date) -> str:
    return f"<DimonaCancel>{_period(job)}{_inss(job, made_on)}{_employer(job)}</DimonaCancel>"


_BODIES = {Step.IN: _in, Step.UPDATE: _update, Step.OUT: _out, Step.CANCEL: _cancel}


def _period(job: Employment) -> str:
    return f"<DimonaPeriodId>{910_000_000_000 + job.order}</DimonaPeriodId>"


def _ending(day: date | None) -> str:
    return f"<EndingDate>{day}</EndingDate>" if day else ""


def _inss(job: Employment, made_on: date) -> str:
    return f"<INSS>{job.person.ssin_on(made_on)}</INSS>"


def _employer(job: Employment) -> str:
    return (
        f"<EmployerId><NOSSRegistrationNbr>{job.enterprise.nsso_number}</NOSSRegistrationNbr>"
        f"<CompanyID>{job.enterprise.number}</CompanyID></EmployerId>"
    )
