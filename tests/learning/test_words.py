"""Every code that a rule or an act can raise has words in each language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.foundation.problems import problem
from app.learning import registration, wording
from app.learning.parameters import federal_right
from app.learning.rules import account, registering, right
from app.learning.rules.right import Employed, EnterpriseFte, RegimePeriod, right_for
from tests.languages import LANGUAGES, speaking

TODAY = date(2026, 11, 21)
#: A value for every parameter that a sentence may ask for.
SAID = {
    "most": 200,
    "starts_on": TODAY,
    "ends_on": TODAY,
    "today": TODAY,
    "days": 1,
    "hours": 9999,
    "year": 2026,
}


def raised(name: str) -> set[str]:
    """The codes given to ``problem(…)`` or ``step(…)`` in the rules and the act."""
    found = set()
    for module in (right, account, registering, registration):
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name:
                code = node.args[0]
                assert isinstance(code, ast.Constant), "a code is written out, to be found"
                found.add(str(code.value))
    return found


def test_every_problem_has_words_and_all_words_have_a_problem() -> None:
    assert raised("problem") == wording.PROBLEM_CODES


def test_every_step_has_words_and_all_words_have_a_step() -> None:
    assert raised("step") == wording.STEP_CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_can_be_said(language: str) -> None:
    with speaking(language):
        for code in wording.PROBLEM_CODES:
            sentence = wording.sentence(problem(code, **SAID))
            assert sentence
            assert "%" not in sentence


def rights() -> Iterator[right.Right]:
    """A right of every kind, so that every step comes up."""
    hired, size = date(2022, 1, 3), EnterpriseFte(5000, (20244, 20251))
    full = RegimePeriod(hired, date(2026, 5, 3), None, None, False, 500)
    part = RegimePeriod(date(2026, 5, 4), None, 2800, 3800, True, 500)
    for jobs, year, measured in (
        ([Employed(hired, None, (full, part))], 2026, size),
        ([Employed(hired, None, (full,))], 2026, size),
        ([Employed(hired, None, ())], 2026, size),
        ([Employed(hired, None, (full,))], 2026, None),
        ([Employed(hired, None, (full,))], 2022, size),
        ([], 2026, size),
    ):
        yield right_for(year, jobs, measured, federal_right(), today=TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_can_be_said(language: str) -> None:
    said = set()
    with speaking(language):
        for each in rights():
            for step in each.steps:
                words = wording.worded(step)
                said.add(step.code)
                assert words.label
                assert "%(" not in f"{words.label}{words.sum}{words.result}"
    assert said == wording.STEP_CODES


def test_amina_reads_how_her_hours_became_her_right() -> None:
    with speaking("en"):
        words = [wording.worded(step) for step in next(rights()).steps]
    assert [(each.sum, each.result) for each in words if "during" in each.sum] == [
        ("Full-time during 4 months; every started month counts whole", "100%"),
        ("28 of 38 hours a week during 8 months; every started month counts whole", "73.68%"),
    ]
