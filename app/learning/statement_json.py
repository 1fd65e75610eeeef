"""The account of one worker with one employer as plain data: ``docs/account-statement.md``.

Minutes are integers, days and other decimals strings, dates ISO; what is not known or does not
apply is absent, never null.  No national number stands in it.  Sentences are in the language
spoken; everything else is the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from app.foundation.calendar import Quarter
from app.foundation.languages import language
from app.foundation.problems import Problem
from app.learning.accounts import KnownAccount
from app.learning.rules.account import LedgerLine, YearAccount
from app.learning.rules.ending import Ending
from app.learning.rules.explaining import AGREEMENT
from app.learning.rules.facts import CreditedTraining
from app.learning.rules.law import Doubt
from app.learning.rules.months import rounded
from app.learning.rules.steps import Step
from app.learning.rules.versions import RULES
from app.learning.wording import doubted, sentence, worded

Plain = dict[str, Any]

#: The version of this form: it changes when a field changes its meaning or goes.
FORMAT = 1
#: Parameters that rules keep in hundredths.
_HUNDREDTHS = frozenset({"computed", "days", "fte", "full_time", "percent", "worked"})


def statement(
    account: KnownAccount,
    *,
    law_version: str,
    today: date,
    known_at: datetime,
    year: int | None = None,
) -> Plain:
    """The years of the account, or one of them; ``years`` is empty where it has none such.

    ``today`` is the day the account is seen from, ``known_at`` the instant up to which what was
    recorded counts: both as the account was asked with.
    """
    years = [each for each in account.ledger.years if year in (None, each.year)]
    outside = [each for each in account.ledger.outside if year in (None, each.ends_on.year)]
    return _said(
        formatVersion=FORMAT,
        lawVersion=law_version,
        rulesVersion=RULES,
        language=language(),
        knownAt=known_at.isoformat(timespec="seconds"),
        seenFrom=today.isoformat(),
        employer=_said(enterpriseNumber=account.enterprise_number, name=account.employer),
        period=_period(date(years[0].year, 1, 1), date(years[-1].year, 12, 31)) if years else None,
        years=[_year(each, account) for each in years],
        outside=[_training(each, account) for each in outside],
    )


def _said(**fields: Any) -> Plain:
    """What there is to say: nothing is null, and no text is empty."""
    return {name: value for name, value in fields.items() if value is not None and value != ""}


def _period(starts_on: date, ends_on: date) -> Plain:
    return {"startDate": starts_on.isoformat(), "endDate": ends_on.isoformat()}


def _year(year: YearAccount, account: KnownAccount) -> Plain:
    period = year.period
    return _said(
        year=year.year,
        openedOn=year.opened_on.isoformat(),
        fiveYears=_period(period.starts_on, period.ends_on) if period else None,
        dayMinutes=year.day_minutes,
        openingMinutes=year.opening,
        grantedMinutes=year.granted,
        grantedDays=_days(year.granted, year),
        usedMinutes=year.used,
        plannedMinutes=year.planned,
        notTakenMinutes=year.not_taken,
        carriedMinutes=year.carried,
        expiredMinutes=year.expired,
        goneMinutes=year.gone,
        leftMinutes=year.left,
        leftDays=_days(year.left, year),
        atLeast=year.at_least,
        stated=year.right.stated,
        budgets=[
            {"firstYear": each.first, "lastYear": each.last, "minutes": each.minutes}
            for each in year.right.budgets
        ],
        lines=[_line(each, account) for each in year.lines],
        problems=[_problem(each) for each in year.right.problems],
        doubts=[_doubt(each) for each in year.right.doubts],
        end=_end(year.end) if year.end else None,
    )


def _days(minutes: int | None, year: YearAccount) -> str | None:
    """Days of that year's length, to the hundredth."""
    return None if minutes is None else _decimal(rounded(minutes * 100, year.day_minutes))


def _decimal(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def _line(line: LedgerLine, account: KnownAccount) -> Plain:
    training = account.trainings.get(line.reference) if line.reference else None
    return _said(
        kind=line.kind.value,
        date=line.on.isoformat(),
        minutes=line.minutes,
        balanceMinutes=line.balance,
        trainingReference=line.reference,
        trainingTitle=training.title if training else None,
        steps=_steps(line.steps),
    )


def _training(each: CreditedTraining, account: KnownAccount) -> Plain:
    known = account.trainings.get(each.reference)
    return _said(
        trainingReference=each.reference,
        trainingTitle=known.title if known else None,
        startDate=each.starts_on.isoformat(),
        endDate=each.ends_on.isoformat(),
        minutes=each.minutes,
    )


def _end(end: Ending) -> Plain:
    return _said(
        reason=end.reason.value if end.reason else None,
        outcome=end.outcome.value,
        lastDay=end.since.isoformat(),
        noticeFrom=end.notice_from.isoformat() if end.notice_from else None,
        steps=_steps(end.steps),
        doubts=[_doubt(each) for each in end.doubts],
    )


def _steps(steps: Iterable[Step]) -> list[Plain]:
    return [_step(each) for each in steps]


def _step(step: Step) -> Plain:
    words = worded(step)
    agreed = step.ground and step.ground.startswith(AGREEMENT)
    return _said(
        code=step.code,
        params=_params(step.named),
        label=words.label,
        sum=words.sum,
        result=words.result,
        ground=words.ground,
        agreementCode=step.ground.removeprefix(AGREEMENT) if step.ground and agreed else None,
        source=words.source,
    )


def _problem(problem: Problem) -> Plain:
    named = _params(problem.named)
    return {"code": problem.code, "params": named, "sentence": sentence(problem)}


def _doubt(doubt: Doubt) -> Plain:
    return {"code": doubt.code, "params": _params(doubt.named), "sentence": doubted(doubt)}


def _params(named: Plain) -> Plain:
    """The values a sentence was made of, under their names in camel case."""
    found = {_camel(name): _param(name, value) for name, value in named.items()}
    found.pop("source", None)  # it stands beside the sentence
    return _said(**found)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _param(name: str, value: Any) -> Any:
    if name == "declared":
        return [{"quarter": _quarter(key), "fte": _decimal(fte)} for key, fte in value]
    if name == "parts":
        return [_part(*each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if name in _HUNDREDTHS and value is not None:
        return _decimal(value)
    return value


def _part(days: int | None, minutes: int | None, years: int, share: int, months: int) -> Plain:
    """One run of months in the sum: a full-timer's amount, the share of it, and the months."""
    return _said(
        days=None if days is None else _decimal(days),
        minutes=minutes,
        years=years,
        percent=_decimal(share),
        months=months,
    )


def _quarter(key: int) -> str:
    quarter = Quarter.from_key(key)
    return f"{quarter.year}Q{quarter.number}"
