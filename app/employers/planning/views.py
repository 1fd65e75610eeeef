"""The yearly training plan: its years, one plan and its versions, writing, adopting, depositing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.acting import changed_meanwhile
from app.employers.looking import now, today
from app.employers.planning.forms import (
    DayForm,
    PlanForm,
    as_typed,
    wants_more_lines,
)
from app.employers.planning.standing import (
    applies_to,
    asked_year,
    deposit_due,
    in_force,
    lacking,
    words_of_plans,
    years_of_plans,
)
from app.enterprises.mandates import HeldMandate
from app.enterprises.seen import seen_read, seen_written
from app.enterprises.stating import Outcome, Refused, StatedAlready
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.identity.queries import names_of
from app.learning.due.parameters import duties
from app.learning.due.rules import Code
from app.learning.planning.content import differences, empty_plan, moved_to
from app.learning.planning.planning import adopt, note_deposit, save_draft
from app.learning.planning.queries import (
    PlanVersion,
    adopted,
    consultable,
    plans_of,
    versions_of_plan,
)

door = Blueprint("plans", __name__, url_prefix="/employer/<enterprise_number>/plan")


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    mandate, db, year = mandate_for(enterprise_number), session(), today().year
    plans = plans_of(db, mandate.enterprise_id)
    duty = duties()[Code.TRAINING_PLAN]
    return render_template(
        "employers/planning/overview.html",
        nav="employers",
        mandate=mandate,
        year=year,
        applies=applies_to(db, mandate, year),
        due=duty.day_in(year),
        years=[
            (each, in_force(plans.get(each, [])), adopted(plans.get(each, [])))
            for each in reversed(years_of_plans())
        ],
    )


@door.get("/<int:year>")
@opens_to(OpensTo.MANDATE)
def one(enterprise_number: str, year: int) -> str:
    """The plan as it stands, or with ``version`` as it was adopted with that number."""
    mandate, db = mandate_for(enterprise_number), session()
    versions = versions_of_plan(db, mandate.enterprise_id, asked_year(year))
    numbered = consultable(versions)
    shown, before = _shown(versions, numbered)
    return render_template(
        "employers/planning/plan.html",
        nav="employers",
        mandate=mandate,
        year=year,
        applies=applies_to(db, mandate, year),
        version=shown,
        in_force=in_force(versions),
        numbered=numbered,
        before=before,
        changes=differences(before.plan, shown.plan) if before and shown else [],
        deposit_due=deposit_due(shown),
        who=names_of(db, {each.stated_by for each in versions if each.stated_by}),
        **words_of_plans(),
    )


def _shown(
    versions: list[PlanVersion], numbered: list[PlanVersion]
) -> tuple[PlanVersion | None, PlanVersion | None]:
    """The version asked for, and the adopted one before it, to say what changed since."""
    wanted = request.args.get("version", type=int)
    if wanted is None:
        shown = in_force(versions)
        last = adopted(versions) if shown and shown.number is None else None
        if shown and shown.number is not None:
            wanted = shown.number
        else:
            return shown, last
    by_number = {each.number: each for each in numbered}
    if wanted not in by_number:
        abort(404)
    return by_number[wanted], by_number.get(wanted - 1)


@door.route("/<int:year>/draft", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def write(enterprise_number: str, year: int) -> str | Response:
    mandate, db = mandate_for(enterprise_number), session()
    versions = versions_of_plan(db, mandate.enterprise_id, asked_year(year))
    standing = in_force(versions)
    form = PlanForm(data=_begun(db, mandate, year, standing))
    if request.method == "GET":
        form.seen.data = _seen(standing)
    elif not wants_more_lines() and form.validate():
        outcome = save_draft(
            db,
            year,
            form.plan(),
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
            seen=seen_read(form.seen.data),
        )
        if not isinstance(outcome, Refused):
            return _saved(mandate, year, outcome)
        _show_again(form, outcome, standing)
    form.add_lines()
    return render_template(
        "employers/planning/write.html",
        nav="employers",
        mandate=mandate,
        year=year,
        form=form,
        standing=standing,
    )


def _seen(standing: PlanVersion | None) -> str:
    return seen_written(standing.recorded_from if standing else None)


def _show_again(form: PlanForm | DayForm, outcome: Refused, standing: PlanVersion | None) -> None:
    """What was typed with what is wrong; sent again, it is about what stands now."""
    form.show(outcome.problems)
    if changed_meanwhile(outcome):
        form.seen.data = _seen(standing)


def _begun(
    db: Session, mandate: HeldMandate, year: int, standing: PlanVersion | None
) -> dict[str, Any]:
    """What the form begins with: what stands, or last year's plan, or nothing."""
    if standing:
        return as_typed(standing.plan)
    last = adopted(versions_of_plan(db, mandate.enterprise_id, year - 1))
    return as_typed(moved_to(last.plan, year) if last else empty_plan(year))


