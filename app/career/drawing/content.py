"""What there is to draw, read from a timeline once for both drawings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.career.drawing.lanes import Span, span_of
from app.career.drawing.lettering import clean
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

    def lanes(self) -> list[str]:
        """The names of the four lanes, from work to learning."""
        return [clean(w) for w in (self.work, self.out_of_work, self.leave, self.learning)]


@dataclass(frozen=True, slots=True)
class Content:
    """What there is to draw: per lane first day, last day and name; marks with their day."""

    span: Span
    bars: Mapping[Lane, list[tuple[int, int, str]]]
    marks: list[tuple[int, str, str]]  # day, kind, name

    def kinds(self) -> list[str]:
        present = {kind for _, kind, _ in self.marks}
        return [kind for kind in ("training", "planned", "diploma") if kind in present]


def read(timeline: Timeline, words: DrawingWords) -> Content:
    """The part of the timeline that the drawing's span shows, with every name cleaned."""
    span = span_of(timeline)
    bars: dict[Lane, list[tuple[int, int, str]]] = {
        Lane.WORK: [],
        Lane.OUT_OF_WORK: [],
        Lane.LEAVE: [],
    }
    for job in timeline.jobs:
        if shown := span.clip(job.starts_on, job.ends_on):
            bars[Lane.WORK].append((*shown, _employer(job, words)))
    lane_names = {Lane.OUT_OF_WORK: words.out_of_work, Lane.LEAVE: words.leave}
    for period in timeline.periods:
        if shown := span.clip(period.starts_on, period.ends_on):
            lane = period.kind.lane
            name = words.periods.get(period.kind, lane_names[lane])
            bars[lane].append((*shown, clean(name)))
    marks = []
    for training in timeline.trainings:
        if shown := span.clip(training.starts_on, training.starts_on):
            kind = "training" if training.followed else "planned"
            marks.append((shown[0], kind, clean(training.title)))
    for diploma in timeline.diplomas:
        if shown := span.clip(diploma.awarded_on, diploma.awarded_on):
            marks.append((shown[0], "diploma", clean(diploma.title)))
    return Content(span, bars, marks)


def _employer(job: Job, words: DrawingWords) -> str:
    if job.employer and (name := clean(job.employer)):
        return name
    if number := job.enterprise_number:
        return clean(f"{number[:4]}.{number[4:7]}.{number[7:]}")
    return words.unnamed_employer
