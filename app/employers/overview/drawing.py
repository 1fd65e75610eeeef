"""Bars that lie one under the other: readable on a phone as they are, larger on a wide page.

Attributes only, as in :mod:`app.career.drawing.strokes`.  What was granted is an outline, what
was used fills it, what is planned is hatched: three shapes, not only three colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.career.drawing import strokes
from app.career.drawing.lettering import escape, fit

# In the drawing's own units.
_BREADTH = 340
_NAMES = 84.0
_ROW = 34.0
_BAR = 20.0
_KEY = 26.0
_SIZE = 13.0


@dataclass(frozen=True, slots=True)
class Row:
    """One bar.  ``granted`` None: only what was done and is planned is told; any one unit.

    ``said`` is the bar in words, for whoever points at it or has it read out.
    """

    name: str
    granted: int | None
    used: int
    planned: int
    said: str

    @property
    def reach(self) -> int:
        return max(self.granted or 0, self.used + self.planned)


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    description: str
    granted: str
    used: str
    planned: str


def draw(rows: Sequence[Row], words: Words, *, prefix: str) -> str:
    """The drawing as SVG; ``prefix`` keeps its identifiers apart from others on the page."""
    ids = strokes.Ids(prefix)
    most = max((row.reach for row in rows), default=0) or 1
    parts = [part for place, row in enumerate(rows) for part in _bar(ids, place, row, most)]
    height = round(len(rows) * _ROW + _KEY + 6)
    with_grant = any(row.granted is not None for row in rows)
    parts += _key(ids, words, len(rows) * _ROW + 16, with_grant)
    return strokes.document(ids, (_BREADTH, height), words.title, words.description, parts)


def _bar(ids: strokes.Ids, place: int, row: Row, most: int) -> Iterator[str]:
    top = place * _ROW + (_ROW - _BAR) / 2
    room = _BREADTH - _NAMES - 2

    def breadth(amount: int) -> float:
        return round(room * amount / most, 1)

    yield strokes.text(0, top + 14.5, fit(row.name, _SIZE, _NAMES - 8))
    yield f"<g><title>{escape(row.said)}</title>"
    if row.granted is not None:
        yield _box(_NAMES, top, breadth(row.granted), strokes.PAPER, strokes.SOFT)
    yield _box(_NAMES, top + 4, breadth(row.used), strokes.WORK, strokes.WORK, _BAR - 8)
    if row.planned:
        start = _NAMES + breadth(row.used)
        hatched = f"url(#{ids.hatching})"
        yield _box(start, top + 4, breadth(row.planned), hatched, strokes.TRAINING, _BAR - 8)
    yield "</g>"


def _box(x: float, y: float, breadth: float, fill: str, stroke: str, height: float = _BAR) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{breadth:.1f}" height="{height:.1f}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def _key(ids: strokes.Ids, words: Words, top: float, with_grant: bool) -> Iterator[str]:
    """What the shapes mean."""
    meanings = [
        (words.granted, strokes.PAPER, strokes.SOFT) if with_grant else None,
        (words.used, strokes.WORK, strokes.WORK),
        (words.planned, f"url(#{ids.hatching})", strokes.TRAINING),
    ]
    shown = [each for each in meanings if each]
    step = _BREADTH / len(shown)
    for place, (name, fill, stroke) in enumerate(shown):
        x = place * step + 1
        yield _box(x, top - 10, 16, fill, stroke, 12)
        yield strokes.text(x + 22, top, fit(name, _SIZE, step - 26))
