"""Learning on paper: trainings followed, one of them with its certificate, and diplomas."""

from __future__ import annotations

from app.attestations.gathering.asked import Asking, NotFound, Parts, in_period
from app.career.queries import life_of
from app.career.timeline import Source, Timeline
from app.career.timeline import Training as Followed
from app.employment.queries import employments_of
from app.learning.words.contents import field_said
from certificates.sections import (
    Coverage,
    Diploma,
    Diplomas,
    OneTraining,
    Reported,
    Section,
    Training,
    Trainings,
)


def trainings(asking: Asking) -> Parts:
    timeline = _timeline(asking)
    followed = (
        each
        for each in timeline.trainings
        if each.followed and asking.of_employer(each.enterprise_id)
    )
    sections: list[Section] = [
        Trainings(tuple(training_of(each) for each in in_period(asking, followed)))
    ]
    if "diplomas" not in asking.wish.without:
        awarded = (
            each for each in timeline.diplomas if asking.within(each.awarded_on, each.awarded_on)
        )
        sections.append(
            Diplomas(tuple(Diploma(d.title, d.awarded_on, d.institution, d.level) for d in awarded))
        )
    sections.append(Coverage((registered_here(asking), *_diplomas_reported(timeline, sections))))
    return Parts(tuple(sections))


def registered_here(asking: Asking) -> Reported:
    """Where trainings come from: what is registered is known at once."""
    return Reported(Source.PARCOURS.value, None, asking.today, None)


def _diplomas_reported(timeline: Timeline, sections: list[Section]) -> tuple[Reported, ...]:
    """Who reports diplomas, if the document tells of them."""
    if not any(isinstance(each, Diplomas) for each in sections):
        return ()
    return tuple(
        Reported(each.source.value, each.institution, each.until, None)
        for each in timeline.coverage
        if each.source is Source.PERIODS
    )


def training(asking: Asking) -> Parts:
    one = followed_training(asking)
    employers = employments_of(asking.db, asking.person_id, enterprise_id=one.enterprise_id)
    return Parts(
        (
            OneTraining(
                training_of(one),
                employers[0].enterprise_number if employers else None,
                one.registered_on,
                one.counts,
            ),
        )
    )


def followed_training(asking: Asking) -> Followed:
    """The training that the wish names; NotFound when it is not there, or only planned."""
    wanted = asking.wish.training_id
    for each in _timeline(asking).trainings:
        if each.training_id == wanted and each.followed:
            return each
    raise NotFound("training_id")


def trainings_of(timeline: Timeline) -> tuple[Training, ...]:
    return tuple(training_of(each) for each in timeline.trainings if each.followed)


def diplomas_of(timeline: Timeline) -> tuple[Diploma, ...]:
    return tuple(
        Diploma(each.title, each.awarded_on, each.institution, each.level)
        for each in timeline.diplomas
    )


def training_of(one: Followed) -> Training:
    return Training(
        title=one.title,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        minutes=one.minutes,
        formal=one.formal,
        employer=one.employer,
        certificate_until=one.certificate_until,
        certified=one.certified,
        provider=one.provider,
        field=field_said(one.field_of_learning) if one.field_of_learning else None,
    )


def _timeline(asking: Asking) -> Timeline:
    return life_of(asking.db, asking.person_id, today=asking.today).timeline
