"""What there is to draw, read from a timeline once for both drawings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.career.drawing.lanes import Span, span_of
from app.career.drawing.lettering import SOFT_HYPHEN, clean
from app.career.timeline import Job, Lane, PeriodKind, Timeline


@dataclass(frozen=True, slots=True)
class DrawingWords:
    """Every word of the drawing, in the reader's language.

    Lane names should be short, or say with a soft hyphen where they may break: on a phone a
    lane is as wide as seven letters.
    """

    title: str
    description: str  # what the picture shows, for those who do not see it
    work: str
    out_of_work: str
    leave: str
    learning: str
    today: str
    unnamed_employer: str  # while no register has named it and it has no number
    training: str
    planned: str  # a training still to come
    diploma: str
    periods: Mapping[PeriodKind, str] = field(default_factory=dict)  # else the lane's name

    def lane(self, lane: Lane) -> str:
        """The name of a lane."""
        names = {
            Lane.WORK: self.work,
            Lane.OUT_OF_WORK: self.out_of_work,
            Lane.LEAVE: self.leave,
            Lane.LEARNING: self.learning,
        }
        return clean(names[lane])


@dataclass(frozen=True, slots=True)
class Content:
    """What there is to draw: per lane first day, last day and name; marks with their day.

    ``lanes`` are those to be drawn, from work to learning; bars are in all of them but learning,
    which has the marks.
    """

    span: Span
    lanes: tuple[Lane, ...]
    bars: Mapping[Lane, list[tuple[int, int, str]]]
    marks: list[tuple[int, str, str]]  # day, kind, name

    def named(self, words: DrawingWords) -> str:
        """The names of the lanes, for those who do not see them."""
        return ", ".join(words.lane(lane).replace(SOFT_HYPHEN, "") for lane in self.lanes)

    def kinds(self) -> list[str]:
        present = {kind for _, kind, _ in self.marks}
        return [kind for kind in ("training", "planned", "diploma") if kind in present]


def read(timeline: Timeline, words: DrawingWords, lanes: Collection[Lane]) -> Content:
    """The part of the timeline that the drawing's span shows, with every name cleaned.

    The timeline holds nothing that stands in no lane of ``lanes``.
    """
    span = span_of(timeline)
    drawn = tuple(lane for lane in Lane if lane in lanes)
    bars: dict[Lane, list[tuple[int, int, str]]] = {
        lane: [] for lane in drawn if lane is not Lane.LEARNING
    }
    for job in timeline.jobs:
        if shown := span.clip(job.starts_on, job.ends_on):
            bars[Lane.WORK].append((*shown, _employer(job, words)))
    for period in timeline.periods:
        if shown := span.clip(period.starts_on, period.ends_on):
            lane = period.kind.lane
            name = words.periods.get(period.kind, words.lane(lane))
            bars[lane].append((*shown, clean(name)))
    marks = []
    for training in timeline.trainings:
        if shown := span.clip(training.starts_on, training.starts_on):
            kind = "training" if training.followed else "planned"
            marks.append((shown[0], kind, clean(training.title)))
    for diploma in timeline.diplomas:
        if shown := span.clip(diploma.awarded_on, diploma.awarded_on):
            marks.append((shown[0], "diploma", clean(diploma.title)))
    return Content(span, drawn, bars, marks)


def _employer(job: Job, words: DrawingWords) -> str:
    if job.employer and (name := clean(job.employer)):
        return name
    if number := job.enterprise_number:
        return clean(f"{number[:4]}.{number[4:7]}.{number[7:]}")
    return words.unnamed_employer
