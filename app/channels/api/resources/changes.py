"""What anybody changed for the enterprise, for a system that wants to follow."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.audit.feed import BEGINNING, Changed, Place, changes_of, is_ours
from app.audit.trail import Act
from app.channels.api.calls import Answer, Call, answers, said
from app.channels.api.naming import employments_open
from app.channels.api.problems import Kind, Refusal, input_issue
from app.channels.clients import Scope

Plain = dict[str, Any]
_TRAININGS = {
    Act.TRAINING_REGISTERED.tag: "trainingRegistered",
    Act.TRAINING_CORRECTED.tag: "trainingCorrected",
    Act.TRAINING_CANCELLED.tag: "trainingCancelled",
}
_RIGHTS = {
    Act.RIGHT_STATED.tag: "rightStated",
    Act.RIGHT_WITHDRAWN.tag: "rightWithdrawn",
}
_WORDS = _TRAININGS | _RIGHTS


@answers("getChanges")
def get_changes(call: Call) -> Answer:
    after = _after(call)
    most: int = call.query["pageSize"]
    # One more tells whether there is a next page.
    found = changes_of(call.db, call.enterprise_id, after=after, most=most + 1)
    page = found[:most]
    told = _told(call, page)
    last = _written(page[-1].place if page else after)
    body: Plain = {"items": [_change(call, each) for each in told], "after": last}
    if len(found) > most:
        body["next"] = f"{call.href('changes')}?after={last}&pageSize={most}"
    return Answer(body)


def _after(call: Call) -> Place:
    sent: str | None = call.query.get("after")
    if sent is None:
        return BEGINNING
    transaction, _dash, key = sent.partition("-")
    place = Place(int(transaction), UUID(key))
    if not is_ours(call.db, place):
        detail = _("This place is not known here: begin again without it.")
        issue = input_issue("invalidInput", "query", "after", detail, value=sent)
        raise Refusal(Kind.BAD_REQUEST, issues=[issue])
    return place


def _written(place: Place) -> str:
    return f"{place.transaction}-{place.line_id.hex}"


def _told(call: Call, page: list[Changed]) -> list[Changed]:
    """Those that this machine may hear of: of workers that the enterprise may still see."""
    rights = Scope.RIGHTS_READ in call.client.scopes
    mine = [each for each in page if rights or each.tag not in _RIGHTS]
    people = employments_open(call, {each.subject_id for each in mine if each.subject_id})
    told = [each for each in mine if each.subject_id is None or each.subject_id in people]
    call.saw(sorted({each.subject_id for each in told if each.subject_id}), "changes")
    return told


def _change(call: Call, each: Changed) -> Plain:
    training, year = each.details.get("training_id"), each.details.get("year")
    worker = ("workers", each.subject_id) if each.subject_id else ()
    what = ("trainings", training) if each.tag in _TRAININGS else ("rights", year)
    return said(
        href=call.href(*worker, *what),
        change=_WORDS[each.tag],
        at=each.at.isoformat(),
        channel=each.channel,
        own=each.client_id == call.client.client_id,
        workerId=str(each.subject_id) if each.subject_id else None,
        trainingId=training if each.tag in _TRAININGS else None,
        year=None if each.tag in _TRAININGS else year,
    )
