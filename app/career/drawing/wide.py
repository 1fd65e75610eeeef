"""The years from left to right, a lane below the other."""

from __future__ import annotations

from collections.abc import Callable

from app.career.drawing import strokes
from app.career.drawing.content import Content, DrawingWords
from app.career.drawing.lanes import Mark, Span, Stretch, pack, settle, thin
from app.career.drawing.legend import colours, legend
from app.career.drawing.lettering import SOFT_HYPHEN, clean, fit, width
from app.career.timeline import Lane

# In the drawing's own units.
_BREADTH = 960
_ROW, _BAR = 29.0, 24.0
_ROWS = 5


def lay_out(
    content: Content, words: DrawingWords, ids: strokes.Ids
) -> tuple[tuple[int, int], list[str]]:
    labels = {lane: words.lane(lane).replace(SOFT_HYPHEN, "") for lane in content.lanes}
    left = min(170.0, max(width(label, 14) for label in labels.values()) + 18)
    span, room = content.span, _BREADTH - left - 8
    scale = room / (span.last - span.first + 1)

    def place(day: int) -> float:
        return left + (day - span.first) * scale

    bands, bars, y = [], [], 12.0
    for lane, found in content.bars.items():
        stretches = pack(found, _ROWS)
        height = _ROW * max((s.row + 1 for s in stretches), default=1) + 5
        bands += _band(labels[lane], left, y, height)
        for stretch in thin(stretches, place, 3):
            bars.append(_bar(stretch, lane, place, y + 5 + stretch.row * _ROW))
        y += height + 8
    if Lane.LEARNING in labels:
        marks, height = _marks(content, ids, place, y)
        bands += _band(labels[Lane.LEARNING], left, y, height)
        bars += marks
        y += height + 8
    y -= 8
    grid = _years(span, words, place, y)
    meanings = legend(content, words, ids, (left, y + 50))
    return (_BREADTH, round(y + (60 if meanings else 30))), [*bands, *grid, *bars, *meanings]


def _band(label: str, left: float, y: float, height: float) -> list[str]:
    words = fit(label, 14, left - 8)
    return [
        strokes.band(left, y, _BREADTH - left, height),
        strokes.text(0, y + height / 2 + 5, words, strokes.INK, f'{strokes.BOLD} font-size="14"'),
    ]


def _marks(
    content: Content, ids: strokes.Ids, place: Callable[[int], float], y: float
) -> tuple[list[str], float]:
    """The marks of the lane that begins at ``y``, and its height."""
    marks = settle(
        (Mark(place(day), kind, [name]) for day, kind, name in content.marks), strokes.MARK, 2
    )
    crowded = any(mark.row for mark in marks)
    drawn = [
        strokes.mark(
            ids, mark.kind, mark.at, y + (14 + 18 * mark.row if crowded else 17), mark.names
        )
        for mark in marks
    ]
    return drawn, 46.0 if crowded else 34.0


def _bar(stretch: Stretch, lane: Lane, place: Callable[[int], float], y: float) -> str:
    x = place(stretch.first)
    breadth = max(3.0, place(stretch.last + 1) - x - 1)
    paint, ink = colours(lane, stretch.row)
    lettering = ""
    if name := fit(stretch.name, 13, breadth - 11):
        lettering = strokes.text(x + 7, y + 16.5, name, ink, strokes.BOLD)
    return strokes.bar((x, y, breadth, _BAR), paint, stretch.name, lettering)


def _years(
    span: Span, words: DrawingWords, place: Callable[[int], float], bottom: float
) -> list[str]:
    today, word = place(span.today), clean(words.today)
    half = width(word, 13) / 2
    word_at = min(today, _BREADTH - half)
    grid, parts = [], []
    for year, day in span.years(place(span.last) - place(span.first), 52):
        x = place(day)
        grid.append(f"M{x:.1f} 12V{bottom + 5:.0f}")
        if abs(x - word_at) > half + 22:
            parts.append(strokes.text(x, bottom + 20, str(year), strokes.SOFT, strokes.FROM_MIDDLE))
    parts.append(strokes.path("".join(grid), strokes.RULE, 1))
    parts.append(strokes.path(f"M{today:.1f} 6V{bottom + 7:.0f}", strokes.INK, 2))
    bold = strokes.FROM_MIDDLE + strokes.BOLD
    parts.append(strokes.text(word_at, bottom + 20, word, strokes.INK, bold))
    return parts
