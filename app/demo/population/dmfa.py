"""The employers' quarterly declarations, written as they are made up.

Those of the years that are over come in a file a year, as what was kept is handed over; those of
this year in a file a quarter, as they are sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path

from app.demo.population.chance import draw
from app.demo.population.facts import Employment, Enterprise
from app.demo.population.worktime import Occupation, monthly_wage, occupations, weekdays
from app.foundation.calendar import Quarter

FIRST_QUARTER = Quarter(2003, 1)  # the first one DmfA knows

_STUDENT_CODE = {True: "841", False: "840"}
_WORKER_CODE = {True: "495", False: "015"}
_STUDENT_CONTRIBUTION = 813  # hundredths of a per cent of the pay


@dataclass(frozen=True, slots=True)
class Silence:
    """A quarter in which an employer's form left one of its two numbers at 0."""

    enterprise: Enterprise
    quarter: Quarter
    enterprise_number: bool  # True: CompanyID is 0; False: NOSSRegistrationNbr is


@dataclass(frozen=True, slots=True)
class Declared:
    """A file and how many worker-quarters it holds."""

    path: Path
    worker_quarters: int


def last_quarter(today: date) -> Quarter:
    """The last quarter all employers had to declare: by the end of the month after it."""
    quarter = Quarter.of(today).previous
    due = (quarter.next.first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return quarter if due <= today else quarter.previous


def quarters_until(last: Quarter) -> Iterator[Quarter]:
    quarter = FIRST_QUARTER
    while quarter <= last:
        yield quarter
        quarter = quarter.next


def declared_on(enterprise: Enterprise, quarter: Quarter) -> date:
    """The day the employer's form for the quarter was made."""
    return quarter.next.first_day + timedelta(days=4 + draw(enterprise.order, quarter.key) % 24)


def write_declarations(
    folder: Path,
    staff: Sequence[tuple[Enterprise, Sequence[Employment]]],
    silences: Sequence[Silence],
    today: date,
) -> Iterator[Declared]:
    """The files in order of time, then the corrections of some quarters."""
    silent = {(silence.enterprise.order, silence.quarter.key): silence for silence in silences}
    quarters = quarters_until(last_quarter(today))
    for name, together in groupby(quarters, lambda q: q.year if q.year < today.year else q):
        forms = (
            _form(enterprise, jobs, quarter, declared_on(enterprise, quarter), silent)
            for quarter in together
            for enterprise, jobs in staff
        )
        declared = _write(folder / f"dmfa-{name}.xml", forms)
        if declared:
            yield declared
    for enterprise, jobs, quarter, made_on in _corrections(staff, today):
        form = _form(enterprise, jobs, quarter, made_on, silent)
        declared = _write(folder / f"dmfa-{enterprise.nsso_number}-{quarter}.xml", [form])
        if declared:
            yield declared


def _corrections(
    staff: Sequence[tuple[Enterprise, Sequence[Employment]]], today: date
) -> Iterator[tuple[Enterprise, Sequence[Employment], Quarter, date]]:
    """Quarters of which an employer learnt something after declaring them."""
    for enterprise, jobs in staff:
        late = {
            (Quarter.of(absence.starts_on), absence.known_from)
            for job in jobs
            for absence in job.absences
            if absence.known_from and absence.known_from <= today
        }
        for quarter, known_from in sorted(late):
            if known_from > declared_on(enterprise, quarter):
                yield enterprise, jobs, quarter, known_from


def _write(path: Path, forms: Iterable[str]) -> Declared | None:
    """Write the forms that say something; no file when none does."""
    said = (form for form in forms if form)
    first = next(said, None)
    if first is None:
        return None
    people = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<DmfAOriginal>\n')
        for form in chain([first], said):
            file.write(form)
            people += form.count("<NaturalPerson>")
        file.write("</DmfAOriginal>\n")
    return Declared(path, people)


def _form(
    enterprise: Enterprise,
    jobs: Sequence[Employment],
    quarter: Quarter,
    made_on: date,
    silent: dict[tuple[int, int], Silence],
) -> str:
    """One employer's declaration; empty when nobody worked there.  ``jobs`` go by person."""
    first, last = quarter.first_day, quarter.last_day
    present = [job for job in jobs if job.at_work_between(first, last)]
    if not present:
        return ""
    people, owed = [], 0
    for sequence, (_, own) in enumerate(groupby(present, attrgetter("person.ssin")), 1):
        text, pay = _natural_person(sequence, list(own), quarter, made_on)
        people.append(text)
        owed += pay * 38 // 100
    silence = silent.get((enterprise.order, quarter.key))
    nsso = "0" if silence and not silence.enterprise_number else enterprise.nsso_number
    company = "0" if silence and silence.enterprise_number else enterprise.number
    hour = 8 + enterprise.order % 10
    return (
        "<Form>\n<Identification>DMFA</Identification>"
        f"<FormCreationDate>{made_on}</FormCreationDate>"
        f"<FormCreationHour>{hour:02d}:15:00.000</FormCreationHour>"
        "<AttestationStatus>0</AttestationStatus><TypeForm>SU</TypeForm>\n"
        f"<EmployerDeclaration><Quarter>{quarter}</Quarter>"
        f"<NOSSRegistrationNbr>{nsso}</NOSSRegistrationNbr><Trusteeship>0</Trusteeship>"
        f"<CompanyID>{company}</CompanyID><NetOwedAmount>{owed}</NetOwedAmount>\n"
        f"{''.join(people)}</EmployerDeclaration>\n</Form>\n"
    )


def _natural_person(
    sequence: int, jobs: list[Employment], quarter: Quarter, made_on: date
) -> tuple[str, int]:
    """One person's part, and the pay in it."""
    records, total = [], 0
    for (student, white_collar), own in groupby(jobs, attrgetter("student", "white_collar")):
        if student:
            code = _STUDENT_CODE[white_collar]
            body, pay = _student(list(own), quarter)
        else:
            code = _WORKER_CODE[white_collar]
            body, pay = _occupations(list(own), quarter, made_on)
        total += pay
        records.append(
            f"<WorkerRecord><EmployerClass>{jobs[0].enterprise.sector.employer_class}"
            f"</EmployerClass><WorkerCode>{code}</WorkerCode>"
            f"<NOSSQuarterStartingDate>{quarter.first_day}</NOSSQuarterStartingDate>"
            f"<NOSSQuarterEndingDate>{quarter.last_day}</NOSSQuarterEndingDate>"
            f"<Border>0</Border>\n{body}</WorkerRecord>\n"
        )
    person = (
        f"<NaturalPerson><NaturalPersonSequenceNbr>{sequence}</NaturalPersonSequenceNbr>"
        f"<INSS>{jobs[0].person.ssin_on(made_on)}</INSS>\n{''.join(records)}</NaturalPerson>\n"
    )
    return person, total


def _student(jobs: list[Employment], quarter: Quarter) -> tuple[str, int]:
    """A student's pay and hours: the schema gives students no occupation lines."""
    hours, pay = 0, 0
    for job in jobs:
        first = max(job.starts_on, quarter.first_day)
        last = min(job.ends_on or quarter.last_day, quarter.last_day)
        worked = weekdays(first, last) * job.enterprise.sector.week // 500
        hours += worked
        pay += monthly_wage(job, quarter.year) * worked // 165
    contribution = pay * _STUDENT_CONTRIBUTION // 10_000
    return (
        f"<StudentContribution><StudentRemunAmount>{pay}</StudentRemunAmount>"
        f"<StudentContributionAmount>{contribution}</StudentContributionAmount>"
        f"<StudentHoursNbr>{min(hours, 999)}</StudentHoursNbr></StudentContribution>\n",
        pay,
    )


def _occupations(jobs: list[Employment], quarter: Quarter, made_on: date) -> tuple[str, int]:
    lines: list[str] = []
    total = 0
    for job in jobs:
        for occupation in occupations(job, quarter, made_on):
            lines.append(_occupation(len(lines) + 1, occupation, job.joint_committee))
            total += sum(remun.amount for remun in occupation.remuns)
    return "".join(lines), total


def _occupation(sequence: int, line: Occupation, joint_committee: str) -> str:
    services = "".join(
        f"<Service><ServiceSequenceNbr>{number}</ServiceSequenceNbr>"
        f"<ServiceCode>{service.code}</ServiceCode>"
        f"<ServiceNbrDays>{service.days}</ServiceNbrDays>"
        f"{_optional('ServiceNbrHours', service.hours)}</Service>"
        for number, service in enumerate(line.services, 1)
    )
    remuns = "".join(
        f"<Remun><RemunSequenceNbr>{number}</RemunSequenceNbr><RemunCode>{remun.code}</RemunCode>"
        f"{_optional('BonusPaymentFrequency', remun.frequency)}"
        f"<RemunAmount>{remun.amount}</RemunAmount></Remun>"
        for number, remun in enumerate(line.remuns, 1)
    )
    return (
        f"<Occupation><OccupationSequenceNbr>{sequence}</OccupationSequenceNbr>"
        f"<OccupationStartingDate>{line.starts_on}</OccupationStartingDate>"
        f"{_optional('OccupationEndingDate', line.ends_on)}"
        f"<JointCommissionNbr>{joint_committee}</JointCommissionNbr>"
        f"<WorkingDaysSystem>{line.days}</WorkingDaysSystem>"
        f"<ContractType>{int(line.part_time)}</ContractType>"
        f"{_optional('RefMeanWorkingHours', line.full_time)}"
        f"{_optional('MeanWorkingHours', line.worked)}"
        f"{_optional('ReorganisationMeasure', line.measure)}"
        f"<Retired>{int(line.pensioned)}</Retired>\n"
        f"{services}{remuns}</Occupation>\n"
    )


def _optional(element: str, value: object | None) -> str:
    return "" if value is None else f"<{element}>{value}</{element}>"
