"""What the employer states of the rights of several workers, chosen in the workforce."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import SelectChoice  # type: ignore[attr-defined]

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.acting import Carried, Stood, TwoSteps
from app.employers.chosen import carried, chosen
from app.employers.effects import changes_between, rights_in, workers_below
from app.employers.looking import now, today
from app.employers.rights import told, years
from app.employers.stating_forms import RightOfSeveralForm
from app.enterprises.mandates import HeldMandate
from app.enterprises.seen import NOTHING_STOOD
from app.enterprises.stating import Outcome, Refused, Stated
from app.foundation.database import session
from app.foundation.problems import problem
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.rules.right import Right
from app.learning.standing import last_said
from app.learning.statements import rights_of_year_known
from app.learning.stating import state_rights

door = Blueprint(
    "chosen_rights", __name__, url_prefix="/employer/<enterprise_number>/rights/chosen"
)

#: The field that says whom the page that confirms was about.
_WHOM = "whom"


@dataclass(frozen=True, slots=True)
class ChosenRights:
    """The rights of a year of the workers chosen, of whom only those employed then are left."""

    mandate: HeldMandate
    form: RightOfSeveralForm
    year: int
    people: frozenset[UUID]

    def act(self, seen: datetime | None) -> Outcome:
        """State it of all of them or, where somebody was quicker, of none."""
        db, enterprise = session(), self.mandate.enterprise_id
        since = last_said(db, enterprise, self.year, self.people) or NOTHING_STOOD
        if since != seen:
            return Refused((problem("changed_meanwhile"),))
        known = rights_of_year_known(db, enterprise, self.year, at=None)
        stands = {each.person_id: each.version.recorded_from for each in known}
        savepoint = db.begin_nested()
        outcomes = state_rights(
            db,
            [
                self.form.said_of(self.year, each, stands.get(each, NOTHING_STOOD))
                for each in sorted(self.people)
            ],
            by=acting_under(self.mandate),
            via=Channel.PAGE,
            at=now(),
        )
        refused = [each for each in outcomes if isinstance(each, Refused)]
        if refused and len(refused) < len(outcomes):
            savepoint.rollback()
        else:
            savepoint.commit()
        written = [each for each in outcomes if isinstance(each, Stated)]
        return next(iter([*refused, *written, *outcomes]))

    def stood(self) -> Stood:
        """When one of them was last stated, and of how many something stands."""
        db, enterprise = session(), self.mandate.enterprise_id
        known = rights_of_year_known(db, enterprise, self.year, at=None)
        theirs = sum(each.person_id in self.people for each in known)
        said = ngettext(
            "something is stated of %(num)s of them",
            "something is stated of %(num)s of them",
            theirs,
        )
        since = last_said(db, enterprise, self.year, self.people)
        return Stood(since, said if theirs else None)

    def look(self) -> dict[UUID, Right]:
        everyone = rights_in(session(), self.mandate.enterprise_id, self.year, today=today())
        return {who: right for who, right in everyone.items() if who in self.people}

    @property
    def whom(self) -> str:
        """One word for these very people: a filter may find others when it is asked again."""
        keys = b"".join(each.bytes for each in sorted(self.people))
        return hashlib.sha256(keys).hexdigest()[:32]

    def confirm(self, before: dict[UUID, Right], after: dict[UUID, Right], carried: Carried) -> str:
        others = [each for each in carried.fields if each[0] != _WHOM]
        granted = rights_in(
            session(), self.mandate.enterprise_id, self.year, today=today(), as_stated=False
        )
        return render_template(
            "employers/right_of_all_effect.html",
            nav="employers",
            mandate=self.mandate,
            year=self.year,
            heading=ngettext(
                "State the right of %(year)s for %(num)s worker",
                "State the right of %(year)s for %(num)s workers",
                len(self.people),
                year=self.year,
            ),
            changes=changes_between(before, after),
            below=workers_below(after, granted),
            typed=replace(carried, fields=[*others, (_WHOM, self.whom)]),
        )

    def done(self, outcome: Outcome) -> Response:
        told().tell(outcome)
        number = self.mandate.enterprise_number
        return redirect(url_for("rights.overview", enterprise_number=number, year=self.year))


@door.route("", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def state(enterprise_number: str) -> str | Response:
    """The form for those whom the list of the workforce sent; what it changes; and stating it."""
    mandate = mandate_for(enterprise_number)
    people = chosen(mandate)
    sent = "kind" in request.form or "step" in request.form
    form = RightOfSeveralForm() if sent else RightOfSeveralForm(formdata=None)
    form.of_year.choices = [SelectChoice(str(each), str(each)) for each in years()]
    year = int(form.of_year.data) if (form.of_year.data or "").isdigit() else today().year
    if year not in years():
        abort(404)
    if not sent:
        form.of_year.data = str(year)
    employed = rights_in(session(), mandate.enterprise_id, year, today=today())
    theirs = frozenset(people or ()) & employed.keys()

    def ask() -> str:
        return render_template(
            "employers/chosen_rights_form.html",
            nav="employers",
            mandate=mandate,
            form=form,
            year=year,
            people=len(theirs),
            left_out=len(set(people or ())) - len(theirs),
            carried=carried(),
        )

    if not sent or not theirs:
        return ask()
    rights = ChosenRights(mandate, form, year, theirs)
    steps = TwoSteps(
        rights.act,
        rights.stood,
        rights.look,
        ask,
        rights.confirm,
        rights.done,
        about_the_same=request.form.get(_WHOM) == rights.whom,
    )
    return steps.go(session(), form)
