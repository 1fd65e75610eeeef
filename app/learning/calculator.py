"""The public page: how many training days do I have?  It knows nobody and keeps nothing."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request

from app.foundation.clock import day_of
from app.identity.access import OpensTo, opens_to
from app.learning.forms import CalculatorForm
from app.learning.parameters import federal_right, law
from app.learning.rules.asked import asked_right, granted_before
from app.learning.rules.history import facts_on
from app.learning.wording import doubted, law_fact, sentence, worded
from app.learning.words.committees import COMMITTEES

door = Blueprint("calculator", __name__)


@door.get("/training-days")
@opens_to(OpensTo.ANYONE)
def training_days() -> str:
    """The form, and above it the answer once everything that it needs stands in the address."""
    today = day_of(current_app.extensions["clock"].now())
    form = CalculatorForm(request.args or None, today=today)
    right = None
    # A link may fill in part of the form: only a form that was sent names every field.
    if "hours" in request.args:
        form.validate()
        if form.work_is_readable():
            # Asked even where something else is wrong, so that all of it is said at once.
            found = asked_right(form.asked(), law(), today=today)
            form.refuse(found)
            if not form.errors:
                right = granted_before(form.asked(), found, law(), today=today) or found
    return render_template(
        "learning/calculator.html",
        form=form,
        right=right,
        steps=[worded(each) for each in right.steps] if right else (),
        problems=[sentence(each) for each in right.problems] if right else (),
        doubts=[doubted(each) for each in right.doubts] if right else (),
        committees={code: name() for code, name in COMMITTEES.items()},
        facts=[law_fact(each) for each in facts_on(federal_right().facts, today)],
        today=today,
    )
