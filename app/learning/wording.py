"""Sentences for the steps, problems and doubts of this room, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from app.foundation.problems import Problem
from app.foundation.writing import day_month_year
from app.learning.due.words import DUE_PROBLEMS, PLAN_PROBLEMS
from app.learning.rules.explaining import AGREEMENT
from app.learning.rules.history import FactSeen, Standing
from app.learning.rules.law import Doubt
from app.learning.rules.steps import Step
from app.learning.words.bringing import BRINGING_PROBLEMS
from app.learning.words.doubts import DOUBTS
from app.learning.words.history import HISTORY, ground_of
from app.learning.words.ledger import LEDGER_STEPS
from app.learning.words.ledger import end_reason as end_reason
from app.learning.words.problems import PROBLEMS as _OTHER_PROBLEMS
from app.learning.words.registering import REGISTERING_PROBLEMS
from app.learning.words.stated import STATED_STEPS
from app.learning.words.steps import STEPS

PROBLEMS = _OTHER_PROBLEMS | REGISTERING_PROBLEMS | BRINGING_PROBLEMS | DUE_PROBLEMS | PLAN_PROBLEMS
_WORDED = STEPS | STATED_STEPS | LEDGER_STEPS
#: Every code that has words; tests hold rules and words together.
PROBLEM_CODES = frozenset(PROBLEMS)
STEP_CODES = frozenset(_WORDED)
DOUBT_CODES = frozenset(DOUBTS)


@dataclass(frozen=True, slots=True)
class WordedStep:
    """One step as a person reads it; ``source`` is an address, ``sure`` who says so."""

    label: str
    sum: str
    result: str
    ground: str | None
    source: str | None = None
    sure: str | None = None


def worded(step: Step) -> WordedStep:
    """KeyError for a step without words: a test goes through all of them."""
    said = step.named
    label, calculation, result = _WORDED[step.code](said)
    quality = said.get("quality")
    return WordedStep(
        label,
        calculation,
        result,
        _ground(step),
        said.get("source"),
        _QUALITIES[quality]() if quality else None,
    )


def _ground(step: Step) -> str | None:
    if step.ground is None:
        return None
    if not step.ground.startswith(AGREEMENT):
        law: str = _("Law of 3 October 2022, articles 50 to 54")
        return law
    return _agreement(step, step.ground.removeprefix(AGREEMENT))


def _agreement(step: Step, code: str) -> str:
    """The agreement by its joint committee, and by its date and number where they are known."""
    said = step.named
    concluded_on, registration = said.get("concluded_on"), said.get("registration")
    words = _("Collective agreement of joint committee %(committee)s", committee=code)
    if concluded_on:
        words = _(
            "Collective agreement of joint committee %(committee)s of %(day)s",
            committee=code,
            day=day_month_year(concluded_on),
        )
    return f"{words} ({registration})" if registration else str(words)


_QUALITIES: dict[str, Callable[[], str]] = {
    "official": lambda: _("Read in an official source"),
    "fund": lambda: _("Read on the pages of the sector's training fund"),
    "federation": lambda: _("Read on the pages of a federation"),
    "secondary": lambda: _("Read on the pages of a union or a social secretariat"),
}


def sentence(problem: Problem) -> str:
    """What is wrong, and the way out; KeyError for a code without words."""
    return PROBLEMS[problem.code](problem.named)


def doubted(doubt: Doubt) -> str:
    """What the sources leave open; KeyError for a code without words."""
    return DOUBTS[doubt.code](doubt.named)


@dataclass(frozen=True, slots=True)
class WordedFact:
    """One fact of the law as a person reads it, seen from a day."""

    standing: Standing
    sentence: str
    ground: str
    source: str
    sure: str
    doubts: tuple[str, ...]


def law_fact(seen: FactSeen) -> WordedFact:
    """KeyError for a fact without words: a test goes through all of them."""
    fact = seen.fact
    ends_on = fact.ends_on
    said = {
        "since": day_month_year(fact.starts_on),
        "until": day_month_year(ends_on) if ends_on else None,
    }
    ended_by = fact.ended_by if seen.standing is Standing.PAST else None
    return WordedFact(
        seen.standing,
        HISTORY[fact.code, seen.standing](said),
        ground_of(fact.law, ended_by),
        fact.source,
        _QUALITIES[fact.quality](),
        tuple(doubted(each) for each in fact.doubts),
    )
