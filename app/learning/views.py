"""The worker's own learning accounts."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from app.employment.queries import SIZES_OF_EMPLOYERS, employments_of
from app.enterprises.rules import period_of
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to, signed_in
from app.learning.queries import accounts_from, credit_of, trainings_of
from app.learning.wording import worded

door = Blueprint("learning", __name__)


@door.get("/training-credit")
@opens_to(OpensTo.SIGNED_IN)
def accounts() -> str:
    db, person_id = session(), signed_in().person_id
    today = day_of(current_app.extensions["clock"].now())
    employments = employments_of(db, person_id)
    trainings = trainings_of(db, person_id)
    sizes = dict(SIZES_OF_EMPLOYERS.ask(db, person=person_id, first_year=period_of(today.year)))
    found = accounts_from(employments, trainings, sizes, year=today.year, today=today)
    return render_template(
        "learning/accounts.html",
        nav="learning",
        year=today.year,
        accounts=found,
        credit=credit_of(found),
        trainings={
            each.enterprise_id: [
                training
                for training in trainings
                if training.enterprise_id == each.enterprise_id
                and training.ends_on.year == today.year
            ]
            for each in found
        },
        worded=worded,
    )
