"""Questions about what an account rests on beside declarations, as known now or on an instant.

Every question has two forms: what holds (``…_known``), and every version there ever was, with
who made it, when, through which channel and why (``…_history``, ``versions_of``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlalchemy.orm import Session

from app.employment.queries import EMPLOYERS
from app.foundation.asking import Question
from app.foundation.knowing import TimedQuestion, known_now, known_then
from app.learning.models import StatedEnd, StatedRight, Training
from app.learning.versions import (
    END_VERSIONS,
    RIGHT_VERSIONS,
    TRAINING_VERSIONS,
    end_version,
    right_version,
    training_version,
)
from app.learning.versions import EndVersion as EndVersion
from app.learning.versions import RightVersion as RightVersion
from app.learning.versions import TrainingContents as TrainingContents
from app.learning.versions import TrainingVersion as TrainingVersion
from app.learning.versions import Version as Version


def _timed(rows: Any, versions: Any, row: Any) -> TimedQuestion[Any]:
    return TimedQuestion(rows.where(known_now(versions)), rows.where(known_then(versions)), row)


_OF = Training.person_id == bindparam("person")
_NEWEST_FIRST = TRAINING_VERSIONS.where(_OF).order_by(Training.ends_on.desc(), Training.training_id)
_WITH = Training.enterprise_id == bindparam("enterprise")
#: A person's trainings, newest first; and those with the enterprise that fills a blank.
TRAININGS: TimedQuestion[TrainingVersion] = _timed(_NEWEST_FIRST, Training, training_version)
TRAININGS_WITH: TimedQuestion[TrainingVersion] = _timed(
    _NEWEST_FIRST.where(_WITH), Training, training_version
)
#: The trainings of several people with one enterprise, known now.
TRAININGS_AMONG: Question[TrainingVersion] = Question(
    TRAINING_VERSIONS.where(
        Training.person_id == func.any(bindparam("people")), _WITH, known_now(Training)
    ),
    training_version,
)
_VERSIONS: Question[TrainingVersion] = Question(
    TRAINING_VERSIONS.where(_OF, Training.training_id == bindparam("training"), _WITH).order_by(
        Training.recorded_from
    ),
    training_version,
)

_RIGHTS_FOR = RIGHT_VERSIONS.where(
    StatedRight.person_id.is_(None) | (StatedRight.person_id == bindparam("person"))
).order_by(StatedRight.year, StatedRight.enterprise_id, StatedRight.person_id.nulls_first())
#: What every employer of a person states of that person and of everyone, for every year; and
#: what the enterprise that fills a blank does.
RIGHTS: TimedQuestion[RightVersion] = _timed(
    _RIGHTS_FOR.where(StatedRight.enterprise_id.in_(EMPLOYERS)), StatedRight, right_version
)
RIGHTS_WITH: TimedQuestion[RightVersion] = _timed(
    _RIGHTS_FOR.where(StatedRight.enterprise_id == bindparam("enterprise")),
    StatedRight,
    right_version,
)
#: What one enterprise states of any year, of everybody, known now.
RIGHTS_BY: Question[RightVersion] = Question(
    RIGHT_VERSIONS.where(
        StatedRight.enterprise_id == bindparam("enterprise"), known_now(StatedRight)
    ),
    right_version,
)
#: What one enterprise states of a year, of everybody.
RIGHTS_OF_YEAR: TimedQuestion[RightVersion] = _timed(
    RIGHT_VERSIONS.where(
        StatedRight.enterprise_id == bindparam("enterprise"), StatedRight.year == bindparam("year")
    ).order_by(StatedRight.person_id.nulls_first()),
    StatedRight,
    right_version,
)
_RIGHT_HISTORY: Question[RightVersion] = Question(
    RIGHT_VERSIONS.where(
        StatedRight.enterprise_id == bindparam("enterprise"),
        StatedRight.person_id.is_not_distinct_from(bindparam("person")),
        StatedRight.year == bindparam("year"),
    ).order_by(StatedRight.recorded_from),
    right_version,
)

_ENDS_OF = END_VERSIONS.where(StatedEnd.person_id == bindparam("person"))
#: How the employments of one person end, as their employers state it.
ENDS: TimedQuestion[EndVersion] = _timed(_ENDS_OF, StatedEnd, end_version)
#: How those with the enterprise that fills a blank do.
ENDS_HERE: TimedQuestion[EndVersion] = _timed(
    _ENDS_OF.where(StatedEnd.enterprise_id == bindparam("enterprise")), StatedEnd, end_version
)
#: How employments with one enterprise end, as it states it.
ENDS_WITH: TimedQuestion[EndVersion] = _timed(
    END_VERSIONS.where(StatedEnd.enterprise_id == bindparam("enterprise")), StatedEnd, end_version
)
_END_HISTORY: Question[EndVersion] = Question(
    _ENDS_OF.where(StatedEnd.employment_id == bindparam("employment")).order_by(
        StatedEnd.recorded_from
    ),
    end_version,
)

#: What several enterprises state of rights, and of how employments end.
RIGHTS_AMONG: TimedQuestion[RightVersion] = _timed(
    RIGHT_VERSIONS.where(StatedRight.enterprise_id == func.any(bindparam("enterprises"))),
    StatedRight,
    right_version,
)
ENDS_AMONG: TimedQuestion[EndVersion] = _timed(
    END_VERSIONS.where(StatedEnd.enterprise_id == func.any(bindparam("enterprises"))),
    StatedEnd,
    end_version,
)


def trainings_known(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None, at: datetime | None
) -> list[TrainingVersion]:
    """A person's trainings as known at ``at`` or now, newest first; with one enterprise or all."""
    if enterprise_id is None:
        return TRAININGS.ask_on(db, at, person=person_id)
    return TRAININGS_WITH.ask_on(db, at, person=person_id, enterprise=enterprise_id)


