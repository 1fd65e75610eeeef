"""The worker's own learning accounts: all of them together, and one by one."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_babel import gettext as _

from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to, signed_in
from app.learning.accounts import accounts_known
from app.learning.histories import history_of
from app.learning.looking_back import Looking, looking
from app.learning.parameters import federal_right
from app.learning.rules.credit import credit_of
from app.learning.rules.history import facts_on
from app.learning.showing import Showing, doubts_of, problems_of, year_shown
from app.learning.wording import law_fact, worded

door = Blueprint("learning", __name__)


def _looking() -> Looking:
    return looking(request.args, now=current_app.extensions["clock"].now())


@door.get("/training-credit")
@opens_to(OpensTo.SIGNED_IN)
def accounts() -> str:
    seen = _looking()
    year = seen.today.year
    found = accounts_known(session(), signed_in().person_id, today=seen.today, at=seen.at)
    this_year = [account for each in found if (account := each.ledger.of(year))]
    return render_template(
        "learning/accounts.html",
        nav="learning",
        seen=seen,
        year=year,
        current=[each for each in found if each.ledger.of(year)],
        earlier=[each for each in found if not each.ledger.of(year)],
        credit=credit_of(this_year),
        facts=[law_fact(each) for each in facts_on(federal_right().facts, seen.today)],
        worded=worded,
        doubts_of=doubts_of,
        problems_of=problems_of,
    )


@door.get("/training-credit/<uuid:enterprise_id>")
@opens_to(OpensTo.SIGNED_IN)
def account(enterprise_id: UUID) -> str:
    db, person_id, seen = session(), signed_in().person_id, _looking()
    here = partial(url_for, "learning.account", enterprise_id=enterprise_id)
    found = accounts_known(db, person_id, today=seen.today, at=seen.at, enterprise_id=enterprise_id)
    if not found:
        return _not_known_then(person_id, enterprise_id, seen)
    year = year_shown(found[0], request.args.get("year"))
    history = history_of(db, person_id, enterprise_id, year, at=seen.at)
    showing = Showing(found[0], history, year, seen.today, seen.at, _("your employer"))
    return render_template(
        "learning/account.html", nav="learning", seen=seen, here=here, **showing.page()
    )


def _not_known_then(person_id: UUID, enterprise_id: UUID, seen: Looking) -> str:
    """404, unless the account is known now: then it was not yet on the day asked about."""
    today = day_of(current_app.extensions["clock"].now())
    now = accounts_known(session(), person_id, today=today, enterprise_id=enterprise_id)
    if not seen.back or not now:
        abort(404)
    return render_template(
        "learning/account_not_yet.html",
        nav="learning",
        seen=seen,
        here=partial(url_for, "learning.account", enterprise_id=enterprise_id),
        account=now[0],
    )
