"""The pieces the career's drawing is made of, as SVG text.

Presentation attributes only: no style attribute, no style element, no script.  The same
drawing stands in a page under a strict content security policy and in a PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.career.drawing.lettering import escape

INK = "#0e3b43"
DEEP = "#062026"  # names on the second voice, for contrast
SOFT = "#43535b"
RULE = "#d9d5cb"
PAPER = "#f6f4ef"
WORK = "#1f6f78"
WORK_BESIDE = "#3f9aa2"
OUT_OF_WORK = "#8a6d3b"
LEAVE = "#7a6aa8"
TRAINING = "#c05518"
PLANNED = "#e8a13c"
DIPLOMA = "#7b2d5b"

# Breadth of a mark with the air it needs beside a neighbour.
MARK = 13.0
_NAMES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Ids:
    """The identifiers one drawing uses, unlike those of any other drawing on the page."""

    prefix: str

    @property
    def title(self) -> str:
        return f"{self.prefix}-title"

    @property
    def description(self) -> str:
        return f"{self.prefix}-desc"

    @property
    def hatching(self) -> str:
        return f"{self.prefix}-planned"


def document(
    ids: Ids, size: tuple[int, int], title: str, description: str, parts: Iterable[str]
) -> str:
    """The whole SVG; ``title`` and ``description`` are its text alternative, unescaped."""
    breadth, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {breadth} {height}" '
        f'width="{breadth}" height="{height}" '
        f'aria-labelledby="{ids.title} {ids.description}" '
        'font-family="\'Atkinson Hyperlegible Next\', Arial, sans-serif" font-size="13">'
        f'<title id="{ids.title}">{escape(title)}</title>'
        f'<desc id="{ids.description}">{escape(description)}</desc>'
        f'<defs><pattern id="{ids.hatching}" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<rect width="4" height="4" fill="#fff"/>'
        f'<path d="M-1 1L1 -1M0 4L4 0M3 5L5 3" stroke="{PLANNED}" stroke-width="1.8"/>'
        f"</pattern></defs>{''.join(parts)}</svg>"
    )


def text(x: float, y: float, words: str, colour: str = INK, more: str = "") -> str:
    """One line of text; ``words`` are escaped here, ``more`` is attributes as they stand."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{more}>{escape(words)}</text>'


BOLD = ' font-weight="700"'
FROM_MIDDLE = ' text-anchor="middle"'
FROM_END = ' text-anchor="end"'


def band(x: float, y: float, breadth: float, height: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{breadth:.1f}" height="{height:.1f}" '
        f'rx="4" fill="{PAPER}"/>'
    )


def bar(box: tuple[float, float, float, float], colour: str, name: str, lettering: str = "") -> str:
    """A period: ``box`` is x, y, breadth, height; ``name`` is what a pointer shows."""
    x, y, breadth, height = box
    return (
        f'<g><title>{escape(name)}</title><rect x="{x:.1f}" y="{y:.1f}" width="{breadth:.1f}" '
        f'height="{height:.1f}" rx="2.5" fill="{colour}"/>{lettering}</g>'
    )


def path(steps: str, colour: str, weight: float) -> str:
    """Lines, given as the path's own steps."""
    return f'<path d="{steps}" stroke="{colour}" stroke-width="{weight}" fill="none"/>'


def mark(ids: Ids, kind: str, x: float, y: float, names: list[str]) -> str:
    """A dot for a training, hatched while only planned; a diamond for a diploma.  A dot that
    stands for several says how many."""
    told = "; ".join(names[:_NAMES_SHOWN]) + (" …" if len(names) > _NAMES_SHOWN else "")
    head = f"<g><title>{escape(told)}</title>"
    if kind == "diploma":
        return (
            f'{head}<path d="M{x:.1f} {y - 7.5:.1f}l7.5 7.5l-7.5 7.5l-7.5 -7.5z" '
            f'fill="{DIPLOMA}" stroke="{PAPER}"/></g>'
        )
    several = len(names) > 1
    radius = 8 if several else 5.5
    if kind == "planned":
        paint, ink = f'fill="url(#{ids.hatching})" stroke="{TRAINING}" stroke-width="1.3"', DEEP
    else:
        paint, ink = f'fill="{TRAINING}" stroke="{PAPER}"', "#fff"
    count = ""
    if several:
        shown = str(len(names)) if len(names) < 100 else "…"
        count = text(x, y + 3.6, shown, ink, f'{FROM_MIDDLE}{BOLD} font-size="10"')
    return f'{head}<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" {paint}/>{count}</g>'
