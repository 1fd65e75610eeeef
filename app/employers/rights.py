"""What the employer states of everyone's right of a year, in place of the automatic one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under, mandate_for
from app.employers.acting import Carried, Matter, Stood, Told, Withdrawing
from app.employers.effects import changes_between, rights_in, workers_below
from app.employers.histories import right_lines
from app.employers.looking import now, today
from app.employers.stating_forms import ReasonForm, RightOfAllForm
from app.employment.closing import open_to
from app.employment.queries import stretches_with
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.identity.queries import names_of
from app.learning.rules.right import Right
from app.learning.rules.stating import FIRST_YEAR
from app.learning.statements import RightVersion, right_history, rights_of_year_known
from app.learning.stating import RightWithdrawal, state_rights, withdraw_rights
from app.learning.words.versions import right_said

door = Blueprint("rights", __name__, url_prefix="/employer/<enterprise_number>/rights")


def years() -> range:
    """The years of which a right may be stated: up to next year."""
    return range(FIRST_YEAR, today().year + 2)


@dataclass(frozen=True, slots=True)
class StatedForOne:
    """``since``: the first day of the last employment, which tells apart two of the same name."""

    person_id: UUID
    name: str | None
    since: date
    right: str


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    mandate, db = mandate_for(enterprise_number), session()
    year = request.args.get("year", today().year, type=int)
    if year not in years():
        abort(404)
    known = rights_of_year_known(db, mandate.enterprise_id, year, at=None)
    everyone = next((each for each in known if each.person_id is None), None)
    return render_template(
        "employers/rights.html",
        nav="employers",
        mandate=mandate,
        year=year,
        years=years(),
        everyone=right_said(everyone) if everyone else None,
        reason=everyone.version.reason if everyone else None,
        history=right_lines(db, right_history(db, mandate.enterprise_id, year)),
        workers=_stated_for_one(mandate, known),
    )


def _stated_for_one(mandate: HeldMandate, known: list[RightVersion]) -> list[StatedForOne]:
    """Those with a statement of their own, by name; each with a line in the trail."""
    db = session()
    single = {each.person_id: each for each in known if each.person_id is not None}
    shown = open_to(db, mandate.enterprise_id, list(single), today=today())
    single = {key: each for key, each in single.items() if key in shown}
    names = names_of(db, list(single))
    employed = stretches_with(db, mandate.enterprise_id, list(single))
    seen = [
        Trace(
            Act.WORKER_SEEN,
            acting_under(mandate),
            Ground.MANDATE,
            subject_id=person_id,
            details={"page": "stated rights"},
        )
        for person_id in single
    ]
    record(db, seen, via=Channel.PAGE, at=now())
    found = [
        StatedForOne(
            person_id,
            names[person_id].full,
            max(begun for begun, _end in employed[person_id]),
            right_said(each),
        )
        for person_id, each in single.items()
    ]
    return sorted(found, key=lambda each: (each.name or "\uffff").casefold())


class EveryonesRight(Matter[dict[UUID, Right]]):
    """The right of a year of everyone who has no statement of their own."""

    state_all = staticmethod(state_rights)
    withdraw_all = staticmethod(withdraw_rights)

    def __init__(self, mandate: HeldMandate, year: int) -> None:
        super().__init__(mandate)
        self.year = year

    @property
    def overview(self) -> str:
        number = self.mandate.enterprise_number
        return url_for("rights.overview", enterprise_number=number, year=self.year)

    def told(self) -> Told:
        return told()

    def stood(self) -> Stood:
        known = rights_of_year_known(session(), self.mandate.enterprise_id, self.year, at=None)
        standing = next((each for each in known if each.person_id is None), None)
        return Stood(standing.version.recorded_from, right_said(standing)) if standing else Stood()

    def look(self) -> dict[UUID, Right]:
        return rights_in(session(), self.mandate.enterprise_id, self.year, today=today())

    def effect(
        self,
        heading: str,
        before: dict[UUID, Right],
        after: dict[UUID, Right],
        carried: Carried,
    ) -> str:
        granted = rights_in(
            session(), self.mandate.enterprise_id, self.year, today=today(), as_stated=False
        )
        return render_template(
            "employers/right_of_all_effect.html",
            nav="employers",
            mandate=self.mandate,
            year=self.year,
            heading=heading,
            changes=changes_between(before, after),
            below=workers_below(after, granted),
            typed=carried,
        )


@door.route("/<int:year>/statement", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def state(enterprise_number: str, year: int) -> str | Response:
    mandate = mandate_for(enterprise_number)
    if year not in years():
        abort(404)
    form = RightOfAllForm()

    def ask() -> str:
        return render_template(
            "employers/right_of_all_form.html",
            nav="employers",
            mandate=mandate,
            year=year,
            form=form,
        )

    heading = _("State the right of %(year)s for everyone", year=year)
    return EveryonesRight(mandate, year).state(form, lambda: form.statement(year), ask, heading)


@door.route("/<int:year>/withdrawal", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def withdraw(enterprise_number: str, year: int) -> str | Response:
    mandate = mandate_for(enterprise_number)
    if year not in years():
        abort(404)
    form = ReasonForm()
    page = Withdrawing(
        heading=_("Withdraw what is stated for everyone in %(year)s", year=year),
        caption=mandate.enterprise or mandate.enterprise_number or "",
        back_words=_("Rights you state"),
        effect=_("The automatic right holds again. You see what that changes first."),
    )
    return EveryonesRight(mandate, year).withdraw(
        form, lambda: RightWithdrawal(year, form.reason.data or ""), page
    )


def told() -> Told:
    """What to say of statements about rights, for everyone and for single workers."""
    return Told(
        stated=_("Your statement is recorded. The accounts are worked out with it from now on."),
        already=_("This was stated already: nothing was added."),
        withdrawn=_("Your statement is withdrawn. The automatic right holds again."),
        nothing=_("Nothing is stated here: there is nothing to withdraw."),
    )
