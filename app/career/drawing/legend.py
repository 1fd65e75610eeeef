"""Which colour says what, and the line that tells it."""

from __future__ import annotations

from app.career.drawing import strokes
from app.career.drawing.content import Content, DrawingWords
from app.career.drawing.lettering import clean, width
from app.career.timeline import Lane

_BAR_COLOURS = {Lane.OUT_OF_WORK: strokes.OUT_OF_WORK, Lane.LEAVE: strokes.LEAVE}


def colours(lane: Lane, row: int) -> tuple[str, str]:
    """Of a bar and of the name in it.  Work beside work has a second voice."""
    if lane is not Lane.WORK:
        return _BAR_COLOURS[lane], "#fff"
    return (strokes.WORK_BESIDE, strokes.DEEP) if row % 2 else (strokes.WORK, "#fff")


def legend(
    content: Content, words: DrawingWords, ids: strokes.Ids, at: tuple[float, float]
) -> list[str]:
    """What the marks mean, one after the other from ``at``; only those that were drawn."""
    names = {"training": words.training, "planned": words.planned, "diploma": words.diploma}
    x, y = at
    parts = []
    for kind in content.kinds():
        name = clean(names[kind])
        parts.append(strokes.mark(ids, kind, x + 7, y - 4.5, [name]))
        parts.append(strokes.text(x + 19, y, name, strokes.SOFT))
        x += 19 + width(name, 13) + 16
    return parts