def versions_of(
    db: Session, person_id: UUID, training_id: UUID, *, enterprise_id: UUID
) -> list[TrainingVersion]:
    """Every version of a training, oldest first; the last one may say that it was cancelled."""
    return _VERSIONS.ask(db, person=person_id, training=training_id, enterprise=enterprise_id)


def rights_known(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None, at: datetime | None
) -> list[RightVersion]:
    """What a person's employers state of that person's right and of everyone's, by year.

    What one enterprise states, if one is named.
    """
    if enterprise_id is None:
        return RIGHTS.ask_on(db, at, person=person_id)
    return RIGHTS_WITH.ask_on(db, at, person=person_id, enterprise=enterprise_id)


def rights_of_year_known(
    db: Session, enterprise_id: UUID, year: int, *, at: datetime | None
) -> list[RightVersion]:
    """What an enterprise states of a year: of everyone first, then of each worker."""
    return RIGHTS_OF_YEAR.ask_on(db, at, enterprise=enterprise_id, year=year)


def right_history(
    db: Session, enterprise_id: UUID, year: int, person_id: UUID | None = None
) -> list[RightVersion]:
    """Every statement about one worker's right of a year, or about everyone's; oldest first."""
    return _RIGHT_HISTORY.ask(db, enterprise=enterprise_id, person=person_id, year=year)


def ends_known(db: Session, person_id: UUID, *, at: datetime | None) -> dict[UUID, EndVersion]:
    """How a person's employments end, as stated, by employment."""
    return {each.employment_id: each for each in ENDS.ask_on(db, at, person=person_id)}


def ends_with_known(
    db: Session, enterprise_id: UUID, *, at: datetime | None
) -> dict[UUID, EndVersion]:
    """How employments with one enterprise end, as it states it, by employment."""
    return {each.employment_id: each for each in ENDS_WITH.ask_on(db, at, enterprise=enterprise_id)}


def end_history(db: Session, person_id: UUID, employment_id: UUID) -> list[EndVersion]:
    """Every statement about the end of one employment, oldest first."""
    return _END_HISTORY.ask(db, person=person_id, employment=employment_id)
