"""The career attestation: a whole working life on paper, as known on one day.

``render`` turns a :class:`CareerAttestation` into a PDF that is an archive file (PDF/A-3a),
accessible (PDF/UA-1), in one of four languages, and carries its own data as ``career.json``
(see :mod:`certificates.record`).  Lists are printed in the order given; newest first reads
best.  Dates are inclusive; an end of ``None`` is still going on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from certificates.letters import needs_fallback, printable
from certificates.paper import AttachedData, write_pdf
from certificates.record import write_record
from certificates.summary import summary_of
from certificates.writing import Writing

BELGIUM = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Holder:
    """The person whose career it is."""

    name: str  # first name first
    born_on: str | None  # YYYY-MM-DD; what is not known is 00: 1982-00-00
    national_number: str  # as printed: 82.05.14-001.23


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year; ``number`` is 1 to 4."""

    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Employment:
    employer: str
    enterprise_number: str | None  # ten digits
    starts_on: date
    ends_on: date | None
    joint_committee: str | None  # "330", "329.02"
    hours_worked: int | None  # a week, in hundredths
    hours_full_time: int | None  # a week, in hundredths
    declared_until: Quarter | None
    sources: tuple[str, ...]  # codes: dimona, dmfa, periods, parcours


@dataclass(frozen=True, slots=True)
class Period:
    kind: str  # a code: unemployment, parental_leave, …
    starts_on: date
    ends_on: date | None
    institution: str  # a code where we know one, or a name


@dataclass(frozen=True, slots=True)
class Training:
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    employer: str | None
    certificate_until: date | None


@dataclass(frozen=True, slots=True)
class Diploma:
    title: str
    awarded_on: date
    institution: str
    level: int | None  # European Qualifications Framework, 1 to 8


@dataclass(frozen=True, slots=True)
class WorkYear:
    """What one employer declared over one year."""

    year: int
    employer: str
    days: int  # hundredths
    pay: int  # gross, in cents


@dataclass(frozen=True, slots=True)
class Coverage:
    """Until when one source has reported: a day, or for DmfA a quarter."""

    source: str  # a code: dimona, dmfa, periods, parcours
    institution: str | None  # for the source periods
    until: date | None
    quarter: Quarter | None


@dataclass(frozen=True, slots=True)
class CareerAttestation:
    """Everything the document says.

    ``drawing_svg`` is the career as a drawing, or empty; it has presentation attributes only
    and letters in Atkinson Hyperlegible Next.  ``check_address`` is where a reader checks the
    number.
    """

    number: str  # PC-2026-7K3M-Q9XD
    language: str  # fr, nl, de, en
    issued_at: datetime  # aware
    as_known_on: date
    holder: Holder
    employments: tuple[Employment, ...]
    periods: tuple[Period, ...]
    trainings: tuple[Training, ...]
    diplomas: tuple[Diploma, ...]
    years: tuple[WorkYear, ...]  # empty when the holder keeps pay out of it
    coverage: tuple[Coverage, ...]
    drawing_svg: str
    check_address: str

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("the time of issue needs its time zone")

    @property
    def months_worked(self) -> int:
        """Calendar months with a job in them; every started month counts, and counts once."""
        months: set[int] = set()
        for job in self.employments:
            last = min(job.ends_on or self.as_known_on, self.as_known_on)
            months.update(range(_month(job.starts_on), _month(last) + 1))
        return len(months)

    @property
    def first_day_worked(self) -> date | None:
        return min((job.starts_on for job in self.employments), default=None)

    @property
    def last_day_worked(self) -> date | None:
        """``None`` while somebody is employed, or never was."""
        if self.current_employers:
            return None
        return max((job.ends_on for job in self.employments if job.ends_on), default=None)

    @property
    def employer_count(self) -> int:
        return len({job.enterprise_number or job.employer for job in self.employments})

    @property
    def current_employers(self) -> tuple[str, ...]:
        """Who employs the holder on the day this was known, each named once."""
        day = self.as_known_on
        return tuple(
            dict.fromkeys(
                job.employer
                for job in self.employments
                if job.starts_on <= day and (job.ends_on is None or job.ends_on >= day)
            )
        )

    @property
    def minutes_trained(self) -> int:
        return sum(training.minutes for training in self.trainings)


def render(attestation: CareerAttestation) -> bytes:
    """The attestation as a PDF; the same values give the same bytes.

    ValueError for a language we do not write, KeyError for a code without words.
    """
    say = Writing(attestation.language)
    record = write_record(attestation)
    page = (
        _environment()
        .get_template("career.html")
        .render(
            attestation=attestation,
            say=say,
            issued_at=attestation.issued_at.astimezone(BELGIUM),
            summary=summary_of(attestation, say),
            # That font file is eleven times the size of the others and hardly ever needed.
            other_scripts=needs_fallback(record.decode() + attestation.drawing_svg),
        )
    )
    return write_pdf(
        page,
        images={"drawing.svg": attestation.drawing_svg.encode()},
        data=AttachedData("career.json", say("page.data"), record),
        issued_at=attestation.issued_at,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month
