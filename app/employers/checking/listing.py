"""The page that lists what others registered and nobody has looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.employers.checking.wording import made_said, maker_said, person_said, way_said
from app.employers.listing import seen_on
from app.employers.looking import now, today
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.queries import names_of
from app.learning.others.pairs import newest_pairs
from app.learning.others.queries import (
    MOST_COUNTED,
    OthersCount,
    OthersLine,
    OthersWanted,
    Whose,
    counted,
    registered_by_others,
)

#: Lines on one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One registration as a page shows it; ``mine``: the reader's own office made it."""

    row: OthersLine
    worker: str | None
    made_by: str
    way: str
    mine: bool


def wanted_from(fields: Mapping[str, str]) -> OthersWanted:
    """What an address or a form wants; what cannot be read lets everything through."""
    typed = fields.get("who", "")
    who: UUID | Whose | None = None
    if typed in {each.value for each in Whose}:
        who = Whose(typed)
    elif typed:
        try:
            who = UUID(typed)
        except ValueError:
            who = None
    way = fields.get("way", "")
    return OthersWanted(who, way if way.isascii() and way.isalpha() else None)


def wanted_as_fields(wanted: OthersWanted) -> dict[str, str]:
    """The fields that say it in an address."""
    fields = {"who": str(wanted.who) if wanted.who else "", "way": wanted.way or ""}
    return {name: value for name, value in fields.items() if value}


def page_from(fields: Mapping[str, str]) -> int:
    digits = fields.get("page", "")
    return max(int(digits[:9]), 1) if digits.isascii() and digits.isdigit() else 1


def overview_page(mandate: HeldMandate, fields: Mapping[str, str]) -> dict[str, Any]:
    """What the page shows; each worker shown leaves a line in the trail."""
    db, wanted = session(), wanted_from(fields)
    here = mandate.enterprise_id
    # Before anything is asked: what comes in meanwhile is not on the page.
    until = now()
    waiting = found = registered_by_others(db, here, OthersWanted(), today=today())
    if wanted != OthersWanted():
        found = registered_by_others(db, here, wanted, today=today())
    number = min(len(found), MOST_COUNTED)
    pages = max(-(-number // PAGE), 1)
    page = min(page_from(fields), pages)
    rows = found[(page - 1) * PAGE : min(page * PAGE, number)]
    people = {each.person_id for each in rows} | {each.registered_by for each in rows}
    names = names_of(db, {each for each in people if each})
    seen_on(mandate, dict.fromkeys(each.person_id for each in rows), page="registered by others")
    return {
        "lines": [_line(mandate, each, names) for each in rows],
        "number": number,
        "many": len(found) > MOST_COUNTED,
        "all": min(len(waiting), MOST_COUNTED),
        "all_many": len(waiting) > MOST_COUNTED,
        "wanted": wanted,
        "fields": wanted_as_fields(wanted),
        "choices": _choices(counted(waiting)),
        # The list looks further back than this page does: how many there are, it says.
        "twice": bool(newest_pairs(db, here, today=today())),
        "until": until.isoformat(),
        "page": page,
        "pages": pages,
    }


def _line(mandate: HeldMandate, row: OthersLine, names: Mapping[UUID, Any]) -> Line:
    who = person_said(names[row.registered_by].full) if row.registered_by else None
    maker = row.maker or row.maker_number
    return Line(
        row,
        names[row.person_id].full,
        made_said(who, row.machine, maker, nobody=row.nobody),
        way_said(row.way),
        mandate.office_number is not None and row.maker_number == mandate.office_number,
    )


def _choices(counts: Sequence[OthersCount]) -> dict[str, list[tuple[str, str]]]:
    """What each filter can be set to: value and words."""
    who = {str(each.who): maker_said(each) for each in counts}
    ways = {each.way: way_said(each.way) for each in counts}
    return {"who": list(who.items()), "way": list(ways.items())}
