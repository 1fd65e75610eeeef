"""Who made the versions of what an employer registered and stated, by name.

A person acts for the employer, perhaps from an office that the employer lets act, or registers what
a training provider gave; a program is a machine of the employer, of its office or of a provider, or
the drop folder of one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.audit.systems import OfRight, System, systems_behind_rights
from app.audit.trail import Channel
from app.enterprises.holders import offices_behind
from app.enterprises.offices import MACHINES
from app.enterprises.queries import NAMED
from app.identity.queries import names_of
from app.learning.models import Training
from app.learning.others.sets import MAKER
from app.learning.versions import RightVersion, TrainingVersion

#: A version: of which training or statement, and since when it is recorded.
Key = tuple[UUID, datetime]


def key_of(version: TrainingVersion | RightVersion) -> Key:
    if isinstance(version, TrainingVersion):
        return version.training_id, version.recorded_from
    return version.statement_id, version.version.recorded_from


@dataclass(frozen=True, slots=True)
class Makers:
    """``elsewhere``: the office or provider whose person or program made a version of a training,
    or whose program stated a right; ``folders``: versions that came through a drop folder.
    """

    names: Mapping[UUID, str | None] = field(default_factory=dict)
    offices: Mapping[UUID, str] = field(default_factory=dict)  # by mandate
    elsewhere: Mapping[Key, str] = field(default_factory=dict)
    folders: Collection[Key] = frozenset()


def makers_of(
    db: Session,
    acted: Collection[tuple[UUID | None, UUID | None]],
    sent: Collection[TrainingVersion] = (),
    stated: Collection[RightVersion] = (),
) -> Makers:
    """In three questions at most, whatever their number; in six where programs stated rights.

    ``acted``: persons and the mandates that they acted under, None for none; ``sent`` and
    ``stated``: versions of trainings and of rights with one enterprise, of which those are asked
    for that did not come from a page.
    """
    people = {by for by, _ in acted if by}
    mandates = {mandate_id for _, mandate_id in acted if mandate_id}
    names = names_of(db, people) if people else {}
    sent = [each for each in sent if each.version.channel != Channel.PAGE]
    systems = [each for each in stated if each.version.by is None and not each.version.mandate_id]
    of_trainings = _of_trainings(db, sent) if sent else []
    of_rights = _of_rights(db, systems) if systems else []
    made = [*of_trainings, *of_rights]
    return Makers(
        {key: name.full for key, name in names.items()},
        offices_behind(db, mandates) if mandates else {},
        {key: name for key, name, _folder in made if name},
        {key for key, _name, folder in made if folder},
    )


#: A version, the other enterprise that made it, if it is another, and whether by its folder.
_Made = tuple[Key, str | None, bool]
_NAME = func.coalesce(NAMED.c.employer, NAMED.c.enterprise_number)


def _of_trainings(db: Session, versions: Collection[TrainingVersion]) -> list[_Made]:
    folder = and_(
        Training.channel == Channel.BATCH.value,
        Training.sender_id.is_not(None),
        Training.registered_by.is_(None),
        Training.client_id.is_(None),
    )
    asked: Any = select(Training.training_id, Training.recorded_from, _NAME, folder)
    rows = db.execute(
        MAKER.joined(asked, Training)
        .outerjoin(NAMED, NAMED.c.enterprise_id == MAKER.elsewhere(Training))
        .where(
            Training.person_id == func.any(list({each.person_id for each in versions})),
            Training.training_id == func.any(list({each.training_id for each in versions})),
            Training.channel != Channel.PAGE.value,
        )
    )
    return [((key, recorded_from), name, folder) for key, recorded_from, name, folder in rows]


def _of_rights(db: Session, versions: Collection[RightVersion]) -> list[_Made]:
    """Statements do not keep it: the trail says whose system it was."""
    [enterprise_id] = {each.enterprise_id for each in versions}
    instants = {each.version.recorded_from for each in versions}
    behind = systems_behind_rights(db, enterprise_id, instants)
    owners = _owners(db, behind.values())
    others = {owner for owner in owners.values() if owner != enterprise_id}
    asked = select(NAMED.c.enterprise_id, _NAME).where(NAMED.c.enterprise_id.in_(others))
    names = {row[0]: row[1] for row in db.execute(asked)} if others else {}
    made: list[_Made] = []
    for each in versions:
        since = each.version.recorded_from
        system = behind.get(OfRight(since, each.person_id, each.year))
        if system:
            name = names.get(owners[system]) if system in owners else None
            folder = system.client_id is None and system.sender_id is not None
            made.append((key_of(each), name, folder))
    return made


def _owners(db: Session, systems: Collection[System]) -> dict[System, UUID]:
    """The enterprise that each belongs to; none for the operator's own commands."""
    machines = {each.client_id for each in systems if each.client_id}
    asked = select(MACHINES.c.client_id, MACHINES.c.belongs_to).where(
        MACHINES.c.client_id.in_(machines)
    )
    belongs = {row[0]: row[1] for row in db.execute(asked)} if machines else {}
    found = {each: each.sender_id or belongs.get(each.client_id) for each in systems}
    return {each: owner for each, owner in found.items() if owner}
