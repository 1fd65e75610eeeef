"""Every version of what one employer registered and stated that bears on one worker's account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, or_
from sqlalchemy.orm import Session

from app.enterprises.queries import SIZE_HISTORY, SizeVersion
from app.foundation.asking import Question, together
from app.learning.makers import Makers, makers_of
from app.learning.models import StatedEnd, StatedRight, Training
from app.learning.rules.facts import size_period
from app.learning.versions import (
    END_VERSIONS,
    RIGHT_VERSIONS,
    TRAINING_VERSIONS,
    EndVersion,
    RightVersion,
    TrainingVersion,
    end_version,
    right_version,
    training_version,
)

_HERS: BindParameter[UUID] = bindparam("person")
_HERE: BindParameter[UUID] = bindparam("enterprise")
_TRAININGS: Question[TrainingVersion] = Question(
    TRAINING_VERSIONS.where(Training.person_id == _HERS, Training.enterprise_id == _HERE).order_by(
        Training.recorded_from
    ),
    training_version,
)
_RIGHTS: Question[RightVersion] = Question(
    RIGHT_VERSIONS.where(
        or_(StatedRight.person_id.is_(None), StatedRight.person_id == _HERS),
        StatedRight.enterprise_id == _HERE,
        StatedRight.year == bindparam("year"),
    ).order_by(StatedRight.recorded_from),
    right_version,
)
_ENDS: Question[EndVersion] = Question(
    END_VERSIONS.where(StatedEnd.person_id == _HERS, StatedEnd.enterprise_id == _HERE).order_by(
        StatedEnd.recorded_from
    ),
    end_version,
)


@dataclass(frozen=True, slots=True)
class AccountHistory:
    """Versions oldest first, a last one that withdraws or cancels among them.

    ``rights`` and ``sizes`` are those that bear on the year asked; the others on every year.
    ``makers``: who made all of them.
    """

    trainings: Mapping[UUID, Sequence[TrainingVersion]]
    rights: Sequence[RightVersion]
    ends: Sequence[EndVersion]
    sizes: Sequence[SizeVersion]
    makers: Makers


def history_of(
    db: Session, person_id: UUID, enterprise_id: UUID, year: int, *, at: datetime | None
) -> AccountHistory:
    """What was recorded up to ``at``, or up to now, in one round trip; then, by whom."""
    who = {"person": person_id, "enterprise": enterprise_id}
    trainings, rights, ends, sizes = together(
        db,
        _TRAININGS.about(**who),
        _RIGHTS.about(**who, year=year),
        _ENDS.about(**who),
        SIZE_HISTORY.about(enterprise=enterprise_id, first_year=size_period(year)),
    )
    by_training: defaultdict[UUID, list[TrainingVersion]] = defaultdict(list)
    for each in trainings:
        if at is None or each.version.recorded_from <= at:
            by_training[each.training_id].append(each)
    acted = [(each.version.by, each.version.mandate_id) for each in (*trainings, *rights, *ends)]
    acted += [(each.stated_by, each.mandate_id) for each in sizes]
    return AccountHistory(
        by_training,
        [each for each in rights if at is None or each.version.recorded_from <= at],
        [each for each in ends if at is None or each.version.recorded_from <= at],
        [each for each in sizes if at is None or each.recorded_from <= at],
        makers_of(db, acted, trainings, rights),
    )
