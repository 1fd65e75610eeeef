"""Choosing workers in the list, from page to page, and whom a form is then for.

Nothing here needs a script: the list is one form, and whatever leads to another page of it, or
on to what is done with those chosen, is a button of that form.  It brings the ticks along, they
are kept (:mod:`app.learning.workers.choosing`), and the browser is sent on.

A form for several never carries keys of people.  It carries ``everyone=1`` and a filter, and
``who=chosen`` is the filter of those chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Actor
from app.employers.access import acting_under, mandate_for
from app.employers.looking import now, today
from app.employers.workforce import Listing, listing_from, wanted_as_fields, wanted_from
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to, signed_in
from app.learning.workers.choosing import choice_of, choose, choose_nobody
from app.learning.workers.lists import people_matching
from app.learning.workers.wanted import Wanted, Who

door = Blueprint("choice", __name__, url_prefix="/employer/<enterprise_number>/workforce/choice")

#: Where those chosen, or all found, can be sent; the page there says who else may open it.
ACTS = ("registering.new", "chosen_rights.state", "statements.new")


@door.post("")
@opens_to(OpensTo.MANDATE)
def change(enterprise_number: str) -> Response:
    """Keep what is ticked on a page of the list, and lead to where the button says."""
    mandate, sent = mandate_for(enterprise_number), request.form
    by = acting_under(mandate)
    shown = _listing(sent.get("listing", ""))
    ticked, there = _keys(sent.getlist("workers")), _keys(sent.get("shown", "").split())
    choose(session(), ticked, instead_of=there, by=by, at=now())
    if act := sent.get("for_found"):
        return _to_act(mandate, act, shown.wanted)
    if act := sent.get("for_chosen"):
        if _anybody(mandate):
            return _to_act(mandate, act, _of_the_choice())
        flash(_("Nobody is chosen: tick workers in the list first."), "error")
        return _to_list(mandate, shown)
    if said := sent.get("choice"):
        _change_all(mandate, said, shown, by)
        return _to_list(mandate, shown)
    if "to" in sent:
        return _to_list(mandate, _listing(sent["to"]))
    return _to_list(mandate, _read(sent))


def chosen(mandate: HeldMandate) -> list[UUID] | None:
    """Everybody whom a form is for, as its filter finds them now; None where it says nobody."""
    if request.values.get("everyone") != "1":
        return None
    wanted = wanted_from(request.values, today=today(), reader=signed_in().person_id)
    return people_matching(session(), mandate.enterprise_id, wanted, today=today())


def carried() -> list[tuple[str, str]]:
    """Whom a form is for, as hidden fields."""
    if request.values.get("everyone") != "1":
        return []
    wanted = wanted_from(request.values, today=today(), reader=signed_in().person_id)
    return [(name, str(value)) for name, value in _meaning(wanted).items()]


def _meaning(wanted: Wanted) -> dict[str, str | int]:
    """The fields that say that a form is for everybody whom a filter finds."""
    said = wanted_as_fields(wanted)
    return {"everyone": 1} | {name: value for name, value in said.items() if value is not None}


def _anybody(mandate: HeldMandate) -> bool:
    reader = signed_in().person_id
    return choice_of(session(), mandate.enterprise_id, reader, among=(), on=today()).people > 0


def _of_the_choice() -> Wanted:
    return Wanted(today().year, Who.CHOSEN, chosen_by=signed_in().person_id)


def _change_all(mandate: HeldMandate, said: str, shown: Listing, by: Actor) -> None:
    """Choose everybody whom the list finds, or nobody at all."""
    if said == "none":
        choose_nobody(session(), by=by)
    elif said == "found":
        found = people_matching(session(), mandate.enterprise_id, shown.wanted, today=today())
        choose(session(), found, by=by, at=now())


def _to_act(mandate: HeldMandate, act: str, wanted: Wanted) -> Response:
    if act not in ACTS:
        abort(404)
    fields: dict[str, Any] = _meaning(wanted)
    return redirect(url_for(act, enterprise_number=mandate.enterprise_number, **fields))


def _to_list(mandate: HeldMandate, listing: Listing) -> Response:
    """To a list by what was read of its address: never to an address as it was sent."""
    fields: dict[str, Any] = listing.fields(page=listing.page if listing.page > 1 else None)
    number = mandate.enterprise_number
    return redirect(url_for("employers.workers", enterprise_number=number, **fields))


def _listing(address: str) -> Listing:
    return _read(dict(parse_qsl(address.partition("?")[2])))


def _read(fields: Mapping[str, str]) -> Listing:
    return listing_from(fields, today=today(), reader=signed_in().person_id)


def _keys(sent: list[str]) -> list[UUID]:
    """Keys as they were sent; those that are none are left out."""
    return [key for each in sent if (key := _key(each))]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
