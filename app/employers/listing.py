"""The page that lists the workforce: filters, chips, order, what is shown and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under
from app.employers.looking import now, today
from app.employers.overview.amounts import whole_hours
from app.employers.workforce import WEEKS, Listing, listing_from
from app.employment.workforce import committees_of
from app.enterprises.mandates import HeldMandate
from app.enterprises.parameters import days_still_open, first_end_still_open
from app.foundation.database import session
from app.identity.access import signed_in
from app.learning.jobs import keep_later
from app.learning.statements import ends_with_known
from app.learning.words.committees import COMMITTEES
from app.learning.workers.behind import Standing
from app.learning.workers.choosing import choice_of
from app.learning.workers.lists import Found, workers_on_page
from app.learning.workers.wanted import (
    NO_COMMITTEE,
    Credit,
    Order,
    Reached,
    Regime,
    Wanted,
    Who,
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, in words, and the address without it."""

    said: str
    without: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column by which the list can be sorted."""

    said: str
    address: str
    sorted: str | None  # "ascending", "descending"; None where it is not


@dataclass(frozen=True, slots=True)
class Doing:
    """What can be done with several: its page, and what its two buttons say."""

    endpoint: str
    for_chosen: str
    for_found: str


def workforce_page(mandate: HeldMandate) -> str:
    """Those wanted by the address, each with a line in the trail."""
    db, day, reader = session(), today(), signed_in().person_id
    listing = listing_from(request.args, today=day, reader=reader)
    found = workers_on_page(
        db,
        mandate.enterprise_id,
        listing.wanted,
        order=listing.order,
        falling=listing.falling,
        page=listing.page,
        today=day,
    )
    seen_on(mandate, (line.person_id for line in found.lines), page="workforce")
    see_to(mandate, found.standing)
    here = _Place(mandate, listing)
    shown = [line.person_id for line in found.lines]
    return render_template(
        "employers/workforce.html",
        nav="employers",
        mandate=mandate,
        listing=listing,
        wanted=listing.wanted,
        found=found,
        chosen=choice_of(db, mandate.enterprise_id, reader, among=shown, on=day),
        shown=shown,
        elsewhere=found.totals - found.listed,
        left=listing.wanted.who is Who.LEFT,
        choosing=listing.wanted.who is not Who.LEFT,
        stated=_ends_stated(mandate, found) if listing.wanted.who is Who.LEFT else set(),
        found_left=_found_left(mandate, listing, found),
        year=listing.wanted.year,
        this_year=day.year,
        chips=here.chips(),
        headings=here.headings(),
        at=here.at,
        choices=_choices(mandate, listing.wanted),
        still_seen_for=days_still_open(day),
        acts=_acts(mandate, found.listed.people),
        whole_hours=whole_hours,
    )


def seen_on(mandate: HeldMandate, people: Iterable[UUID], *, page: str) -> None:
    """A line in the trail for each person whose data a page shows."""
    by = acting_under(mandate)
    lines = [
        Trace(Act.WORKER_SEEN, by, Ground.MANDATE, subject_id=each, details={"page": page})
        for each in people
    ]
    record(session(), lines, via=Channel.PAGE, at=now())


def see_to(mandate: HeldMandate, standing: Standing) -> None:
    """Have accounts kept of which very many are missing, where nobody has asked for it."""
    if standing.behind and not standing.asked:
        keep_later(session(), mandate.enterprise_id)


def _ends_stated(mandate: HeldMandate, found: Found) -> set[UUID]:
    """The people on the page of whom it is stated how the employment ended."""
    known = ends_with_known(session(), mandate.enterprise_id, at=None) if found.lines else {}
    return {line.person_id for line in found.lines if line.employment_id in known}


def _found_left(mandate: HeldMandate, listing: Listing, found: Found) -> int:
    """How many of that name are employed no longer, where nobody employed today has it."""
    wanted = listing.wanted
    if wanted.who is not Who.TODAY or not wanted.name or found.lines:
        return 0
    gone = Wanted(wanted.year, Who.LEFT, wanted.name)
    return workers_on_page(session(), mandate.enterprise_id, gone, today=today()).listed.people


@dataclass(frozen=True, slots=True)
class _Place:
    """Addresses of this list, otherwise filtered or sorted."""

    mandate: HeldMandate
    listing: Listing

    def at(self, **changed: str | int | None) -> str:
        fields: dict[str, Any] = self.listing.fields(**changed)
        return url_for(
            "employers.workers", enterprise_number=self.mandate.enterprise_number, **fields
        )

    def chips(self) -> list[Chip]:
        fields = self.listing.fields(sort=None, who=None, year=None)
        said = filter_said(self.listing.wanted)
        return [Chip(said[name], self.at(**{name: None})) for name in fields]

    def headings(self) -> dict[str, Heading]:
        year = self.listing.wanted.year
        return {
            order.value: self._heading(order, said)
            for order, said in {
                Order.NAME: _("Worker"),
                Order.LEFT: _("Left in %(year)s", year=year),
                Order.USED: _("Used"),
                Order.GRANTED: _("Granted"),
                Order.SINCE: _("Since"),
                Order.ENDS: _("Last day"),
            }.items()
        }

    def _heading(self, order: Order, said: str) -> Heading:
        """Names and first days begin at the beginning, figures with the highest."""
        rising_first = order in {Order.NAME, Order.SINCE, Order.ENDS}
        now_so = self.listing.order is order
        falling = (not self.listing.falling) if now_so else not rising_first
        sort = f"{'-' if falling else ''}{order.value}"
        direction = "descending" if self.listing.falling else "ascending"
        return Heading(said, self.at(sort=sort), direction if now_so else None)


def filter_said(wanted: Wanted) -> dict[str, str]:
    """Every filter in force, in words, by its field."""
    said: dict[str, str | None] = {
        "name": _("Name: %(name)s", name=wanted.name) if wanted.name else None,
        "committee": _committee_said(wanted.committee),
        "regime": regimes_said()[wanted.regime] if wanted.regime else None,
        "credit": credits_said()[wanted.credit] if wanted.credit else None,
        "reached": reached_said()[wanted.reached] if wanted.reached else None,
        "nothing_followed": _("Nothing followed in %(year)s", year=wanted.year)
        if wanted.nothing_followed
        else None,
        "ends_within": weeks_said(wanted.ends_within) if wanted.ends_within else None,
    }
    return {name: words for name, words in said.items() if words}


def _committee_said(committee: str | None) -> str | None:
    if committee is None:
        return None
    if committee == NO_COMMITTEE:
        return str(_("Joint committee not declared"))
    return str(_("Joint committee %(number)s", number=committee))


def committee_named(number: str) -> str:
    """``124 Construction, workers``; the number alone where the portal knows no name."""
    bare = number[:-3] if number.endswith(".00") else number
    return f"{number} {COMMITTEES[bare]()}" if bare in COMMITTEES else number


def regimes_said() -> dict[Regime, str]:
    return {
        Regime.FULL: _("Full-time"),
        Regime.PART: _("Part-time"),
        Regime.UNKNOWN: _("Regime not known"),
    }


def credits_said() -> dict[Credit, str]:
    return {
        Credit.NONE: _("No credit left"),
        Credit.SOME: _("Some credit used"),
        Credit.ALL: _("All credit left"),
        Credit.UNKNOWN: _("Credit not known"),
    }


def reached_said() -> dict[Reached, str]:
    return {
        Reached.YES: _("Reached the days granted"),
        Reached.NO: _("Did not reach the days granted"),
        Reached.NOTHING_GRANTED: _("Nothing granted, or not known"),
    }


def weeks_said(weeks: int) -> str:
    return str(_("Contract ends within %(weeks)s weeks", weeks=weeks))


def _choices(mandate: HeldMandate, wanted: Wanted) -> dict[str, list[tuple[str, str]]]:
    """What each filter can be set to: value and words."""
    first, last = wanted.days(today=today(), still_open_from=first_end_still_open(today()))
    known = committees_of(session(), mandate.enterprise_id, first=first, last=last)
    return {
        "committee": [(each, committee_named(each)) for each in known]
        + [(NO_COMMITTEE, _("Not declared"))],
        "regime": [(each.value, words) for each, words in regimes_said().items()],
        "credit": [(each.value, words) for each, words in credits_said().items()],
        "reached": [(each.value, words) for each, words in reached_said().items()],
        "ends_within": [(str(each), weeks_said(each)) for each in WEEKS],
    }


def _acts(mandate: HeldMandate, found: int) -> list[Doing]:
    """What can be done with those chosen, and with all found."""
    registering = [
        Doing(
            "registering.new",
            _("Register a training for those chosen"),
            ngettext(
                "Register a training for the %(num)s worker found",
                "Register a training for all %(num)s workers found",
                found,
            ),
        ),
        Doing(
            "chosen_rights.state",
            _("State the right of those chosen"),
            ngettext(
                "State the right of the %(num)s worker found",
                "State the right of all %(num)s workers found",
                found,
            ),
        ),
    ]
    reading = [
        Doing(
            "statements.new",
            _("Make account statements of those chosen"),
            ngettext(
                "Make an account statement of the %(num)s worker found",
                "Make account statements of all %(num)s workers found",
                found,
            ),
        )
    ]
    return [*registering, *reading] if mandate.may_register else reading