def _saved(mandate: HeldMandate, year: int, outcome: Outcome) -> Response:
    if isinstance(outcome, StatedAlready):
        flash(_("Nothing was changed."), "info")
    else:
        flash(_("The draft is saved."), "success")
    return _to_plan(mandate, year)


def _to_plan(mandate: HeldMandate, year: int) -> Response:
    return redirect(url_for("plans.one", enterprise_number=mandate.enterprise_number, year=year))


@door.route("/<int:year>/adoption", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def adopting(enterprise_number: str, year: int) -> str | Response:
    """What is still missing, what is late, and the day on which it is adopted."""
    mandate, db = mandate_for(enterprise_number), session()
    standing = in_force(versions_of_plan(db, mandate.enterprise_id, asked_year(year)))
    if standing is None or standing.number is not None:
        flash(_("There is no draft to adopt."), "info")
        return _to_plan(mandate, year)
    form, applies = DayForm(), applies_to(db, mandate, year)
    if form.validate_on_submit():
        assert form.day.data is not None, "the form has been validated"
        outcome = adopt(
            db,
            year,
            form.day.data,
            applies=applies.yes is not False,
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
            seen=seen_read(form.seen.data),
        )
        if not isinstance(outcome, Refused):
            flash(_("The plan is adopted."), "success")
            return _to_plan(mandate, year)
        _show_again(form, _about_the_day(outcome), standing)
    elif request.method == "GET":
        form.seen.data = _seen(standing)
    return render_template(
        "employers/planning/adopt.html",
        nav="employers",
        mandate=mandate,
        year=year,
        form=form,
        applies=applies,
        **lacking(standing, form.day.data or today(), applies, year),
    )


def _about_the_day(outcome: Refused) -> Refused:
    """What is not about the plan itself: that is listed on the page already."""
    own = {"adopted_on", None}
    return Refused(tuple(each for each in outcome.problems if each.field in own))


@door.route("/<int:year>/deposit", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def deposit(enterprise_number: str, year: int) -> str | Response:
    """Note the day on which a copy was sent."""
    mandate, db = mandate_for(enterprise_number), session()
    standing = in_force(versions_of_plan(db, mandate.enterprise_id, asked_year(year)))
    if standing is None or standing.number is None:
        flash(_("Only a plan that is adopted can be deposited."), "info")
        return _to_plan(mandate, year)
    form = DayForm()
    if form.validate_on_submit():
        assert form.day.data is not None, "the form has been validated"
        outcome = note_deposit(
            db,
            year,
            form.day.data,
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
            seen=seen_read(form.seen.data),
        )
        if not isinstance(outcome, Refused):
            flash(_("The deposit is noted."), "success")
            return _to_plan(mandate, year)
        _show_again(form, outcome, standing)
    elif request.method == "GET":
        form.seen.data = _seen(standing)
    return render_template(
        "employers/planning/deposit.html",
        nav="employers",
        mandate=mandate,
        year=year,
        form=form,
        due=deposit_due(standing),
    )
