"""The workforce, its trainings and the sums of a year, to take away as CSV or XLSX."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.employers.access import mandate_for
from app.employers.listing import regimes_said
from app.employers.looking import today
from app.employers.overview.asking import trainings_from
from app.employers.overview.figures import NOBODY
from app.employers.overview.taking import as_file, taken_away
from app.employers.overview.views import year_asked
from app.employers.overview.wording import fields_said, givers_said, kinds_said
from app.employers.workforce import listing_from
from app.foundation.database import session
from app.foundation.sheets import Cell
from app.foundation.sheets.writing import Form
from app.identity.access import OpensTo, opens_to, signed_in
from app.learning.workers.lists import Totals, WorkerLine, everybody_matching
from app.learning.workers.summing import accounts_added_up
from app.learning.workers.trainings import TrainingLine, all_trainings
from app.learning.workers.wanted import NO_COMMITTEE, Regime

door = Blueprint("sheets", __name__, url_prefix="/employer/<enterprise_number>/overview")
FORMS = "<any(csv, xlsx):form>"


def _hours(minutes: int | None) -> Decimal | None:
    """Minutes as hours with two decimals; exact to a minute and a half a hundredth."""
    return None if minutes is None else (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def _hundredths(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / 100


@door.get(f"/workforce.{FORMS}")
@opens_to(OpensTo.MANDATE)
def workforce(enterprise_number: str, form: str) -> Response:
    """Everybody listed under the filter in the address."""
    mandate, day = mandate_for(enterprise_number), today()
    listing = listing_from(request.args, today=day, reader=signed_in().person_id)
    regimes = regimes_said()

    def row(line: WorkerLine) -> list[Cell]:
        part_time = {True: Regime.PART, False: Regime.FULL, None: Regime.UNKNOWN}[line.part_time]
        return [
            line.surname,
            line.given_names,
            line.joint_committee,
            regimes[part_time],
            _hundredths(line.hours_worked),
            _hundredths(line.hours_full_time),
            line.starts_on,
            line.ends_on,
            listing.wanted.year,
            *map(_hours, (line.granted, line.used, line.planned, line.left, line.day_minutes)),
            _("yes") if line.at_least else "",
        ]

    return taken_away(
        mandate,
        lambda db: everybody_matching(
            db,
            mandate.enterprise_id,
            listing.wanted,
            order=listing.order,
            falling=listing.falling,
            today=day,
        ),
        row,
        header=[
            _("Surname"),
            _("Given names"),
            _("Joint committee"),
            _("Regime"),
            _("Hours a week"),
            _("Hours a week of a full-timer"),
            _("First day"),
            _("Last day"),
            _("Year"),
            _("Granted (hours)"),
            _("Used (hours)"),
            _("Planned (hours)"),
            _("Left (hours)"),
            _("Hours of a day"),
            _("Left: at least"),
        ],
        form=cast(Form, form),
        name=f"workforce-{enterprise_number}-{day.isoformat()}",
        page="workforce, taken away",
    )


@door.get(f"/trainings.{FORMS}")
@opens_to(OpensTo.MANDATE)
def trainings(enterprise_number: str, form: str) -> Response:
    """Every training listed under the filter in the address."""
    mandate, year, day = mandate_for(enterprise_number), year_asked(), today()
    wanted = trainings_from(request.args, year)
    kinds, givers, fields = kinds_said(), givers_said(), fields_said()
    followed = {True: _("Followed"), False: _("Planned")}
    yes_no = {True: _("yes"), False: _("no")}

    def row(line: TrainingLine) -> list[Cell]:
        return [
            line.surname,
            line.given_names,
            line.title,
            line.starts_on,
            line.ends_on,
            _hours(line.minutes),
            followed[line.followed],
            kinds["1" if line.formal else "0"],
            givers[line.giver],
            fields.get(line.field, line.field),
            yes_no[line.counts],
        ]

    return taken_away(
        mandate,
        lambda db: all_trainings(db, mandate.enterprise_id, wanted, today=day),
        row,
        header=[
            _("Surname"),
            _("Given names"),
            _("Training"),
            _("First day"),
            _("Last day"),
            _("Hours"),
            _("Status"),
            _("Kind"),
            _("Who gave it"),
            _("Field of learning"),
            _("Uses credit"),
        ],
        form=cast(Form, form),
        name=f"trainings-{enterprise_number}-{year}",
        page="list of trainings, taken away",
    )


@door.get(f"/figures.{FORMS}")
@opens_to(OpensTo.MANDATE)
def figures(enterprise_number: str, form: str) -> Response:
    """The sums of a year, told apart by committee and regime; nobody's own data."""
    mandate, year = mandate_for(enterprise_number), year_asked()
    summed = accounts_added_up(session(), mandate.enterprise_id, year, today=today())
    regimes = regimes_said()
    sums: dict[tuple[str, Regime], Totals] = {}
    for group in summed.groups:
        key = (group.committee, group.regime)
        sums[key] = sums.get(key, NOBODY) + group.totals

    def row(committee: str, regime: Regime, totals: Totals) -> list[Cell]:
        amounts = (totals.granted, totals.used, totals.planned, totals.left)
        name = _("Not declared") if committee == NO_COMMITTEE else committee
        return [year, name, regimes[regime], totals.people, *map(_hours, amounts)]

    return as_file(
        [row(*key, totals) for key, totals in sums.items()],
        header=[
            _("Year"),
            _("Joint committee"),
            _("Regime"),
            _("People"),
            _("Granted (hours)"),
            _("Used (hours)"),
            _("Planned (hours)"),
            _("Left (hours)"),
        ],
        form=cast(Form, form),
        name=f"figures-{enterprise_number}-{year}",
    )
