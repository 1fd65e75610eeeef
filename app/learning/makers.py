"""Who made the versions of what an employer registered and stated, by name.

A person acts for the employer, perhaps from an office that the employer lets act, or registers what
a training provider gave; a program is a machine of the employer, of its office or of a provider.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.trail import Channel
from app.enterprises.holders import offices_behind
from app.enterprises.queries import NAMED
from app.identity.queries import names_of
from app.learning.models import Training
from app.learning.others.sets import MAKER
from app.learning.versions import TrainingVersion


@dataclass(frozen=True, slots=True)
class Makers:
    """``elsewhere``: the office or provider whose person or program made a version of a training,
    by key and since when it is recorded.
    """

    names: Mapping[UUID, str | None] = field(default_factory=dict)
    offices: Mapping[UUID, str] = field(default_factory=dict)  # by mandate
    elsewhere: Mapping[tuple[UUID, datetime], str] = field(default_factory=dict)


def makers_of(
    db: Session,
    acted: Collection[tuple[UUID | None, UUID | None]],
    sent: Collection[TrainingVersion] = (),
) -> Makers:
    """In three questions at most, whatever their number.

    ``acted``: persons and the mandates that they acted under, None for none; ``sent``: versions
    of trainings, of which those are asked for that did not come from a page.
    """
    people = {by for by, _ in acted if by}
    mandates = {mandate_id for _, mandate_id in acted if mandate_id}
    names = names_of(db, people) if people else {}
    sent = [each for each in sent if each.version.channel != Channel.PAGE]
    return Makers(
        {key: name.full for key, name in names.items()},
        offices_behind(db, mandates) if mandates else {},
        _elsewhere(db, sent) if sent else {},
    )


def _elsewhere(
    db: Session, versions: Collection[TrainingVersion]
) -> dict[tuple[UUID, datetime], str]:
    named = func.coalesce(NAMED.c.employer, NAMED.c.enterprise_number)
    asked: Any = select(Training.training_id, Training.recorded_from, named)
    rows = db.execute(
        MAKER.joined(asked, Training)
        .join(NAMED, NAMED.c.enterprise_id == MAKER.elsewhere(Training))
        .where(
            Training.person_id == func.any(list({each.person_id for each in versions})),
            Training.training_id == func.any(list({each.training_id for each in versions})),
            Training.channel != Channel.PAGE.value,
        )
    )
    return {(key, recorded_from): name for key, recorded_from, name in rows}
