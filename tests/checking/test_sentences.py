"""Every finding has its words, for pages and for scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.checking.sentences import PARTS, SENTENCES
from app.checking.states import State
from certificates.checking import Finding
from certificates.codes import CodeFinding
from certificates.sections import SECTIONS

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


def test_every_sentence_that_scripts_and_the_offline_file_name_is_there() -> None:
    named: set[str] = set()
    for path in (*SCRIPTS.glob("*.js"), SCRIPTS / "offline.html"):
        text = path.read_text("utf-8")
        named.update(re.findall(r"say\('([a-z_.]+)'", text))
        named.update(re.findall(r'data-say="([a-z_.]+)"', text))
    assert len(named) > 20
    assert not named - SENTENCES.keys()
