"""What declarations say as facts: the lines of a DmfA, and Dimona declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.foundation.database import raw


class DeclaredLine(NamedTuple):
    """One occupation of a DmfA.  Units, and the order of the fields, as in the table."""

    fingerprint: bytes
    worker_code: int
    starts_on: date
    ends_on: date | None
    joint_committee: str | None
    part_time: bool
    hours_worked: int | None
    hours_full_time: int | None
    days_per_week: int | None
    reorganisation: int | None
    is_work: bool
    days: int
    pay: int
    severance: int
    services: Sequence[Sequence[int | None]]
    remunerations: Sequence[Sequence[int]]


_KINDS = {
    "person_id": "uuid",
    "enterprise_id": "uuid",
    "fingerprint": "bytea",
    "act": "text",
    "period_number": "bigint",
    "starts_on": "date",
    "ends_on": "date",
    "worker_type": "text",
    "joint_committee": "text",
    "declared_at": "timestamptz",
    "recorded_from": "timestamptz",
    "message_id": "uuid",
}
# ``unnest`` keeps it one statement for a thousand.
_DECLARING = (
    f"insert into dimona_declarations ({', '.join(_KINDS)}) select * from unnest("  # noqa: S608
    f"{', '.join(f'%({name})s::{kind}[]' for name, kind in _KINDS.items())})"
    " on conflict do nothing"
)


def declare_dimonas(db: Session, declarations: Sequence[Mapping[str, Any]]) -> None:
    """Keep Dimona declarations (rows of the table); those already kept count as nothing."""
    if declarations:
        raw(db).execute(
            _DECLARING, {name: [each[name] for each in declarations] for name in _KINDS}
        )
