"""The overview of an enterprise's year: figures, drawn and in tables, each open to its list."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.employers.access import mandate_for
from app.employers.listing import committee_named, reached_said, regimes_said, see_to, seen_on
from app.employers.looking import today
from app.employers.overview.amounts import counted, whole_hours
from app.employers.overview.asking import training_filter_said, trainings_from
from app.employers.overview.drawing import Row, Words, draw
from app.employers.overview.figures import (
    TrainingPart,
    added,
    average_days,
    parts,
    training_parts,
)
from app.employers.overview.wording import fields_said, givers_said, kinds_said, months_said
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to
from app.learning.parameters import law
from app.learning.workers.lists import Totals
from app.learning.workers.summing import Summed, accounts_added_up
from app.learning.workers.trainings import trainings_added_up, trainings_on_page
from app.learning.workers.wanted import NO_COMMITTEE, Reached, Regime

door = Blueprint("overview", __name__, url_prefix="/employer/<enterprise_number>/overview")


def year_asked() -> int:
    """The year in the address, this one if none; 404 for a year before the law or to come."""
    year = request.args.get("year", today().year, type=int)
    if not law().federal.first_year <= year <= today().year:
        abort(404)
    return year


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    mandate, year, db = mandate_for(enterprise_number), year_asked(), session()
    summed = accounts_added_up(db, mandate.enterprise_id, year, today=today())
    trainings = trainings_added_up(db, mandate.enterprise_id, year)
    see_to(mandate, summed.standing)
    totals = added(group.totals for group in summed.groups)
    months = training_parts(trainings, lambda group: f"{group[0]:02d}")
    return render_template(
        "employers/overview/overview.html",
        nav="employers",
        mandate=mandate,
        year=year,
        years=range(law().federal.first_year, today().year + 1),
        behind=summed.standing.behind,
        totals=totals,
        averages={
            "used": average_days(sum(each.used_days for each in summed.groups), totals.known),
            "granted": average_days(sum(each.granted_days for each in summed.groups), totals.known),
        },
        by_year=summed.years,
        years_drawn=_years_drawn(summed.years),
        months=months,
        months_drawn=_months_drawn(months, year),
        apart=_people_apart(mandate, summed, year),
        reached=[
            (each.value, reached_said()[Reached(each.value)], each.totals.people)
            for each in parts(summed, lambda group: group.reached.value)
        ],
        kinds=_trainings_apart(trainings),
        month_names=months_said(),
        whole_hours=whole_hours,
        counted=counted,
        people=_opening("employers.workers", mandate, who="year", year=year),
        trainings=_opening("overview.trainings", mandate, year=year),
    )


def _opening(endpoint: str, mandate: HeldMandate, **fixed: Any) -> Any:
    """What makes the addresses of the lists behind figures."""

    def address(**fields: Any) -> str:
        number = mandate.enterprise_number
        return url_for(endpoint, enterprise_number=number, **(fixed | fields))

    return address


def _people_apart(mandate: HeldMandate, summed: Summed, year: int) -> list[Any]:
    """The tables over people: heading, field of the list, and a line for each value."""
    committees = parts(summed, lambda group: group.committee)
    regimes = parts(summed, lambda group: group.regime.value)

    def committee(value: str) -> str:
        return str(_("Not declared")) if value == NO_COMMITTEE else committee_named(value)

    return [
        (
            _("By joint committee"),
            "committee",
            [(each.value, committee(each.value), each.totals) for each in committees],
        ),
        (
            _("By regime"),
            "regime",
            [(each.value, regimes_said()[Regime(each.value)], each.totals) for each in regimes],
        ),
    ]


def _trainings_apart(trainings: Any) -> list[Any]:
    """The tables over trainings: heading, field of the list, and a line for each value."""
    return [
        (heading, field, [(part.value, names.get(part.value, part.value), part) for part in found])
        for heading, field, names, found in (
            (
                _("Formal and informal"),
                "formal",
                kinds_said(),
                training_parts(trainings, lambda group: "1" if group[2] else "0"),
            ),
            (
                _("Who gave it"),
                "giver",
                givers_said(),
                training_parts(trainings, lambda group: group[3]),
            ),
            (
                _("Field of learning"),
                "field",
                fields_said(),
                training_parts(trainings, lambda group: group[4]),
            ),
        )
    ]


def _words(title: str, done: str) -> Words:
    told = _("The same figures stand in the table beside it.")
    return Words(title, told, _("Granted"), done, _("Planned"))


def _years_drawn(years: dict[int, Totals]) -> Markup:
    rows = [
        Row(
            str(year),
            totals.granted,
            totals.used,
            totals.planned,
            _(
                "%(when)s: granted %(granted)s, used %(used)s, planned %(planned)s",
                when=year,
                granted=whole_hours(totals.granted),
                used=whole_hours(totals.used),
                planned=whole_hours(totals.planned),
            ),
        )
        for year, totals in years.items()
    ]
    return Markup(draw(rows, _words(_("Hours over the years"), _("Used")), prefix="years"))  # noqa: S704


def _months_drawn(months: list[TrainingPart], year: int) -> Markup:
    names, by_month = months_said(), {each.value: each for each in months}
    rows = []
    for month, name in names.items():
        part = by_month.get(month)
        followed, planned = (part.followed.minutes, part.planned.minutes) if part else (0, 0)
        said = _(
            "%(when)s: followed %(followed)s, planned %(planned)s",
            when=name,
            followed=whole_hours(followed),
            planned=whole_hours(planned),
        )
        rows.append(Row(name, None, followed, planned, said))
    words = _words(_("Hours of training over the months of %(year)s", year=year), _("Followed"))
    return Markup(draw(rows, words, prefix="months"))  # noqa: S704


@door.get("/trainings")
@opens_to(OpensTo.MANDATE)
def trainings(enterprise_number: str) -> str:
    """The trainings of a year behind a figure, each with a line in the trail."""
    mandate, year = mandate_for(enterprise_number), year_asked()
    wanted = trainings_from(request.args, year)
    page = request.args.get("page", 1, type=int)
    found = trainings_on_page(
        session(), mandate.enterprise_id, wanted, page=max(page, 1), today=today()
    )
    seen_on(mandate, {line.person_id for line in found.lines}, page="list of trainings")
    said = training_filter_said(wanted)
    asked = {name: request.args[name] for name in said} | {"year": str(year)}

    def address(endpoint: str, **changed: Any) -> str:
        fields = {name: each for name, each in (asked | changed).items() if each is not None}
        return url_for(endpoint, enterprise_number=enterprise_number, **fields)

    at = partial(address, "overview.trainings")
    return render_template(
        "employers/overview/trainings.html",
        nav="employers",
        mandate=mandate,
        year=year,
        found=found,
        elsewhere=found.total - found.listed,
        chips=[(words, at(**{name: None})) for name, words in said.items()],
        at=at,
        taken=lambda form: address("sheets.trainings", form=form),
        kinds=kinds_said(),
        givers=givers_said(),
        fields=fields_said(),
        whole_hours=whole_hours,
    )
