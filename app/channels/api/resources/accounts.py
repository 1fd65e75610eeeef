"""The account of one worker with the enterprise, with every step of the sum."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from app.channels.api.calls import Answer, Call, answers
from app.channels.api.naming import not_found, worker_of
from app.channels.api.problems import Kind, Refusal, input_issue
from app.foundation.clock import BRUSSELS
from app.learning.accounts import accounts_known
from app.learning.parameters import law
from app.learning.statement_json import statement


@answers("queryAccount")
def query_account(call: Call) -> Answer:
    year: int | None = call.body.get("year")
    today, at = _seen_from(call)
    worker = worker_of(call, call.body["ssin"], "account")
    accounts = accounts_known(call.db, worker, today=today, at=at, enterprise_id=call.enterprise_id)
    for account in accounts:  # one, or none
        found = statement(
            account, law_version=law().version, today=today, known_at=at or call.at, year=year
        )
        if found["years"] or year is None:
            return Answer(found)
    raise not_found()


def _seen_from(call: Call) -> tuple[date, datetime | None]:
    """From which day the account is seen; and with what was known at its end, or is known now."""
    said = call.body.get("knownOn")
    day = date.fromisoformat(said) if said else call.today
    if day > call.today:
        detail = _("That day is still to come: enter today or a day that has passed")
        issue = input_issue("invalidInput", "body", "knownOn", detail, value=said)
        raise Refusal(Kind.BAD_REQUEST, issues=[issue])
    if day == call.today:
        return day, None
    end = datetime.combine(day + timedelta(days=1), time(), BRUSSELS)
    return day, end - timedelta(microseconds=1)
