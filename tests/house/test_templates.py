"""Templates: none left over, none that reaches for what is not there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined, nodes
from jinja2.meta import find_referenced_templates

from tests.house.walking import together, walk
from tests.house_of import House

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
NAMES = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}


@cache
def _parsed(app: Flask, name: str) -> nodes.Template:
    return app.jinja_env.parse((TEMPLATES / name).read_text("utf-8"))


def test_every_template_is_used(shared_portal: Flask) -> None:
    used: set[str] = set()
    for path in (ROOT / "app").rglob("*.py"):
        used.update(re.findall(r'"([a-z_/]+\.html)"', path.read_text("utf-8")))
    for name in NAMES:
        used.update(filter(None, find_referenced_templates(_parsed(shared_portal, name))))
    assert not NAMES - used


@together
def test_every_template_is_shown_by_the_pages_that_the_guards_look_at(house: House) -> None:
    """A template that no guarded page shows would not be guarded."""
    assert not NAMES - walk(house, "en").templates


def test_a_name_that_does_not_exist_is_a_fault(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined


@cache
def _names_in(app: Flask, name: str) -> set[str]:
    return {node.name for node in _parsed(app, name).find_all(nodes.Name)}


def test_no_template_sets_what_it_does_not_use(shared_portal: Flask) -> None:
    idle = []
    for name in sorted(NAMES):
        tree = _parsed(shared_portal, name)
        set_here, used = set(), set()
        for node in tree.find_all(nodes.Name):
            (set_here if node.ctx == "store" else used).add(node.name)
        # What a template sets is there for those it includes as well.
        for included in tree.find_all(nodes.Include):
            used |= _names_in(shared_portal, included.template.as_const())
        for imported in tree.find_all(nodes.FromImport):
            set_here |= {each if isinstance(each, str) else each[1] for each in imported.names}
        idle += [f"{name}: {each}" for each in sorted(set_here - used)]
    assert not idle
