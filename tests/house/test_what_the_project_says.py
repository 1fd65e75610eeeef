"""What stands in the project is about the project: not about where or how it was written."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Written in pieces, so that this file does not say them either.
ELSEWHERE = tuple(
    "".join(pieces)
    for pieces in (
        ("/", "work/"),
        ("/", "tmp/"),
        ("/", "root/"),
        ("/", "home/"),
        ("registry.", "npmjs"),
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("index", "-url ="),
    )
)


def _ours() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a checkout: there is no list of our own files")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_speaks_of_a_machine_or_of_a_registry() -> None:
    found = []
    for path in _ours():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in ELSEWHERE if word in text]
    assert not found


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(node.module or "")
    return found


def test_the_law_is_written_with_the_standard_library_alone() -> None:
    """import-linter knows which of ours a rule may import; this holds it for everybody else's."""
    rules = [*ROOT.glob("app/*/rules.py"), *ROOT.glob("app/*/rules/*.py")]
    assert len(rules) > 5
    ours = tuple(f"app.foundation.{name}" for name in ("calendar", "letters", "problems"))
    foreign = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in rules
        for name in _imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name not in ours
        and ".rules" not in name
    ]
    assert not foreign


def test_no_journey_reads_a_list_from_a_page_that_may_still_be_on_its_way() -> None:
    """These answer at once, from the page that is being left too; ``texts`` waits."""
    hasty = (".all()", ".all_inner_texts()", ".all_text_contents()")
    found = [
        f"{path.name}: {word}"
        for path in sorted((ROOT / "tests" / "journeys").glob("*.py"))
        for word in hasty
        if word in path.read_text("utf-8") and path.name != "people.py"
    ]
    assert not found
