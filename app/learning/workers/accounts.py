"""The accounts of an enterprise as lists read them: the kept ones, or those worked out just now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Integer,
    Subquery,
    Uuid,
    cast,
    column,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from app.foundation.knowing import known_now
from app.learning.models import AccountStatement
from app.learning.workers.behind import LiveAccount, Standing

_COLUMNS = (
    AccountStatement.person_id,
    AccountStatement.year,
    AccountStatement.opening,
    AccountStatement.granted,
    AccountStatement.used,
    AccountStatement.planned,
    AccountStatement.left_over,
    AccountStatement.day_minutes,
    AccountStatement.at_least,
)


def accounts_in_step(enterprise_id: UUID, standing: Standing, *, first: int, last: int) -> Subquery:
    """The account of each worker for the years between two, inclusive.

    Where a longer break makes two accounts of one year, the later one: what is left of it is
    what can be used.
    """
    kept = select(*_COLUMNS).where(
        AccountStatement.enterprise_id == enterprise_id,
        AccountStatement.year.between(first, last),
        known_now(AccountStatement),
    )
    if standing.people:
        kept = kept.where(AccountStatement.person_id != func.all(_array(Uuid(), standing.people)))
    chosen = kept.ext(distinct_on(AccountStatement.person_id, AccountStatement.year)).order_by(
        AccountStatement.person_id, AccountStatement.year, AccountStatement.opened_on.desc()
    )
    live = [each for each in standing.live if first <= each.year <= last]
    if not live:
        return chosen.subquery("accounts")
    return union_all(chosen.subquery().select(), _given(live)).subquery("accounts")


def _given(live: Sequence[LiveAccount]) -> Any:
    """Rows that the database did not have."""
    kinds: dict[str, Any] = {field: Integer() for field in LiveAccount._fields} | {
        "person_id": Uuid(),
        "at_least": Boolean(),
    }
    columns = zip(*live, strict=True)
    arrays = [_array(kind, values) for kind, values in zip(kinds.values(), columns, strict=True)]
    given = (
        func.unnest(*arrays)
        .table_valued(*(column(name, kind) for name, kind in kinds.items()), name="given")
        .render_derived()
    )
    return select(*given.c)


def _array(kind: Any, values: Any) -> Any:
    return cast(literal(list(values), ARRAY(kind)), ARRAY(kind))
