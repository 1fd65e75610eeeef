"""Every code that a rule or an act can raise has words in each language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from app.enterprises import rules as of_sizes
from app.enterprises import stating as of_statements
from app.foundation.problems import problem
from app.learning import wording
from app.learning.bringing.fields import Reads
from app.learning.parameters import law
from app.learning.rules.facts import EndReason, EnterpriseFte, SizeOrigin
from app.learning.rules.law import FOUND_DOUBTS, STATED_DOUBTS, doubt
from app.learning.rules.ledger import ledger_for
from app.learning.rules.right import right_for
from app.learning.rules.steps import Step, step
from tests.languages import LANGUAGES, speaking
from tests.learning.employed import HIRED, TODAY, employed, inputs, regime, sizes, statement
from tests.learning.employed import training as followed

ROOM = Path(wording.__file__).parent
HOUSE = ROOM.parent
#: One process reads the code for all of them.
pytestmark = pytest.mark.xdist_group("codes and their words")
#: Everything in which a code may stand: the acts and rules of this room, and of stating a size.
MODULES = [
    *ROOM.rglob("*.py"),
    Path(of_sizes.__file__),
    Path(of_statements.__file__),
]
#: A value for every parameter that a sentence may ask for.
SAID = {
    "line": 3,
    "column": "Datum",
    "value": "x",
    "name": "Meridian",
    "reason": "x",
    "number": 1,
    "day": TODAY,
    "until": TODAY,
    "agreement": "124",
    "committee": "124",
    "days": 1,
    "earlier": TODAY,
    "ended_on": TODAY,
    "ends_on": TODAY,
    "first": 2023,
    "fte": 2000,
    "full_time": 3800,
    "hours": 9999,
    "last": 2027,
    "most": 200,
    "second": TODAY,
    "starts_on": TODAY,
    "today": TODAY,
    "week": 2280,
    "worked": 4200,
    "year": 2026,
    "years": 10,
    "given_on": TODAY,
    "due": TODAY,
    "which": "length",
    "words": 3,
}
#: What the first and the last are in sentences about days rather than years.
DAYS = {"first": TODAY, "second": TODAY, "last": TODAY}


@cache
def read(module: Path) -> tuple[ast.Call | ast.Constant, ...]:
    """What a module calls, and every value that stands in it; reading them all takes long."""
    nodes = ast.walk(ast.parse(module.read_text("utf-8")))
    return tuple(node for node in nodes if isinstance(node, ast.Call | ast.Constant))


def raised(name: str) -> set[str]:
    """The codes given to ``problem(…)``, ``step(…)`` or ``doubt(…)``."""
    found = set()
    for module in MODULES:
        for node in read(module):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name:
                code = node.args[0] if node.args else None
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
    return found


#: Codes that are chosen before they are given to ``step(…)`` or passed on.
CHOSEN = {"agreement_silent", "agreement_as_law", "training", "training_not_deducted"}


#: Problems of roles and mandates: the page about people says them, not the learning account.
OF_PEOPLE = {"no_such_quarter", "role_ends_first", "role_in_the_past", "role_too_far"}
#: Problems of a cell, named after what the cell should hold.  Any text can be read, and a word
#: that is missing has no meaning yet.
OF_CELLS = {f"brought_{reads}_unreadable" for reads in Reads if reads is not Reads.TEXT} | {
    f"brought_{reads}_missing" for reads in Reads if reads is not Reads.WORD
}


def mentioned(codes: frozenset[str]) -> set[str]:
    """Those of the codes that stand by themselves in the house, outside the rooms' words."""
    found: set[str] = set()
    quoted = re.compile("|".join(f"[\"']{re.escape(code)}[\"']" for code in sorted(codes)))
    for module in HOUSE.rglob("*.py"):
        if "words" not in (module.stem, module.parent.name) and module.stem != "wording":
            # Taking a module to pieces takes long, and most have none of them.
            if {each[1:-1] for each in quoted.findall(module.read_text("utf-8"))} <= found:
                continue
            for node in read(module):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


def test_every_problem_has_words() -> None:
    wordless = (raised("problem") | OF_CELLS) - OF_PEOPLE - wording.PROBLEM_CODES
    assert not wordless


def test_all_words_have_a_problem() -> None:
    # A code may be chosen long before it is given to a problem, or be kept until it is told.
    codes = wording.PROBLEM_CODES - OF_CELLS
    assert not codes - mentioned(codes)


def test_every_step_has_words_and_all_words_have_a_step() -> None:
    assert raised("step") | CHOSEN == wording.STEP_CODES


