"""The account of one worker as the employer sees it: its own, and nobody else's."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _

from app.employers.looking import now
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.learning.accounts import accounts_known
from app.learning.histories import history_of
from app.learning.looking_back import looking
from app.learning.showing import Showing, year_shown


def account_seen(mandate: HeldMandate, person_id: UUID) -> dict[str, Any]:
    """What the account part of the worker's page needs; ``shown`` None where there is none.

    The address may name a year, and a day on which it was known.
    """
    db, seen = session(), looking(request.args, now=now())
    enterprise_id = mandate.enterprise_id
    asked: dict[str, Any] = {
        "seen": seen,
        "here": partial(
            url_for,
            "employers.worker",
            enterprise_number=mandate.enterprise_number,
            person_id=person_id,
        ),
    }
    found = accounts_known(db, person_id, today=seen.today, at=seen.at, enterprise_id=enterprise_id)
    if not found:
        return asked | {"shown": None}
    year = year_shown(found[0], request.args.get("year"))
    history = history_of(db, person_id, enterprise_id, year, at=seen.at)
    showing = Showing(found[0], history, year, seen.today, seen.at, _("your enterprise"))
    return asked | showing.page()
