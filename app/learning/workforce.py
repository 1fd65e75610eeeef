"""The accounts of a whole workforce with one enterprise, in four questions whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import EmploymentRow
from app.enterprises.queries import SIZES_OF
from app.foundation.asking import together
from app.learning.accounts import inputs_from
from app.learning.parameters import law
from app.learning.rules.account import Ledger
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.ledger import ledger_for
from app.learning.rules.right import Right, right_for
from app.learning.statements import (
    ENDS_WITH,
    RIGHTS_BY,
    TRAININGS_AMONG,
    RightVersion,
    TrainingVersion,
)

#: People with all their employments with the enterprise.
Workforce = Mapping[UUID, Sequence[EmploymentRow]]


def ledgers_of(
    db: Session, enterprise_id: UUID, workforce: Workforce, *, today: date
) -> dict[UUID, Ledger]:
    """The account of each worker, up to the year of ``today``."""
    return {
        person_id: ledger_for(inputs, law(), until=today.year, today=today)
        for person_id, inputs in _inputs(db, enterprise_id, workforce).items()
    }


def rights_of(
    db: Session,
    enterprise_id: UUID,
    workforce: Workforce,
    year: int,
    *,
    today: date,
    as_stated: bool = True,
) -> dict[UUID, Right]:
    """The right of each worker for one year, without what earlier years left.

    Not ``as_stated``: the automatic one, whatever the employer states of rights.
    """
    return {
        person_id: right_for(
            year,
            inputs.employments,
            inputs.sizes,
            law(),
            today=today,
            statement=inputs.statement_for(year) if as_stated else None,
        )
        for person_id, inputs in _inputs(db, enterprise_id, workforce).items()
    }


def _inputs(db: Session, enterprise_id: UUID, workforce: Workforce) -> dict[UUID, AccountInputs]:
    """What each account rests on, as known now."""
    trainings, sizes, rights, ends = together(
        db,
        TRAININGS_AMONG.about(people=list(workforce), enterprise=enterprise_id),
        SIZES_OF.about(enterprise=enterprise_id),
        RIGHTS_BY.about(enterprise=enterprise_id),
        ENDS_WITH.about(enterprise=enterprise_id),
    )
    theirs: defaultdict[UUID, list[TrainingVersion]] = defaultdict(list)
    for training in trainings:
        theirs[training.person_id].append(training)
    stated: defaultdict[UUID | None, list[RightVersion]] = defaultdict(list)
    for right in rights:
        stated[right.person_id].append(right)
    known_sizes = {each.first_year: each.size for each in sizes}
    known_ends = {each.employment_id: each for each in ends}
    return {
        person_id: inputs_from(
            rows,
            theirs[person_id],
            known_sizes,
            [*stated[None], *stated[person_id]],
            known_ends,
        )
        for person_id, rows in workforce.items()
    }
