"""Who holds or held a role, as lines to read, each with a line in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under
from app.employers.looking import now, today
from app.enterprises.holders import Holder, Standing
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.queries import names_of


@dataclass(frozen=True, slots=True)
class RoleLine:
    """``name`` is the register's, or before the person has signed in the one typed."""

    holder: Holder
    name: str | None
    signed_in: bool
    given_by: str | None  # None: the operator
    ended_by: str | None
    standing: Standing

    @property
    def is_over(self) -> bool:
        return self.standing is Standing.OVER


def role_lines(mandate: HeldMandate, holders: Sequence[Holder], *, page: str) -> list[RoleLine]:
    """The roles in the order given, in one question for all the names."""
    db, day = session(), today()
    others = {key for each in holders for key in (each.given_by, each.ended_by) if key}
    named = names_of(db, {each.person_id for each in holders} | others) if holders else {}
    full: dict[UUID, str | None] = {key: name.full for key, name in named.items()}
    seen = [
        Trace(
            Act.MANDATE_SEEN,
            acting_under(mandate),
            Ground.MANDATE,
            subject_id=person_id,
            details={"page": page},
        )
        for person_id in sorted({each.person_id for each in holders})
    ]
    record(db, seen, via=Channel.PAGE, at=now())
    return [
        RoleLine(
            each,
            (full[each.person_id] if each.may_be_named else None) or each.known_as,
            each.may_be_named,
            full.get(each.given_by) if each.given_by else None,
            full.get(each.ended_by) if each.ended_by else None,
            each.standing(day),
        )
        for each in holders
    ]
