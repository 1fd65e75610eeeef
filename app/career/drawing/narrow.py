"""The years downwards from the newest, a lane beside the other."""

from __future__ import annotations

from collections.abc import Callable

from app.career.drawing import strokes
from app.career.drawing.content import Content, DrawingWords
from app.career.drawing.lanes import Mark, Span, Stretch, pack, settle, thin
from app.career.drawing.legend import colours, legend
from app.career.drawing.lettering import SOFT_HYPHEN, clean, width, wrap
from app.career.timeline import Lane

# In the drawing's own units.
_BREADTH = 330
_TOP = 44.0
_YEARS = 40.0  # the column of the years' names
_GAP = 4.0
_HEADING = 11.0  # size of the lanes' names
_ROWS = 3


def lay_out(
    content: Content, words: DrawingWords, ids: strokes.Ids
) -> tuple[tuple[int, int], list[str]]:
    span = content.span
    height = span.length * min(80.0, max(15.0, 560 / span.length))
    scale = height / (span.last - span.first + 1)

    def place(day: int) -> float:
        return _TOP + (span.last + 1 - day) * scale

    columns = _columns(content.lanes, words)
    bands, bars = [], []
    for lane, (label, x, breadth) in zip(content.lanes, columns, strict=True):
        bands += _band(label, x, breadth, height)
        if lane is Lane.LEARNING:
            bars += _marks(content, ids, place, (x, breadth))
            continue
        stretches = pack(content.bars[lane], _ROWS)
        for stretch in thin(stretches, place, 4):
            bars.append(_bar(stretch, lane, place, (x + 2, breadth - 4)))
    grid = _years(span, words, place, columns[0][1])
    bottom = _TOP + height
    meanings = legend(content, words, ids, (0, bottom + 26))
    return (_BREADTH, round(bottom + (36 if meanings else 6))), [*bands, *grid, *bars, *meanings]


def _columns(lanes: tuple[Lane, ...], words: DrawingWords) -> list[tuple[str, float, float]]:
    """Per lane its name, its left edge and its breadth; the first takes what the others leave."""
    labels = [words.lane(lane) for lane in lanes]
    others = [_column(label) for label in labels[1:]]
    breadths = [_BREADTH - _YEARS - sum(others) - _GAP * len(others), *others]
    columns, x = [], _YEARS
    for label, breadth in zip(labels, breadths, strict=True):
        columns.append((label, x, breadth))
        x += breadth + _GAP
    return columns


def _marks(
    content: Content,
    ids: strokes.Ids,
    place: Callable[[int], float],
    column: tuple[float, float],
) -> list[str]:
    """The marks of the lane with this left edge and breadth."""
    marks = settle(
        (Mark(place(day), kind, [name]) for day, kind, name in content.marks), strokes.MARK, 2
    )
    crowded = any(mark.row for mark in marks)
    middle = column[0] + column[1] / 2
    return [
        strokes.mark(
            ids,
            mark.kind,
            middle + ((mark.row * 2 - 1) * 9 if crowded else 0),
            mark.at,
            mark.names,
        )
        for mark in marks
    ]


def _column(label: str) -> float:
    parts = label.replace(SOFT_HYPHEN, "- ").split()
    longest = max((width(part, _HEADING) for part in parts), default=0)
    return max(40.0, min(56.0, longest))


def _band(label: str, x: float, breadth: float, height: float) -> list[str]:
    lines = wrap(label, _HEADING, breadth + _GAP, 2)
    more = f'{strokes.BOLD}{strokes.FROM_MIDDLE} font-size="{_HEADING}"'
    return [
        strokes.band(x, _TOP, breadth, height),
        *(
            strokes.text(x + breadth / 2, _TOP - 9 - 13 * up, line, strokes.INK, more)
            for up, line in enumerate(reversed(lines))
        ),
    ]


def _bar(
    stretch: Stretch, lane: Lane, place: Callable[[int], float], column: tuple[float, float]
) -> str:
    breadth = column[1] / stretch.rows
    x = column[0] + stretch.row * breadth
    top, bottom = place(stretch.last + 1), place(stretch.first)
    height = max(4.0, bottom - top - 1)
    paint, ink = colours(lane, stretch.row)
    room = int((height - 4) // 15)
    lines = wrap(stretch.name, 12, breadth - 8, min(room, 4)) if room else []
    lettering = "".join(
        strokes.text(x + 5, top + 15 + 15 * down, line, ink, f'{strokes.BOLD} font-size="12"')
        for down, line in enumerate(lines)
    )
    return strokes.bar((x, top, breadth - 1, height), paint, stretch.name, lettering)


def _years(
    span: Span, words: DrawingWords, place: Callable[[int], float], left: float
) -> list[str]:
    today, word = place(span.today), clean(words.today)
    beside = width(word, 12) <= left - 7
    # A word too long for the column stands on the line instead of at its end.
    word_at = today + 4.5 if beside else today - 5
    grid, parts = [], []
    for year, day in span.years(place(span.first) - place(span.last), 20):
        y = place(day)
        grid.append(f"M{left - 4:.1f} {y:.1f}H{_BREADTH}")
        if abs(y + 4.5 - word_at) > 15:
            parts.append(strokes.text(left - 7, y + 4.5, str(year), strokes.SOFT, strokes.FROM_END))
    parts.append(strokes.path("".join(grid), strokes.RULE, 1))
    start = left - 4 if beside else 0
    parts.append(strokes.path(f"M{start:.1f} {today:.1f}H{_BREADTH}", strokes.INK, 2))
    bold = f'{strokes.BOLD} font-size="12"'
    if beside:
        parts.append(strokes.text(left - 7, word_at, word, strokes.INK, bold + strokes.FROM_END))
    else:
        parts.append(strokes.text(0, word_at, word, strokes.INK, bold))
    return parts
