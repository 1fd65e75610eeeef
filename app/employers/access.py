"""The ground on which a person sees an enterprise: a mandate in force today."""

from __future__ import annotations

from flask import abort, current_app

from app.audit.trail import Actor
from app.enterprises.mandates import HeldMandate, mandates_of
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.access import signed_in


def mandate_for(enterprise_number: str, *, registering: bool = False) -> HeldMandate:
    """The signed-in person's mandate for an enterprise; 403 without one that suffices.

    Whether the enterprise exists is nobody's business who does not act for it: the answer is
    the same.
    """
    today = day_of(current_app.extensions["clock"].now())
    held = [
        each
        for each in mandates_of(session(), signed_in().person_id, on=today)
        if each.enterprise_number == enterprise_number
    ]
    # A person with several roles acts in the one that may do most.
    held.sort(key=lambda each: each.may_register, reverse=True)
    if not held or (registering and not held[0].may_register):
        abort(403)
    return held[0]


def acting_under(mandate: HeldMandate) -> Actor:
    return Actor(signed_in().person_id, mandate.enterprise_id, mandate.mandate_id)
