"""Every code that a reader can raise has a sentence, and its sentence has all it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import app.sources
from app.sources.readers.xml import _CAUSES
from app.sources.wording import _SENTENCES, CODES

FILES = sorted(Path(next(iter(app.sources.__path__))).rglob("*.py"))
#: Where the code stands among the arguments.
PLACES = {"Faulty": 0, "Fault": 2, "NotAMessage": 0, "checked": 3}


def raised() -> Iterator[tuple[str, frozenset[str] | None]]:
    """The codes in the source, with the names of their parameters where they stand there."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            place = PLACES.get(node.func.id)
            if place is None or len(node.args) <= place:
                continue
            code = node.args[place]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                names = frozenset(str(k.arg) for k in node.keywords)
                yield code.value, names if node.func.id == "Faulty" else None


RAISED = sorted(raised(), key=str)


def test_the_codes_are_found_in_the_source() -> None:
    assert len({code for code, _ in RAISED}) > 15


@pytest.mark.parametrize(("code", "params"), RAISED)
def test_every_code_has_a_sentence_with_its_parameters(
    code: str, params: frozenset[str] | None
) -> None:
    asked = {name for _, name, _, _ in Formatter().parse(_SENTENCES[code]) if name}
    if params is not None:
        assert asked <= params
    if code in {"not_a_national_number"}:
        assert not asked


def test_no_sentence_is_left_without_its_code() -> None:
    said = {code for code, _ in RAISED} | {cause[0] for cause in _CAUSES} | {"not_well_formed"}
    assert said == CODES
