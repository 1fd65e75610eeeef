"""A working life as one picture: four lanes over the years, drawn on the server.

A bar is a period, a dot a training, a diamond a diploma, a line today.  The picture is a pure
function of the timeline and of the words it is given; it says the same as the list beside it,
and its text alternative is the caller's.

``content`` reads the timeline, ``lanes`` places it in time, ``wide`` and ``narrow`` lay it out,
``lettering`` fits the words and ``strokes`` writes the SVG.
"""

from __future__ import annotations

from typing import Literal

from app.career.drawing import narrow, wide
from app.career.drawing.content import DrawingWords, read
from app.career.drawing.lettering import printable
from app.career.drawing.strokes import Ids, document
from app.career.timeline import Timeline

__all__ = ["DrawingWords", "Orientation", "draw"]

Orientation = Literal["wide", "narrow"]


def draw(
    timeline: Timeline,
    words: DrawingWords,
    *,
    orientation: Orientation = "wide",
    prefix: str = "career",
) -> str:
    """The drawing as an SVG element, or ``""`` when there is nothing to draw.

    ``wide`` runs from left to right, 960 units across, for a screen or a sheet of paper.
    ``narrow`` runs downwards from the newest, 330 units across, for a phone.  ``prefix``
    starts every id in it and must differ between two drawings on one page.
    """
    if timeline.empty:
        return ""
    content = read(timeline, words)
    ids = Ids(prefix)
    size, parts = (wide if orientation == "wide" else narrow).lay_out(content, words, ids)
    return document(ids, size, printable(words.title), printable(words.description), parts)
