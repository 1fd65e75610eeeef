"""A working life as one picture: up to four lanes over the years, drawn on the server.

A bar is a period, a dot a training, a diamond a diploma, a line today.  The picture is a pure
function of the timeline and of the words it is given; it says the same as the list beside it,
and its text alternative is the caller's.

``content`` reads the timeline, ``lanes`` places it in time, ``wide`` and ``narrow`` lay it out,
``lettering`` fits the words and ``strokes`` writes the SVG.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from app.career.drawing import narrow, wide
from app.career.drawing.content import DrawingWords, read
from app.career.drawing.lettering import printable
from app.career.drawing.strokes import Ids, document
from app.career.timeline import Lane, Timeline

__all__ = ["DrawingWords", "Orientation", "draw"]

Orientation = Literal["wide", "narrow"]


def draw(
    timeline: Timeline,
    words: DrawingWords,
    *,
    orientation: Orientation = "wide",
    lanes: Collection[Lane] = frozenset(Lane),
    prefix: str = "career",
) -> str:
    """The drawing as an SVG element, or ``""`` when there is nothing to draw.

    ``wide`` runs from left to right, 960 units across, for a screen or a sheet of paper.
    ``narrow`` runs downwards from the newest, 330 units across, for a phone.  Of a lane that is
    not among ``lanes`` nothing is drawn, not even its place.  ``prefix`` starts every id in it
    and must differ between two drawings on one page.
    """
    shown = _within(timeline, lanes)
    if shown.empty:
        return ""
    content = read(shown, words, lanes)
    ids = Ids(prefix)
    size, parts = (wide if orientation == "wide" else narrow).lay_out(content, words, ids)
    told = words.description if len(content.lanes) == len(Lane) else content.named(words)
    return document(ids, size, printable(words.title), printable(told), parts)


def _within(timeline: Timeline, lanes: Collection[Lane]) -> Timeline:
    """What the lanes show of a life; the years of the drawing are those of what it shows."""
    learning = Lane.LEARNING in lanes
    return replace(
        timeline,
        jobs=timeline.jobs if Lane.WORK in lanes else (),
        periods=tuple(each for each in timeline.periods if each.kind.lane in lanes),
        trainings=timeline.trainings if learning else (),
        diplomas=timeline.diplomas if learning else (),
    )
