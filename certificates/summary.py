"""The lines at the head of a document, five at most: the answer before the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from certificates.attestation import Attestation, Kind
from certificates.coded import UNEMPLOYMENT
from certificates.counting import days_in, goes_on, months_in, work_of
from certificates.phrases import Phrases
from certificates.sections import (
    Account,
    Diplomas,
    Employments,
    OneEmployment,
    OneTraining,
    Period,
    Periods,
    Receipt,
    Training,
    Trainings,
    WorkYear,
)

#: A label and what there is to say.
Line = tuple[str, str]
_EMPLOYERS_NAMED = 4


def summary_of(it: Attestation, say: Phrases) -> tuple[Line, ...]:
    """Empty where the document is an answer in itself."""
    lines = _OF.get(it.kind)
    return tuple(lines(it, say)) if lines else ()


def _career(it: Attestation, say: Phrases) -> list[Line]:
    trainings, diplomas = it.first(Trainings), it.first(Diplomas)
    lines = _work(it, say)
    if trainings:
        lines.append((say("summary.trainings"), _trained(trainings.rows, say)))
    if diplomas:
        lines.append((say("summary.diplomas"), _diplomas(diplomas, say)))
    return lines


def _employments(it: Attestation, say: Phrases) -> list[Line]:
    return _work(it, say) + _pay(it.the(Employments).years, say)


def _work(it: Attestation, say: Phrases) -> list[Line]:
    work = work_of(it.the(Employments).rows, it.as_known_on)
    duration = say.years_and_months(work.months)
    if work.first is None:
        worked = say("summary.none")
    elif work.last is None:
        worked = say("summary.work_since", duration=duration, first=say.month(work.first))
    else:
        first, last = say.month(work.first), say.month(work.last)
        key = "summary.work_in" if first == last else "summary.work_between"
        worked = say(key, duration=duration, first=first, last=last)
    return [
        (say("summary.work"), worked),
        (say("summary.employers"), say.number(work.employers)),
        (say("summary.today"), _named(work.current, say)),
    ]


def _named(employers: tuple[str, ...], say: Phrases) -> str:
    if not employers:
        return say("summary.nobody")
    named, others = employers[:_EMPLOYERS_NAMED], employers[_EMPLOYERS_NAMED:]
    rest = (say.count("more_employers", len(others)),) if others else ()
    return ", ".join((*named, *rest))


def _pay(years: tuple[WorkYear, ...], say: Phrases) -> list[Line]:
    paid = [each for each in years if each.pay is not None]
    if not paid:
        return []
    latest = max(each.year for each in paid)
    pay = sum(each.pay or 0 for each in paid if each.year == latest)
    return [(say("summary.pay", year=latest), say.money(pay))]


def _employment(it: Attestation, say: Phrases) -> list[Line]:
    section = it.the(OneEmployment)
    job = section.employment
    months = months_in([job], it.as_known_on)
    return [
        (say("employment.employer"), job.employer),
        (say("employments.period"), say.period(job.starts_on, job.ends_on)),
        (say("employment.duration"), say.years_and_months(months)),
        (say("employment.hours"), say.weekly_hours(job.hours_worked, job.hours_full_time)),
        *_pay(section.years, say),
    ]


def _breaks(it: Attestation, say: Phrases) -> list[Line]:
    rows, day = it.the(Periods).rows, it.as_known_on
    out = [each for each in rows if each.kind in UNEMPLOYMENT]
    away = [each for each in rows if each.kind not in UNEMPLOYMENT]
    under_way = dict.fromkeys(say(f"kinds.{each.kind}") for each in rows if goes_on(each, day))
    first = min((each.starts_on for each in rows), default=None)
    none = say("summary.no_period")
    return [
        (say("summary.unemployment"), _days(out, it, say)),
        (say("summary.away"), _days(away, it, say)),
        (say("summary.first"), say.month(first) if first else none),
        (say("summary.still", date=say.long_date(day)), ", ".join(under_way) or none),
    ]


def _days(rows: list[Period], it: Attestation, say: Phrases) -> str:
    days = days_in(rows, it.as_known_on)
    return say.count("calendar_days", days) if days else say("summary.no_period")


def _trainings(it: Attestation, say: Phrases) -> list[Line]:
    rows, day = it.the(Trainings).rows, it.as_known_on
    valid = [
        each
        for each in rows
        if each.certified and (each.certificate_until is None or each.certificate_until >= day)
    ]
    latest = max(rows, key=lambda each: each.ends_on, default=None)
    none = say("summary.no_training")
    return [
        (say("summary.trainings"), _trained(rows, say)),
        (say("summary.latest"), _dated(latest, say) if latest else none),
        (say("summary.certified", date=say.long_date(day)), say.number(len(valid))),
    ]


def _trained(rows: tuple[Training, ...], say: Phrases) -> str:
    if not rows:
        return say("summary.no_training")
    number, minutes = say.number(len(rows)), sum(each.minutes for each in rows)
    return say("summary.trainings_in_all", number=number, duration=say.duration(minutes))


def _dated(training: Training, say: Phrases) -> str:
    return f"{training.title} ({say.month(training.ends_on)})"


def _diplomas(diplomas: Diplomas, say: Phrases) -> str:
    if not diplomas.rows:
        return say("summary.none")
    latest = max(diploma.awarded_on for diploma in diplomas.rows)
    number = say.number(len(diplomas.rows))
    return say("summary.diplomas_latest", number=number, month=say.month(latest))


def _training(it: Attestation, say: Phrases) -> list[Line]:
    training = it.the(OneTraining).training
    return [
        (say("training.title"), training.title),
        (say("training.date"), say.long_days_of(training.starts_on, training.ends_on)),
        (say("training.duration"), say.duration(training.minutes)),
        (say("training.certificate"), say.certificate(training)),
    ]


def _account(it: Attestation, say: Phrases) -> list[Line]:
    account = it.the(Account)
    year = account.asked
    lines = [
        (say("account.employer"), account.employer),
        (say("account.left_in", year=year.year), say.balance(year)),
    ]
    if year.usable_until:
        lines.append((say("account.usable_until"), say.long_date(year.usable_until)))
    return lines


def _receipt(it: Attestation, say: Phrases) -> list[Line]:
    receipt = it.the(Receipt)
    lines = [
        (say("receipt.in_all"), say.number(receipt.in_all)),
        (say("receipt.registered"), say.number(receipt.registered)),
        (say("receipt.already"), say.number(receipt.already)),
        (say("receipt.refused"), say.number(receipt.refused)),
    ]
    return [(say("receipt.training"), receipt.title), *lines] if receipt.title else lines


_OF: Mapping[Kind, Callable[[Attestation, Phrases], list[Line]]] = {
    Kind.CAREER: _career,
    Kind.EMPLOYMENTS: _employments,
    Kind.EMPLOYMENT: _employment,
    Kind.UNEMPLOYMENT_AND_BREAKS: _breaks,
    Kind.TRAININGS: _trainings,
    Kind.TRAINING: _training,
    Kind.ACCOUNT: _account,
    Kind.ACCOUNT_STATEMENT: _account,
    Kind.RECEIPT: _receipt,
}
