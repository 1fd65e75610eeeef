"""All that the accounts of whole enterprises rest on, gathered in a handful of statements.

Employments and trainings stay the text that PostgreSQL writes: most of them are only copied
into what is kept.  What few people have (statements of employers, sizes) are values.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, cast, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.employment.copying import EmploymentText, employments_streamed
from app.enterprises.queries import Size, SizeOfPeriod, all_sizes_question
from app.foundation.asking import together
from app.foundation.copying import streamed
from app.learning.accounts import inputs_from
from app.learning.models import StatedEnd
from app.learning.parameters import law
from app.learning.rules.facts import EnterpriseFte, Statement
from app.learning.statements import ENDS_AMONG, RIGHTS_AMONG, EndVersion, RightVersion

_ENTERPRISES = cast(bindparam("enterprises"), postgresql.ARRAY(postgresql.UUID))
_SIZES = all_sizes_question(select(func.unnest(_ENTERPRISES)).scalar_subquery())


EmploymentColumns = tuple[str, str | None, str | None, str, str | None]
TrainingColumns = tuple[str, str, str, int, bool, bool, str | None]


class Worker(NamedTuple):
    """One worker with one employer; employments and trainings column by column.

    Employments: first and last day, joint committee, regimes and stated end as JSON.
    Trainings: key, first and last day, minutes, followed, counts, reason why not.
    """

    enterprise: str
    person: str
    employments: list[EmploymentColumns]
    trainings: list[TrainingColumns]


@dataclass(slots=True)
class Employer:
    """What the accounts of all workers of an enterprise have in common, and their statements."""

    sizes: dict[int, EnterpriseFte] = field(default_factory=dict)
    everyone: tuple[Statement, ...] = ()
    own: dict[str, tuple[Statement, ...]] = field(default_factory=dict)

    def statements_for(self, person: str) -> tuple[Statement, ...]:
        return (*self.everyone, *self.own[person]) if person in self.own else self.everyone


@dataclass(frozen=True, slots=True)
class Gathered:
    employers: defaultdict[str, Employer]
    workers: Iterator[Worker]


def gather(
    db: Session,
    enterprise_ids: Collection[UUID],
    *,
    person_ids: Collection[UUID] | None = None,
    first: int,
    last: int,
    at: datetime | None = None,
) -> Gathered:
    """What the accounts of the years ``first`` to ``last`` rest on, as known at ``at`` or now.

    Of everybody who worked there since ``first``, or of these persons only; workers come in the
    order of enterprise and person.  An account begins with the law, so that trainings do too.
    """
    begun = law().federal.first_year
    asked = {"enterprises": list(enterprise_ids)}
    sizes, rights, ends = together(
        db, _SIZES.on(at, **asked), RIGHTS_AMONG.on(at, **asked), ENDS_AMONG.on(at, **asked)
    )
    stated_ends = {str(each.employment_id): _end_as_json(each) for each in ends}
    employments = employments_streamed(
        db, enterprise_ids, person_ids=person_ids, since=first, at=at
    )
    trainings = _trainings(db, enterprise_ids, person_ids, begun, last, at)
    return Gathered(_employers(sizes, rights), _workers(employments, trainings, stated_ends))


def _workers(
    employments: Iterator[EmploymentText],
    trainings: Iterator[tuple[Any, ...]],
    ends: dict[str, str],
) -> Iterator[Worker]:
    """Both streams side by side; they come in one order, by enterprise and person."""
    training = next(trainings, None)
    for (enterprise, person), rows in groupby(employments, key=itemgetter(0, 1)):
        theirs = [(*row[3:], ends.get(row[2])) for row in rows]
        followed = []
        while training and training[0] <= enterprise:
            if training[0] == enterprise and training[1] >= person:
                if training[1] > person:
                    break
                followed.append(training[2:])
            training = next(trainings, None)
        yield Worker(enterprise, person, theirs, followed)


def _trainings(
    db: Session,
    enterprise_ids: Collection[UUID],
    person_ids: Collection[UUID] | None,
    first: int,
    last: int,
    at: datetime | None,
) -> Iterator[tuple[Any, ...]]:
    return streamed(
        db,
        "trainings_streamed",
        """
        select enterprise_id::text, person_id::text, training_id::text, starts_on::text,
               ends_on::text, minutes, followed, counts, not_counting
        from trainings
        where enterprise_id = any(%(enterprises)s) and {known} {those}
          and ends_on >= make_date(%(first)s, 1, 1) and ends_on <= make_date(%(last)s, 12, 31)
        order by trainings.enterprise_id, trainings.person_id, trainings.ends_on,
                 trainings.training_id
        """,
        enterprises=list(enterprise_ids),
        persons=None if person_ids is None else list(person_ids),
        first=first,
        last=last,
        at=at,
    )


def _end_as_json(end: EndVersion) -> str:
    """As the inputs of an account have it."""
    stated = {"reason": end.end_reason.value}
    if end.notice_from is not None:
        stated["notice_from"] = end.notice_from.isoformat()
    return json.dumps(stated)


def _employers(
    sizes: Collection[SizeOfPeriod], rights: Collection[RightVersion]
) -> defaultdict[str, Employer]:
    found: defaultdict[str, Employer] = defaultdict(Employer)
    known: defaultdict[str, dict[int, Size]] = defaultdict(dict)
    for each in sizes:
        known[str(each.enterprise_id)][each.first_year] = each.size
    for enterprise, theirs in known.items():
        found[enterprise].sizes = dict(inputs_from((), (), theirs, (), {}).sizes)
    for right in sorted(rights, key=lambda each: (each.year, str(each.person_id or ""))):
        employer = found[str(right.enterprise_id)]
        stated = inputs_from((), (), {}, (right,), {}).statements
        if right.person_id is None:
            employer.everyone += stated
        else:
            person = str(right.person_id)
            employer.own[person] = employer.own.get(person, ()) + stated
    return found


def workers_with_stated_ends(db: Session) -> dict[UUID, list[UUID]]:
    """By enterprise, whose employment is stated to end, or to have ended, in some way."""
    found: dict[UUID, list[UUID]] = {}
    rows = db.execute(
        select(StatedEnd.enterprise_id, StatedEnd.person_id)
        .where(StatedEnd.recorded_until.is_(None))
        .distinct()
    )
    for enterprise_id, person_id in rows:
        found.setdefault(enterprise_id, []).append(person_id)
    return found
