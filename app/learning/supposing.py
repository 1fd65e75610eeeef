"""What would stand if something that is tried and taken back had been done.

Whoever tries acts in a savepoint takes down what they made of trainings and stated rights, before
it is taken back; and supposes it again, in a later savepoint, before trying what comes next.
What is taken down is every version of what was changed, as the tables hold it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.database import raw
from app.learning.gathering import TrainingColumns


@dataclass(frozen=True, slots=True)
class Supposed:
    """What would stand of one training, or of the right of one year.

    ``training_id`` is None for a right, ``person_id`` for a right stated for everyone.
    ``prints``: every fingerprint the training has or had.  ``stands``: what an account sees of
    it; None for a right, and for what is cancelled.  ``years``: those whose accounts it concerns.
    ``rows``: its versions, as a JSON array.
    """

    enterprise_id: UUID
    person_id: UUID | None
    training_id: UUID | None
    years: tuple[int, ...]
    prints: tuple[bytes, ...]
    stands: TrainingColumns | None
    rows: str


def trainings_standing(
    db: Session, enterprise_id: UUID, keys: Collection[tuple[UUID, UUID]]
) -> list[Supposed]:
    """What stands of these trainings, by person and key; those that are none are left out."""
    if not keys:
        return []
    rows = raw(db).execute(
        """
        select person_id, training_id,
            array_agg(distinct extract(year from ends_on)::int),
            array_agg(distinct fingerprint),
            jsonb_agg(jsonb_build_array(training_id, starts_on, ends_on, minutes, followed, counts,
                not_counting)) filter (where recorded_until is null),
            jsonb_agg(to_jsonb(trainings))::text
        from trainings join unnest(%s::uuid[], %s::uuid[]) as key (person_id, training_id)
            using (person_id, training_id)
        where enterprise_id = %s
        group by person_id, training_id
        """,
        (*_columns(keys), enterprise_id),
    )
    return [
        Supposed(
            enterprise_id,
            person_id,
            training_id,
            tuple(years),
            tuple(prints),
            columns_from(stands[0]) if stands else None,
            versions,
        )
        for person_id, training_id, years, prints, stands, versions in rows
    ]


def rights_standing(
    db: Session, enterprise_id: UUID, keys: Collection[tuple[UUID | None, int]]
) -> list[Supposed]:
    """What stands of these rights, by person (or None for everyone) and year."""
    if not keys:
        return []
    rows = raw(db).execute(
        """
        select key.person_id, key.year, jsonb_agg(to_jsonb(stated_rights))::text
        from stated_rights join unnest(%s::uuid[], %s::int[]) as key (person_id, year)
            on stated_rights.year = key.year
            and stated_rights.person_id is not distinct from key.person_id
        where enterprise_id = %s
        group by key.person_id, key.year
        """,
        (*_columns(keys), enterprise_id),
    )
    return [
        Supposed(enterprise_id, person_id, None, (year,), (), None, versions)
        for person_id, year, versions in rows
    ]


def suppose(db: Session, supposed: Sequence[Supposed]) -> None:
    """Let this stand, within a savepoint that is to be taken back.

    What somebody else registered in the meantime stands instead of what would be the same.
    """
    trainings = [each for each in supposed if each.training_id is not None]
    if trainings:
        keys = sorted((str(each.person_id), str(each.training_id)) for each in trainings)
        raw(db).execute(
            "delete from trainings using unnest(%s::uuid[], %s::uuid[]) as key (person, training)"
            " where person_id = key.person and training_id = key.training",
            _columns(keys),
        )
        _let_stand(db, "trainings", "person_id, fingerprint", trainings)
    rights = [each for each in supposed if each.training_id is None]
    if rights:
        raw(db).execute(
            "delete from stated_rights"
            " using unnest(%s::uuid[], %s::uuid[], %s::int[]) as key (enterprise, person, year)"
            " where enterprise_id = key.enterprise and stated_rights.year = key.year"
            " and person_id is not distinct from key.person",
            _columns([(each.enterprise_id, each.person_id, each.years[0]) for each in rights]),
        )
        _let_stand(db, "stated_rights", "enterprise_id, year", rights)


def _let_stand(db: Session, table: str, order: str, supposed: Sequence[Supposed]) -> None:
    rows = f"[{','.join(each.rows[1:-1] for each in supposed)}]"
    raw(db).execute(
        # In one order everywhere, as the acts write: nobody waits for somebody who waits for him.
        f"insert into {table} select * from jsonb_populate_recordset(null::{table}, %s::jsonb)"  # noqa: S608
        f" order by {order} on conflict do nothing",
        (rows,),
    )


def columns_from(said: Sequence[Any]) -> TrainingColumns:
    """What an account sees of a training, from the array that JSON keeps."""
    key, starts_on, ends_on, minutes, followed, counts, not_counting = said
    return key, starts_on, ends_on, minutes, followed, counts, not_counting


def columns_json(columns: TrainingColumns) -> str:
    return json.dumps(columns)


def _columns(rows: Collection[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
