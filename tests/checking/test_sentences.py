"""Every finding has its words, for pages and for scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask_babel import force_locale

from app.checking.answering import answer_to_code
from app.checking.sentences import PARTS, SENTENCES
from app.checking.states import NOT_ASKED, State
from app.foundation.languages import speaking
from certificates.checking import Finding
from certificates.codes import CodeFinding, CodeVerdict, Fact
from certificates.sections import SECTIONS
from tests.checking.cases import FACTS
from tests.house_of import House

SCRIPTS = Path(__file__).parents[2] / "static" / "src" / "checker"


@pytest.mark.parametrize(("how", "findings"), [("pdf", Finding), ("code", CodeFinding)])
def test_every_finding_is_told(how: str, findings: type[Finding] | type[CodeFinding]) -> None:
    for finding in findings:
        wanted = [f"{how}.{finding}.why"]
        if finding != "genuine":
            wanted += [f"{how}.{finding}", f"{how}.{finding}.next"]
        assert not [key for key in wanted if key not in SENTENCES]


def test_every_standing_is_told() -> None:
    for state in (*State, "failed"):
        assert {f"genuine.{state}", f"state.{state}"} <= SENTENCES.keys()
    for state in set(State) - {State.NOT_ASKED}:
        assert f"number.{state}" in SENTENCES


def test_every_part_that_can_be_overtaken_has_a_name() -> None:
    assert set(SECTIONS) - {"coverage", "receipt"} <= PARTS.keys()


def test_work_without_a_last_day_goes_on_and_of_no_work_there_is_none(house: House) -> None:
    def last_day(**facts: Fact) -> str:
        verdict = CodeVerdict(CodeFinding.GENUINE, replace(FACTS, facts=facts))
        return dict(answer_to_code(verdict, NOT_ASKED, demonstration=False).facts)["Last day"]

    with house.app.test_request_context(), force_locale("en"), speaking("en"):
        goes_on = "none: the employment goes on (as known on 21\u00a0November\u00a02026)"
        assert last_day(first="2022-01-03", last=None) == goes_on
        assert last_day(first="2022-01-03", last="2024-02-29") == "29\u00a0February\u00a02024"
        assert last_day(first=None, last=None) == "none"


def test_every_sentence_that_scripts_and_the_offline_file_name_is_there() -> None:
    named: set[str] = set()
    for path in (*SCRIPTS.glob("*.js"), SCRIPTS / "offline.html"):
        text = path.read_text("utf-8")
        named.update(re.findall(r"say\('([a-z_.]+)'", text))
        named.update(re.findall(r'data-say="([a-z_.]+)"', text))
    assert len(named) > 20
    assert not named - SENTENCES.keys()
