"""Writing very many trainings at once, each of them once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Protocol
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.foundation.copying import copied, copy_in
from app.foundation.database import raw
from app.learning.contents import Content, Registration
from app.learning.models import Training

#: More than these are copied in.
FEW = 20
#: What makes it the same training with one enterprise: whose it is, and the fingerprint.
Key = tuple[UUID, bytes]


class New(Protocol):
    """A training to be written."""

    registration: Registration
    content: Content
    training_id: UUID

    @property
    def key(self) -> Key: ...


def insert_trainings(
    db: Session, new: Sequence[New], enterprise_id: UUID, shared: dict[str, Any]
) -> dict[UUID, UUID]:
    """Write those that are new, in their order; of the others, the training that stands already.

    ``shared``: the columns that all of them have in common.  Mostly all are new, and to find out
    costs as much as to write them: they are copied in, and only where COPY meets one that is
    there are those that are known left out.  Where somebody is quicker once more, they are
    written as few are.
    """
    if len(new) > FEW and _copy(db, new, shared):
        return {}
    known: dict[Key, UUID] = {}
    if len(new) > FEW:
        known = known_trainings(db, enterprise_id, [each.key for each in new])
    left = [each for each in new if each.key not in known]
    if not (len(left) > FEW and _copy(db, left, shared)):
        written = _insert_what_is_new(db, left, shared) if left else set()
        late = {each.key for each in left if each.training_id not in written}
        # Whoever was quicker has committed: those not found now would be lost without a word.
        found = known_trainings(db, enterprise_id, late) if late else {}
        known |= {key: found[key] for key in late}
    return {each.training_id: known[each.key] for each in new if each.key in known}


def _copy(db: Session, new: Sequence[New], shared: dict[str, Any]) -> bool:
    """Whether COPY could write them: it cannot pass over what is there, and writes all or none."""
    columns = ["person_id", "training_id", *new[0].content.columns, *shared]
    try:
        with db.begin_nested():
            copy_in(db, "trainings", ", ".join(columns), _lines(new, shared))
    except UniqueViolation:
        return False
    return True


def _lines(new: Sequence[New], shared: dict[str, Any]) -> Iterator[str]:
    """As COPY takes them: what people wrote has neither tabs nor line breaks once it is plain.

    The trainings of a worker stand together.
    """
    end = "\t".join(map(copied, shared.values()))
    person_id, person = None, ""
    for each in new:
        if each.registration.person_id is not person_id:
            person_id = each.registration.person_id
            person = str(person_id)
        yield f"{person}\t{each.training_id}\t{each.content.copied}\t{end}"


def _insert_what_is_new(db: Session, new: Sequence[New], shared: dict[str, Any]) -> set[UUID]:
    """Column by column: a statement with a parameter for each value takes longer to put together
    than to carry out.
    """
    rows = [
        {"person_id": each.registration.person_id, "training_id": each.training_id}
        | each.content.columns
        | shared
        for each in new
    ]
    kinds = {
        name: Training.__table__.c[name].type.compile(postgresql.dialect())  # type: ignore[no-untyped-call]
        for name in rows[0]
    }
    columns = ", ".join(f"%s::{kind}[]" for kind in kinds.values())
    found = raw(db).execute(
        f"insert into trainings ({', '.join(kinds)}) select * from unnest({columns})"  # noqa: S608
        " on conflict do nothing returning training_id",
        [[row[name] for row in rows] for name in kinds],
    )
    return {training_id for (training_id,) in found}


def known_trainings(db: Session, enterprise_id: UUID, keys: Collection[Key]) -> dict[Key, UUID]:
    """Those registered already of these persons and fingerprints, and which training it is."""
    rows = raw(db).execute(
        "select person_id, fingerprint, training_id from trainings"
        " join unnest(%s::uuid[], %s::bytea[]) as key (person_id, fingerprint)"
        " using (person_id, fingerprint)"
        " where enterprise_id = %s and recorded_until is null",
        ([person for person, _print in keys], [print_ for _person, print_ in keys], enterprise_id),
    )
    return {(person, fingerprint): training for person, fingerprint, training in rows}
