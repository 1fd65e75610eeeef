"""The size of the enterprise: how it was worked out, and another one by the employer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.acting import Carried, Doing, Stood, Told, TwoSteps
from app.employers.effects import changes_between, rights_in
from app.employers.forms import StatedForm
from app.employers.histories import HistoryLine, size_lines
from app.employers.looking import now, today
from app.employers.stating_forms import ReasonForm, SizeForm
from app.enterprises.mandates import HeldMandate
from app.enterprises.queries import Size, SizeOrigin, size_history, sizes_known
from app.enterprises.rules import FIRST_PERIOD, period_of, reference_quarters
from app.enterprises.stating import NothingStated, Outcome
from app.foundation.calendar import Quarter
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.rules.right import Right
from app.learning.stating import state_sizes, withdraw_size
from app.learning.words.versions import fte

door = Blueprint("sizes", __name__, url_prefix="/employer/<enterprise_number>/size")


@dataclass(frozen=True, slots=True)
class Period:
    """Two years with the size that counts for them.

    ``quarters`` are those it was measured over with the hundredths of FTE of each, None where
    no declaration has come; or the one quarter of the rule for new employers.
    """

    first_year: int
    size: Size | None
    worked_out: Size | None
    quarters: tuple[tuple[Quarter, int | None], ...]
    over: bool  # whether the reference quarters have passed
    history: list[HistoryLine]

    @property
    def stated(self) -> bool:
        return self.size is not None and self.size.origin is SizeOrigin.STATED

    @property
    def by_first_quarter(self) -> bool:
        return self.worked_out is not None and self.worked_out.origin is SizeOrigin.FIRST_QUARTER

    @property
    def missing(self) -> list[Quarter]:
        return [quarter for quarter, declared in self.quarters if declared is None]


def _period(db: Session, mandate: HeldMandate, first_year: int, sizes: dict[int, Size]) -> Period:
    size = sizes.get(first_year)
    worked_out = size.computed if size and size.origin is SizeOrigin.STATED else size
    declared = (
        {Quarter.from_key(key): value for key, value in worked_out.declared} if (worked_out) else {}
    )
    reference = reference_quarters(first_year)
    quarters = (
        tuple(sorted(declared.items()))
        if worked_out and worked_out.origin is SizeOrigin.FIRST_QUARTER
        else tuple((quarter, declared.get(quarter)) for quarter in reference)
    )
    return Period(
        first_year,
        size,
        worked_out,
        quarters,
        reference[-1].last_day < today(),
        size_lines(db, size_history(db, mandate.enterprise_id, first_year)),
    )


def _last_period(day: date) -> int:
    """The last period for which a size may be stated."""
    return period_of(day.year) + 2


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    mandate, db = mandate_for(enterprise_number), session()
    sizes = sizes_known(db, mandate.enterprise_id)
    current = period_of(today().year)
    # The one that counts now, then the next one, then those that are over.
    years = (current, *range(_last_period(today()), current, -2))
    years += tuple(range(current - 2, FIRST_PERIOD - 1, -2))
    return render_template(
        "employers/sizes.html",
        nav="employers",
        mandate=mandate,
        periods=[_period(db, mandate, year, sizes) for year in years],
    )


def _asked_period(mandate: HeldMandate, first_year: int) -> Period:
    """The period in the address; 404 for years that are none."""
    periods = range(FIRST_PERIOD, _last_period(today()) + 1, 2)
    if first_year not in periods:
        abort(404)
    db = session()
    return _period(db, mandate, first_year, sizes_known(db, mandate.enterprise_id))


@door.route("/<int:first_year>/statement", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def state(enterprise_number: str, first_year: int) -> str | Response:
    mandate = mandate_for(enterprise_number)
    period = _asked_period(mandate, first_year)
    form = SizeForm(data=_as_stated(period))

    def act(seen: datetime | None) -> Outcome:
        [outcome] = state_sizes(
            session(),
            [replace(form.statement(first_year), seen=seen)],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        return outcome

    def ask() -> str:
        return render_template(
            "employers/size_form.html", nav="employers", mandate=mandate, period=period, form=form
        )

    def doubtful() -> bool:
        worked_out = period.worked_out
        stated = form.fte.data
        return bool(worked_out and stated is not None and far_apart(stated, worked_out.fte))

    heading = _("State the size for %(first)s and %(last)s", first=first_year, last=first_year + 1)
    return _two_steps(mandate, period, form, act, ask, heading, doubtful)


def far_apart(stated: int, worked_out: int) -> bool:
    """Whether a stated size is more than three times the one worked out, or under a third."""
    return stated > 3 * worked_out or 3 * stated < worked_out


def _as_stated(period: Period) -> dict[str, Any]:
    if not period.stated or period.size is None:
        return {}
    return {"fte": period.size.fte, "reason": period.size.reason}


@door.route("/<int:first_year>/withdrawal", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def withdraw(enterprise_number: str, first_year: int) -> str | Response:
    mandate = mandate_for(enterprise_number)
    period = _asked_period(mandate, first_year)
    if not period.stated or period.size is None:
        return _say_and_lead_on(mandate, NothingStated())
    form, standing = ReasonForm(), fte(period.size.fte)
    heading = _(
        "Withdraw the size stated for %(first)s and %(last)s",
        first=first_year,
        last=first_year + 1,
    )

    def act(seen: datetime | None) -> Outcome:
        return withdraw_size(
            session(),
            first_year,
            reason=form.reason.data or "",
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
            seen=seen,
        )

    def ask() -> str:
        return render_template(
            "employers/withdraw.html",
            nav="employers",
            form=form,
            title=heading,
            caption=mandate.enterprise or mandate.enterprise_number,
            back=url_for("sizes.overview", enterprise_number=mandate.enterprise_number),
            back_words=_("Size of the enterprise"),
            standing=standing,
            effect=_what_counts_again(period),
            looks_first=True,
        )

    return _two_steps(mandate, period, form, act, ask, heading, lambda: False)


def _what_counts_again(period: Period) -> str:
    said: str = (
        _("The size worked out counts again: %(size)s.", size=fte(period.worked_out.fte))
        if period.worked_out
        else _("No size has been worked out: the rights of these years will then not be known.")
    )
    return said


def _two_steps(
    mandate: HeldMandate,
    period: Period,
    form: StatedForm,
    act: Doing,
    ask: Callable[[], str],
    heading: str,
    doubtful: Callable[[], bool],
) -> str | Response:
    """Show first how the rights of both years change: a size moves everybody."""
    years = (period.first_year, period.first_year + 1)

    def stood() -> Stood:
        versions = size_history(session(), mandate.enterprise_id, period.first_year)
        stated = [each for each in versions if each.stated_by and each.recorded_until is None]
        return Stood(stated[-1].recorded_from, fte(stated[-1].fte)) if stated else Stood()

    def look() -> dict[int, dict[UUID, Right]]:
        day = today()
        return {
            year: rights_in(session(), mandate.enterprise_id, year, today=day) for year in years
        }

    def confirm(
        before: dict[int, dict[UUID, Right]], after: dict[int, dict[UUID, Right]], carried: Carried
    ) -> str:
        return render_template(
            "employers/size_effect.html",
            nav="employers",
            mandate=mandate,
            period=period,
            heading=heading,
            doubtful=doubtful(),
            changes={year: changes_between(before[year], after[year]) for year in years},
            typed=carried,
        )

    def done(outcome: Outcome) -> Response:
        return _say_and_lead_on(mandate, outcome)

    return TwoSteps(act, stood, look, ask, confirm, done).go(session(), form)


def _say_and_lead_on(mandate: HeldMandate, outcome: Outcome) -> Response:
    Told(
        stated=_("The size is stated. The rights of these years are worked out with it."),
        already=_("This size was stated already: nothing was added."),
        withdrawn=_("The stated size is withdrawn."),
        nothing=_("No size is stated for these years: there is nothing to withdraw."),
    ).tell(outcome)
    return redirect(url_for("sizes.overview", enterprise_number=mandate.enterprise_number))
