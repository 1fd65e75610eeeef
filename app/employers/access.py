"""The ground on which a person sees an enterprise: a mandate in force today, or representing it.

Asked anew at every request, from the rows: nothing in a cookie opens anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Flask, abort, current_app, g, request

from app.audit.trail import Actor
from app.enterprises.holders import known_enterprise
from app.enterprises.mandates import HeldMandate, Role, mandates_of
from app.enterprises.representing import Representative
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, signed_in

_SUFFICES: dict[Needs, Callable[[HeldMandate], bool]] = {
    Needs.READING: lambda held: True,
    Needs.REGISTERING: lambda held: held.role is Role.REGISTRAR,
    Needs.MANAGING: lambda held: held.role is Role.ACCESS_MANAGER,
}


def attach(app: Flask) -> None:
    """Enforce what views declare, whether or not they ask for the mandate themselves."""

    @app.before_request
    def guard() -> None:
        whom = g.get("opens_to")
        if whom not in {OpensTo.MANDATE, OpensTo.REPRESENTATIVE}:
            return
        number = (request.view_args or {}).get("enterprise_number")
        if number is None:
            abort(403)
        if whom is OpensTo.MANDATE:
            mandate_for(number)
        else:
            mandate_for_representative(number)


def _declared() -> Needs:
    """What the view of this request says that a mandate must allow."""
    view = current_app.view_functions.get(request.endpoint or "")
    needs: Needs = getattr(view, "needs", Needs.READING)
    return needs


def mandate_for(
    enterprise_number: str, *, registering: bool = False, managing: bool = False
) -> HeldMandate:
    """The signed-in person's mandate for an enterprise; 403 without one that suffices.

    What the view declares is needed in any case; ``registering`` and ``managing`` ask for more.
    Whether the enterprise exists is nobody's business who does not act for it: the answer is
    the same.
    """
    needed = {_declared()}
    needed |= {Needs.REGISTERING} if registering else set()
    needed |= {Needs.MANAGING} if managing else set()
    held = [each for each in _held_today() if each.enterprise_number == enterprise_number]
    good = [each for each in held if all(_SUFFICES[each_need](each) for each_need in needed)]
    if not good:
        abort(403)
    # A person with several roles acts in the one that may do most, for the house itself first.
    good.sort(
        key=lambda each: (each.role is not Role.REGISTRAR, each.client_mandate_id is not None)
    )
    return replace(good[0], roles=frozenset(each.role for each in held))


def _held_today() -> list[HeldMandate]:
    """Every mandate of the signed-in person in force today, asked once a request."""
    held: list[HeldMandate] | None = g.get("held_mandates")
    if held is None:
        today = day_of(current_app.extensions["clock"].now())
        held = g.held_mandates = mandates_of(session(), signed_in().person_id, on=today)
    return held


def mandate_for_representative(enterprise_number: str) -> Representative:
    """The signed-in person as legal representative of an enterprise; 403 for anybody else."""
    person = signed_in()
    if enterprise_number not in person.represents:
        abort(403)
    known = known_enterprise(session(), enterprise_number)
    return Representative(
        person.person_id, enterprise_number, known.enterprise_id if known else None
    )


def acting_under(mandate: HeldMandate) -> Actor:
    return Actor(signed_in().person_id, mandate.enterprise_id, mandate.mandate_id)
