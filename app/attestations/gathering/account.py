"""The training account on paper: its years, its lines, and how each figure came about."""

from __future__ import annotations

from flask_babel import gettext as _

from app.attestations.gathering.asked import Asking, NotFound, Parts
from app.learning.accounts import KnownAccount, accounts_known
from app.learning.rules.account import LedgerLine, LineKind, YearAccount
from app.learning.rules.steps import Step as Reason
from app.learning.showing import doubts_of, problems_of
from app.learning.wording import worded
from certificates.attestation import Enterprise
from certificates.sections import Account, AccountLine, AccountYear, Notice, Step


def own(asking: Asking) -> Parts:
    """The holder's account with one employer: all its years, or the one asked for."""
    return Parts((account_of(known_account(asking), asking),))


def statement(asking: Asking) -> Parts:
    """The same as the employer states it to its worker."""
    known = known_account(asking)
    return Parts((account_of(known, asking),), about=_enterprise(known))


def notice(asking: Asking) -> Parts:
    """The employer's yearly letter: the balance, and how to have it put right."""
    known = known_account(asking)
    ground = _("Law of 3 October 2022, articles 50 to 54")
    return Parts((Notice(account_of(known, asking), ground=ground),), about=_enterprise(known))


def known_account(asking: Asking) -> KnownAccount:
    """The account with the employer that the wish names."""
    if asking.wish.enterprise_id is None:
        raise NotFound("enterprise_id")
    found = accounts_known(
        asking.db,
        asking.person_id,
        today=asking.today,
        enterprise_id=asking.wish.enterprise_id,
    )
    if not found:
        raise NotFound("enterprise_id")
    return found[0]


def account_of(known: KnownAccount, asking: Asking) -> Account:
    """Newest year first; of a year with a longer break the later account comes first."""
    wanted = asking.wish.year
    years = [each for each in known.ledger.years if wanted in (None, each.year)]
    if not years:
        raise NotFound("year")
    return Account(
        _named(known),
        known.enterprise_number,
        years[-1].year,
        tuple(_year(each, known) for each in reversed(years)),
    )


def _named(known: KnownAccount) -> str:
    return known.employer or known.enterprise_number or "–"


def _enterprise(known: KnownAccount) -> Enterprise:
    return Enterprise(_named(known), known.enterprise_number)


def _year(year: YearAccount, known: KnownAccount) -> AccountYear:
    return AccountYear(
        year=year.year,
        day_minutes=year.day_minutes,
        opening=year.opening,
        granted=year.granted,
        used=year.used,
        planned=year.planned,
        left=year.left,
        at_least=year.at_least,
        usable_until=year.period.ends_on if year.period else None,
        lines=tuple(_line(each, known) for each in year.lines),
        problems=tuple(map(str, problems_of(year))),
        doubts=tuple(map(str, doubts_of(year))),
    )


def _line(line: LedgerLine, known: KnownAccount) -> AccountLine:
    steps = tuple(_step(each) for each in line.steps)
    granted = line.kind is LineKind.GRANT
    label = str(_("Granted for the year")) if granted else steps[0].label
    training = known.trainings.get(line.reference) if line.reference else None
    return AccountLine(
        line.on,
        label,
        line.minutes,
        line.balance,
        training.title if training else None,
        steps if granted else (*_why(line, steps[0]), *steps[1:]),
    )


def _why(line: LedgerLine, first: Step) -> tuple[Step, ...]:
    """Why a line moved what it did: its label, which is the first step's, does not say.

    Of a training that was deducted the label, the title and the day say it all; of one that
    was not, how long it lasted stands nowhere else.
    """
    if not first.sum or (line.kind is LineKind.TRAINING and line.minutes):
        return ()
    return (Step("", first.sum, "" if line.minutes else first.result, first.ground),)


def _step(reason: Reason) -> Step:
    words = worded(reason)
    ground = None if words.ground is None else str(words.ground)
    return Step(str(words.label), str(words.sum), str(words.result), ground)
