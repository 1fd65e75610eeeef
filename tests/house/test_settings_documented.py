"""What is set down for readers holds: settings, examples, and where links lead."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import pytest

from app.sources.readers import dimona, dmfa, periods, registers
from app.sources.readers.xml import Fault
from config import DEMO_KEY, DEMO_SECRET, Config
from tests.house_of import AMINA

HOUSE = Path(__file__).parents[2]
PAGES = [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))]

_SETTING = re.compile(r"^\| `([A-Z0-9_]+)` \| (.+) \| (.+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_NAMED_PAGE = re.compile(r"docs/[\w/-]+\.md")
_EXAMPLE = re.compile(r"^```xml\n(<(\w+).*?)^```$", re.MULTILINE | re.DOTALL)

_READERS: dict[str, Callable[[IO[bytes]], Iterator[Any]]] = {
    dmfa.ROOT: dmfa.read,
    dimona.ROOT: dimona.read,
    registers.PERSONS_ROOT: registers.read_persons,
    registers.ENTERPRISES_ROOT: registers.read_enterprises,
    periods.ROOT: periods.read,
}


def _written(default: object) -> str:
    """A default as the table of settings writes it; demonstration secrets are not repeated."""
    if default in (DEMO_SECRET, DEMO_KEY):
        return "demonstration value"
    if default == "":
        return "empty"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_every_setting_stands_in_the_operations_page_and_nothing_else_does() -> None:
    page = (HOUSE / "docs" / "operations.md").read_text("utf-8")
    documented = _SETTING.findall(page.split("## Settings")[1].split("\n## ")[0])
    assert documented == [
        (setting.name.upper(), setting.metadata["meaning"], _written(setting.default))
        for setting in fields(Config)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_link_leads_to_a_file_of_the_house(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link]
    lost = [link for link in links if not (page.parent / link.split("#")[0]).exists()]
    assert not lost


def test_every_page_that_the_code_names_is_there() -> None:
    code = [HOUSE / "config.py", *(HOUSE / "app").rglob("*.py")]
    named = {page for file in code for page in _NAMED_PAGE.findall(file.read_text("utf-8"))}
    assert {page for page in named if not (HOUSE / page).exists()} == set()


def test_every_kind_of_message_has_an_example_that_its_reader_takes_whole() -> None:
    page = (HOUSE / "docs" / "formats.md").read_text("utf-8")
    examples = {root: text.replace("…", AMINA) for text, root in _EXAMPLE.findall(page)}
    assert examples.keys() == _READERS.keys()
    for root, text in examples.items():
        items = list(_READERS[root](io.BytesIO(text.encode())))
        assert items, root
        assert not [item for item in items if isinstance(item, Fault)], root
