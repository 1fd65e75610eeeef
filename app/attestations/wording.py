"""Sentences for what cannot be asked for, and for why a document waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.foundation.problems import Problem

_PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "language_unknown": lambda said: _("Choose a language"),
    "kind_unknown": lambda said: _("Choose what you want attested"),
    "question_missing": lambda said: _("Choose a question"),
    "section_needed": lambda said: _("This part cannot be left out"),
    "period_ends_before_it_starts": lambda said: _(
        "The period must end on or after the day it begins"
    ),
    "employment_missing": lambda said: _("Choose an employment"),
    "training_missing": lambda said: _("Choose a training"),
    "employer_missing": lambda said: _("Choose an employer"),
    "day_missing": lambda said: _("Enter the day"),
    "years_out_of_range": lambda said: _(
        "Enter a number of years between 1 and %(most)s", most=said["most"]
    ),
    "committee_unreadable": lambda said: _(
        "Enter the joint committee as three figures, for example 124 or 149.01"
    ),
    "committee_unknown": lambda said: _(
        "There is no joint committee %(committee)s: their numbers begin with 1, 2 or 3. Yours is "
        "on your pay slip",
        committee=said["committee"],
    ),
    "days_out_of_range": lambda said: _(
        "Enter a number of days above 0, at most %(most)s", most=said["most"]
    ),
    "not_yours": lambda said: _("This is not, or no longer, in your record. Choose again"),
    "too_long": lambda said: _(
        "This is more than one document can hold. Choose a shorter period, or fewer parts"
    ),
    "address_unreadable": lambda said: _("Enter an e-mail address, for example name@example.com"),
    "attestation_unknown": lambda said: _("There is no document with this number"),
    "too_many_addresses": lambda said: _("No more addresses can be left for this document"),
    "no_mandate": lambda said: _("Your mandate does not allow this"),
    "nobody_chosen": lambda said: _("Choose at least one worker"),
    "no_account": lambda said: _("There is no account of that year to make a statement of"),
    "no_receipt_yet": lambda said: _("There is a receipt once something was registered"),
}


def sentence(problem: Problem) -> str:
    """KeyError for a code without a sentence: a test goes through all of them."""
    return _PROBLEMS[problem.code](problem.named)


PROBLEM_CODES = frozenset(_PROBLEMS)


def why_it_waits(code: str) -> str:
    """What the holder reads; the code is for those who run the portal."""
    said: str
    if code == "not_found":
        said = _(
            "What this document was to say is no longer in your record, so it cannot be made. "
            "Ask for another one."
        )
    elif code == "too_long":
        said = _(
            "There is more to say than one document can hold, so it cannot be made. Ask for "
            "another one about a shorter period, or with fewer parts."
        )
    elif code in ("timestamp_failed", "revocation_unknown"):
        said = _(
            "A service that we need for the seal does not answer. The document is made as soon as "
            "it does; you need not ask again."
        )
    else:
        said = _(
            "Documents cannot be sealed at this moment. Yours is made as soon as they can; you "
            "need not ask again."
        )
    return said