def test_every_doubt_has_words_and_all_words_have_a_doubt() -> None:
    assert raised("doubt") | set(STATED_DOUBTS) | FOUND_DOUBTS == wording.DOUBT_CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_can_be_said(language: str) -> None:
    with speaking(language):
        for code in wording.PROBLEM_CODES:
            of_plans = code.startswith(("plan_", "aside_"))
            sentence = wording.sentence(problem(code, **(SAID | DAYS if of_plans else SAID)))
            assert sentence
            assert "%" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_doubt_can_be_said(language: str) -> None:
    with speaking(language):
        for code in wording.DOUBT_CODES:
            sentence = wording.doubted(doubt(code, **(SAID | DAYS)))
            assert sentence
            assert "%" not in sentence


def steps_of_rights() -> Iterator[Step]:
    """Rights of every kind, so that every step of theirs comes up."""
    part = regime(2800, since=date(2026, 5, 4))
    cases = [
        (employed(regime(), part), 2026, 5000, None),
        (employed(), 2026, 5000, None),
        (employed(regime()), 2026, None, None),
        (employed(regime(), until=date(2025, 1, 1)), 2026, 5000, None),
        (employed(regime(2800, committee="313")), 2026, 5000, None),
        (employed(regime(committee="109"), until=date(2024, 5, 1)), 2024, 5000, None),
        (employed(regime(committee="142.01")), 2025, 5000, None),
        (employed(regime(committee="142.01")), 2026, 5000, None),
        (employed(regime(committee="209")), 2026, 5000, None),
        (employed(regime(committee="149.01")), 2026, 1500, None),
        (employed(regime(committee="116")), 2026, 500, None),
        (employed(regime(committee="302")), 2026, 5000, None),
        (employed(regime()), 2026, 5000, statement()),
        (employed(regime()), 2026, 5000, statement(minutes=600, agreement="182345/CO/200")),
        (employed(regime()), 2026, 5000, statement(everyone=True, days=250)),
    ]
    for job, year, fte, stated in cases:
        yield from right_for(year, [job], sizes(fte), law(), today=TODAY, statement=stated).steps
    for origin in SizeOrigin:
        size = EnterpriseFte(5000, ((20253, 5000),), origin, "We split", TODAY, 2500)
        yield right_for(2026, [employed(regime())], {2026: size}, law(), today=TODAY).steps[0]


def steps_of_ledgers() -> Iterator[Step]:
    """Accounts of every kind, so that every step of their lines comes up."""
    far = followed(date(2024, 3, 4), 9000)
    unread = employed(regime(committee="115"), regime(since=date(2025, 1, 1)))
    jobs = [
        employed(regime()),
        employed(regime(committee="142.01")),
        unread,
        *(
            employed(regime(), since=date(2025, 1, 1), until=date(2026, 3, 31), end=reason)
            for reason in (None, *EndReason)
        ),
    ]
    for job in jobs:
        told = inputs(job, trainings=(far, followed(date(2025, 3, 4), key="b")))
        for account in ledger_for(told, law(), until=2029, today=date(2030, 1, 1)).years:
            for line in account.lines:
                if line.kind != "grant":
                    yield from line.steps
            yield from account.end.steps if account.end else ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_can_be_said(language: str) -> None:
    said = set()
    with speaking(language):
        for each in (*steps_of_rights(), *steps_of_ledgers()):
            words = wording.worded(each)
            said.add(each.code)
            assert words.label
            assert "%(" not in f"{words.label}{words.sum}{words.result}{words.ground}"
    assert said == wording.STEP_CODES


def test_amina_reads_how_her_hours_became_her_right() -> None:
    job = employed(regime(), regime(2800, since=date(2026, 5, 4)), since=HIRED)
    right = right_for(2026, [job], sizes(5000), law(), today=TODAY)
    with speaking("en"):
        words = [wording.worded(each) for each in right.steps]
    assert [(each.label, each.sum, each.result) for each in words if "during" in each.sum] == [
        (
            "Work regime, January – April 2026",
            "Full-time during 4 months; every started month counts whole",
            "100%",
        ),
        (
            "Work regime, May – December 2026",
            "28 of 38 hours a week during 8 months; every started month counts whole",
            "73.68%",
        ),
    ]
    assert words[-1].sum.replace("\u00a0", " ") == (
        "5 × 7 h 36 × 100% × 4 ÷ 12 + 5 × 7 h 36 × 73.68% × 8 ÷ 12, rounded to the minute"
    )


def test_amina_reads_which_agreement_gives_her_days_and_who_says_so() -> None:
    right = right_for(2026, [employed(regime(committee="200"))], sizes(5000), law(), today=TODAY)
    [agreed] = [each for each in right.steps if each.code == "full_timer_agreed"]
    with speaking("en"):
        words = wording.worded(agreed)
    assert words.result.replace("\u00a0", " ") == "4 days"
    assert words.ground == (
        "Collective agreement of joint committee 200 of 6 July 2023 (181682/CO/200)"
    )
    assert words.sure == "Read on the pages of the sector's training fund"
    assert words.source == agreed.named["source"]


def test_a_step_that_nobody_has_words_for_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording.worded(step("nonsense", "nobody's law"))
