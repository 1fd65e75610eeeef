"""One question, one answer, and nothing else of a life.

*Yes* and *no* are said where the sources reach; where what they leave open could change the
answer, it is *not known*, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from app.attestations.gathering.account import known_account
from app.attestations.gathering.asked import Asking, Parts
from app.attestations.gathering.learning import followed_training
from app.attestations.wishes import Asked
from app.career.parameters import may_work_from, work_reported_since
from app.career.queries import life_of
from app.career.timeline import Coverage, Source
from app.employment.queries import EmploymentRow, employments_of
from app.identity.queries import names_of
from certificates.sections import Answer, CertificateValid, CreditLeft, Seniority

#: Hundredths of a day in a year, leap years on average: seniority counts calendar days.
_YEAR = 36525
_DAY = timedelta(days=1)
_Stretch = tuple[date, date]


def answer(asking: Asking) -> Parts:
    assert asking.wish.asked is not None  # the wish was checked
    return Parts((_OF[asking.wish.asked](asking),))


def seniority(asking: Asking) -> Answer:
    """Calendar days of employment under the committee, sub-committees included.

    What nobody reports may have been under it: work before sources begin, after they end, and
    under a committee that is not known.
    """
    wish, today = asking.wish, asking.today
    assert wish.years is not None
    assert wish.joint_committee is not None
    rows = employments_of(asking.db, asking.person_id)
    timeline = life_of(asking.db, asking.person_id, today=today).timeline
    reported = _reported_until(timeline.coverage)
    known = _days(_stretches(rows, wish.joint_committee, unknown=False), min(reported, today))
    perhaps = _stretches(rows, wish.joint_committee, unknown=True)
    possible = _days(chain(perhaps, _unreported(asking, reported)), today)
    wanted = wish.years * _YEAR
    said: bool | None = None
    if known * 100 >= wanted:
        said = True
    elif possible * 100 < wanted:
        said = False
    question = Seniority(wish.years, wish.joint_committee)
    return Answer(question, said, today, "not_reported" if said is None else None)


def certificate_valid(asking: Asking) -> Answer:
    """Valid from the last day of the training to the last day stated, both inclusive."""
    training, on = followed_training(asking), asking.wish.on
    assert on is not None
    question = CertificateValid(training.title, training.ends_on)
    until = training.certificate_until
    if not training.certified or on < training.ends_on:
        return Answer(question, False, on)
    if until is None:
        return Answer(question, None, on, "no_end_stated")
    return Answer(question, on <= until, on)


def credit_left(asking: Asking) -> Answer:
    """What the account of the year still holds; planned trainings have not used it yet."""
    wish, known = asking.wish, known_account(asking)
    assert wish.days is not None
    question = CreditLeft(
        wish.days, known.employer or known.enterprise_number or "–", known.enterprise_number
    )
    year = known.ledger.of(asking.today.year)
    if year is None:
        return Answer(question, False, asking.today)
    if year.left is None:
        return Answer(question, None, asking.today, "right_not_known")
    enough = year.left * 100 >= wish.days * year.day_minutes
    if not enough and year.at_least:
        return Answer(question, None, asking.today, "not_reported")
    return Answer(question, enough, asking.today)


def _unreported(asking: Asking, until: date) -> Iterator[_Stretch]:
    """The days on which the holder may have worked without anybody having reported it."""
    born_on = names_of(asking.db, [asking.person_id])[asking.person_id].born_on
    first, since = may_work_from(born_on), work_reported_since()
    if first < since:
        yield first, since - _DAY
    yield until + _DAY, asking.today


def _reported_until(coverage: Iterable[Coverage]) -> date:
    """The last day on which work is reported, as far as Dimona goes; date.min: nothing is."""
    days = [each.until for each in coverage if each.source is Source.DIMONA and each.until]
    return max(days, default=date.min)


def _stretches(
    rows: Iterable[EmploymentRow], committee: str, *, unknown: bool
) -> Iterator[_Stretch]:
    """Days of employment under a committee; those under none that is known too, if wanted."""
    for row in rows:
        for first, last, under in _under(row):
            if _is_under(under, committee) or (unknown and under is None):
                yield first, last


def _under(row: EmploymentRow) -> Iterator[tuple[date, date, str | None]]:
    """The days of an employment by committee.

    Before its first regime the employment's own counts; under which it was where no regime is
    declared later on is not known.
    """
    ends_on, reached, otherwise = row.ends_on or date.max, row.starts_on, row.joint_committee
    for span in row.regimes:
        if span.starts_on > reached:
            yield reached, span.starts_on - _DAY, otherwise
        last = min(span.ends_on or date.max, ends_on)
        yield span.starts_on, last, span.joint_committee or row.joint_committee
        if last == date.max:
            return
        reached, otherwise = last + _DAY, None
    if reached <= ends_on:
        yield reached, ends_on, otherwise


def _is_under(found: str | None, wanted: str) -> bool:
    return found is not None and (found == wanted or found.startswith(f"{wanted}."))


def _days(stretches: Iterable[_Stretch], until: date) -> int:
    """Days covered, each once, up to and including ``until``."""
    total, reached = 0, date.min
    for first, last in sorted(stretches):
        begins, ends = max(first, reached), min(last, until)
        if begins <= ends:
            total += (ends - begins).days + 1
            reached = ends + _DAY
    return total


_OF: Mapping[Asked, Callable[[Asking], Answer]] = {
    Asked.SENIORITY: seniority,
    Asked.CERTIFICATE_VALID: certificate_valid,
    Asked.CREDIT_LEFT: credit_left,
}
