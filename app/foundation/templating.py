"""How templates write values into pages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, url_for
from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_SPECIAL = re.compile("[&<>\"']").search


def written(value: object) -> str:
    """A value as text that is safe in a page.

    The same as ``markupsafe.escape``, which besides wraps every text in an object that says
    that it is safe: hundreds on a page, a fourth of the time of rendering it, and thrown away
    at once because the page is put together from plain text.
    """
    if type(value) is Markup or (type(value) is str and not _SPECIAL(value)):
        return value
    return escape(value)


class PlainText(CodeGenerator):
    """Compiles ``{{ value }}`` to :func:`written`; everything else as Jinja does."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


def attach(app: Flask) -> None:
    """Strict templates: a name that does not exist is a fault, not an empty place."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.code_generator_class = PlainText
    environment.extend(written=written)
    environment.globals["url_for"] = _link


@lru_cache(maxsize=2_000)
def _address(endpoint: str, **values: Any) -> str:
    """A page links to a dozen places, nearly always the same ones."""
    return url_for(endpoint, **values)


def _link(endpoint: str, *, next: str | None = None, **values: Any) -> str:
    """An address; ``next``, where to go afterwards, is nearly always another one."""
    address = _address(endpoint, **values)
    return address if next is None else f"{address}?next={quote(next, safe='/')}"
