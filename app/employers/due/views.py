"""What is due: the task list, the list behind each task, and putting a task aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.attestations.runs import receivers_of
from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under, mandate_for
from app.employers.due.forms import AsideForm
from app.employers.due.wording import Worded, list_heading, worded
from app.employers.looking import now, today
from app.enterprises.mandates import HeldMandate
from app.enterprises.stating import Refused
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.identity.queries import names_of
from app.learning.due.parameters import duties
from app.learning.due.putting_aside import (
    AsideRow,
    PuttingAside,
    asides_of,
    put_aside,
    take_up,
)
from app.learning.due.queries import Line, lines_of, situation_of
from app.learning.due.rules import Code, Task, tasks_on, without
from app.learning.due.sets import LISTED
from certificates.attestation import Kind

door = Blueprint("due", __name__, url_prefix="/employer/<enterprise_number>/due")

#: Lines of a list on one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class AsideSaid:
    """A task that is put aside, with why and by whom."""

    said: Worded
    row: AsideRow
    who: str | None


def _tasks(
    db: Session, mandate: HeldMandate, day: date, only: Code | None = None
) -> tuple[list[Task], list[AsideRow]]:
    """All tasks of the day, or at least that one, put aside or not; and what is put aside."""
    told = receivers_of(db, mandate.enterprise_id, Kind.BALANCE_NOTICE, day.year)
    situation = situation_of(db, mandate.enterprise_id, today=day, told=told, only=only)
    return tasks_on(day, situation, duties()), asides_of(db, mandate.enterprise_id)


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    mandate, db, day = mandate_for(enterprise_number), session(), today()
    tasks, asides = _tasks(db, mandate, day)
    shown = without(tasks, [each.aside for each in asides], day)
    return render_template(
        "employers/due/overview.html",
        nav="employers",
        mandate=mandate,
        tasks=[worded(each) for each in shown],
        asides=_said(db, [each for each in tasks if each not in shown], asides),
        leads_to=lambda task: leads_to(mandate, task),
        today=day,
    )


def _said(db: Session, hidden: list[Task], asides: list[AsideRow]) -> list[AsideSaid]:
    rows = {(each.aside.code, each.aside.period): each for each in asides}
    names = names_of(db, {each.stated_by for each in asides if each.stated_by})
    found = [(task, rows[task.code, task.period]) for task in hidden]
    return [
        AsideSaid(worded(task), row, names[row.stated_by].full if row.stated_by else None)
        for task, row in found
    ]


def leads_to(mandate: HeldMandate, task: Task) -> str:
    """The page on which a task is done."""
    number = mandate.enterprise_number
    if task.code in LISTED:
        return url_for("due.listed", enterprise_number=number, task=task.code.value)
    if task.code is Code.BALANCE_NOTICE:
        return url_for("notices.one", enterprise_number=number, year=today().year)
    if task.code is Code.BY_OTHERS:
        return url_for("others.overview", enterprise_number=number)
    if task.code is Code.SIZE:
        return url_for("sizes.overview", enterprise_number=number)
    return url_for("plans.one", enterprise_number=number, year=int(task.period))


#: The tasks that an address may name: those with a list behind them, and all of them.
_LISTED = f"<any({','.join(sorted(LISTED))}):task>"
_ANY = f"<any({','.join(sorted(Code))}):task>"
#: A page number longer than this is more than the database counts to, and as empty.
_PAST_EVERY_LIST = 1_000_000


@door.get(f"/{_LISTED}")
@opens_to(OpensTo.MANDATE)
def listed(enterprise_number: str, task: str) -> str:
    """Those a task concerns, fifty at a time; each shown leaves a line in the trail."""
    mandate, db, day = mandate_for(enterprise_number), session(), today()
    code = Code(task)
    page = min(max(request.args.get("page", 1, type=int), 1), _PAST_EVERY_LIST)
    lines, number = lines_of(db, mandate.enterprise_id, code, today=day, page=page, size=PAGE)
    if page > 1 and not lines:
        abort(404)
    _note(db, mandate, lines, code)
    names = names_of(db, {each.person_id for each in lines})
    found = [each for each in _tasks(db, mandate, day, code)[0] if each.code is code]
    return render_template(
        "employers/due/listed.html",
        nav="employers",
        mandate=mandate,
        code=code.value,
        heading=list_heading(code),
        said=worded(found[0]) if found else None,
        lines=[(each, names[each.person_id].full) for each in lines],
        number=number,
        page=page,
        pages=max(-(-number // PAGE), 1),
        today=day,
        year=day.year,
    )


def _note(db: Session, mandate: HeldMandate, lines: list[Line], code: Code) -> None:
    people: set[UUID] = {each.person_id for each in lines}
    seen = [
        Trace(
            Act.WORKER_SEEN,
            acting_under(mandate),
            Ground.MANDATE,
            subject_id=person_id,
            details={"page": f"what is due: {code.value}"},
        )
        for person_id in sorted(people)
    ]
    record(db, seen, via=Channel.PAGE, at=now())


@door.route(f"/{_ANY}/aside", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def aside(enterprise_number: str, task: str) -> str | Response:
    """Put a task aside, or take it up again with ``step=take_up``."""
    mandate, db, day = mandate_for(enterprise_number), session(), today()
    code = Code(task)
    tasks, _put_aside = _tasks(db, mandate, day, code)
    found = next((each for each in tasks if each.code is code), None)
    if found is None:
        flash(_("There is nothing to do here today."), "info")
        return _to_overview(mandate)
    if request.form.get("step") == "take_up":
        take_up(db, code, found.period, by=acting_under(mandate), via=Channel.PAGE, at=now())
        flash(_("The task is shown again."), "success")
        return _to_overview(mandate)
    form = AsideForm()
    if form.validate_on_submit():
        until = form.until.data if form.kind.data == "later" else None
        [outcome] = put_aside(
            db,
            [PuttingAside(code, found.period, until, form.reason.data or "")],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        if not isinstance(outcome, Refused):
            flash(_("The task is put aside."), "success")
            return _to_overview(mandate)
        form.show(outcome.problems)
    return render_template(
        "employers/due/aside.html",
        nav="employers",
        mandate=mandate,
        said=worded(found),
        form=form,
    )


def _to_overview(mandate: HeldMandate) -> Response:
    return redirect(url_for("due.overview", enterprise_number=mandate.enterprise_number))
