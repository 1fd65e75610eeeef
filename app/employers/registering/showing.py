"""What the pages about a batch show: its training, its counts, and a page of its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under
from app.employers.looking import now, today
from app.employment.queries import stretches_with
from app.enterprises.holders import acted_under
from app.enterprises.mandates import HeldMandate
from app.enterprises.parameters import is_open
from app.foundation.database import session
from app.foundation.writing import day_month_year, exact_days, hours
from app.identity.national_numbers import written
from app.identity.queries import names_of
from app.learning.batches.queries import (
    Shown,
    batches_of,
    effects_of,
    numbers_said,
    people_in,
    rows_of,
    rows_shown,
)
from app.learning.batches.taking_up import given_up_among
from app.learning.batches.values import (
    ASSUMED,
    DAY,
    Batch,
    Kind,
    Row,
    State,
    Status,
    registration_of,
)
from app.learning.registration import Registration
from app.learning.versions import TrainingContents
from app.learning.wording import sentence
from app.learning.words.contents import contents_listed
from app.learning.words.versions import counting_said

#: Lines on one page.
PAGE = 50
#: Batches on one page.
BATCHES = 25
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a person reads it.

    ``open``: the worker may still be looked at.  ``who``: a name, or the end of the number that
    was written there; None where neither can be said.  ``since``: the first day of the last
    employment, which tells apart two of the same name; None where the worker may not be looked at.
    """

    row: Row
    who: str | None
    open: bool
    problems: Sequence[str]
    training: Registration | None  # the row's own
    since: date | None

    @property
    def day_minutes(self) -> int | None:
        """How long a day is for this worker, where the training is said in days."""
        return (self.row.said or {}).get(DAY)

    @property
    def day_assumed(self) -> bool:
        """Whether that is the law's maximum, for want of declared hours."""
        return bool((self.row.said or {}).get(ASSUMED))


def shown_batch(mandate: HeldMandate, batch: Batch, asked: Mapping[str, str]) -> dict[str, Any]:
    """The values of the page, with a line in the trail for each worker on it."""
    db = session()
    shown = _shown(asked.get("outcome"))
    found = rows_shown(db, batch.batch_id, shown)
    page, pages = _page_of(asked, found, PAGE)
    lines: list[Line] = []
    if batch.state is not State.CHECKING:
        rows = rows_of(db, batch.batch_id, shown, most=PAGE, after=(page - 1) * PAGE)
        lines = lines_of(mandate, batch, rows)
        see(mandate, lines, page="registration for many")
    people = [each for each in (batch.asked_by, batch.confirmed_by) if each]
    names = names_of(db, people)
    given_up = batch.batch_id in given_up_among(db, [batch])
    return {
        "batch": batch,
        "given_up": given_up,
        "training": _training(batch),
        "contents": contents_of_batch(batch),
        "effects": effects_of(db, batch.batch_id),
        "lines": lines,
        "shown": shown,
        "found": found,
        "page": page,
        "pages": pages,
        "asked_by": names[batch.asked_by].full,
        "under": mandate_said(batch.confirmed_under) if batch.confirmed_under else None,
        "confirmed_by": names[batch.confirmed_by].full if batch.confirmed_by else None,
        "done": done(batch),
        "running": batch.state in {State.CHECKING, State.WRITING} and not given_up,
    }


def shown_list(mandate: HeldMandate, asked: Mapping[str, str]) -> dict[str, Any]:
    """The batches of the enterprise, newest first, so many to a page."""
    db = session()
    page = max(_number(asked.get("page")), 1)
    found = batches_of(db, mandate.enterprise_id, most=BATCHES + 1, after=(page - 1) * BATCHES)
    names = names_of(db, {each.asked_by for each in found})
    return {
        "given_up": given_up_among(db, found),
        "batches": [(each, _training(each), names[each.asked_by].full) for each in found[:BATCHES]],
        "page": page,
        "more": len(found) > BATCHES,
    }


def done(batch: Batch) -> tuple[int, int]:
    """Of what is under way: lines done, of so many."""
    counts = batch.counts
    if batch.state is State.CHECKING:
        return counts.total - counts.waiting, counts.total
    return counts.total - counts.ready - counts.waiting, counts.total


def lines_of(mandate: HeldMandate, batch: Batch, rows: Sequence[Row]) -> list[Line]:
    """Rows with names of those who may be looked at, in four questions whatever their number."""
    db, day = session(), today()
    employed = stretches_with(db, mandate.enterprise_id, people_in(rows))
    since = {
        who: max(starts_on for starts_on, _ends_on in days)
        for who, days in employed.items()
        if is_open(days, day)
    }
    names = names_of(db, since.keys())
    nameless = [row.line for row in rows if row.person_id not in names]
    numbers = (
        numbers_said(db, batch.batch_id, nameless, vault=current_app.extensions["vault"])
        if nameless
        else {}
    )
    return [_line(row, names, numbers, since) for row in rows]


def mandate_said(mandate_id: UUID) -> str | None:
    """Under which mandate somebody acted: of the enterprise itself, or of which office."""
    under = acted_under(session(), mandate_id)
    if under is None:
        return None
    day = day_month_year(under.since)
    if under.office is None:
        return str(_("Of the enterprise itself: may register, since %(day)s", day=day))
    return str(_("%(office)s, for this enterprise since %(day)s", office=under.office, day=day))


def _line(
    row: Row,
    names: Mapping[UUID, Any],
    numbers: Mapping[int, str],
    since: Mapping[UUID, date],
) -> Line:
    who, known = None, row.person_id is not None and row.person_id in names
    if row.person_id is not None and known:
        who = names[row.person_id].full or _("Name not yet known")
    elif row.line in numbers:
        # The end of the number tells whoever wrote it which one it is, and nobody else.
        who = _("Number ending in %(end)s", end=written(numbers[row.line])[-6:])
    elif row.person_id and row.status is not Status.WAITING:
        # A line that was looked at keeps nobody but those who worked here.
        who = _("Left too long ago to be shown")
    own = registration_of(row.training, row.person_id or _NOBODY) if row.training else None
    begun = since.get(row.person_id) if row.person_id else None
    return Line(row, who, known, [sentence(each) for each in row.problems], own, begun)


def see(mandate: HeldMandate, lines: Sequence[Line], *, page: str) -> None:
    """Leave a line in the trail for each worker who is named."""
    by = acting_under(mandate)
    people = dict.fromkeys(line.row.person_id for line in lines if line.open)
    seen = [
        Trace(Act.WORKER_SEEN, by, Ground.MANDATE, subject_id=person, details={"page": page})
        for person in people
    ]
    record(session(), seen, via=Channel.PAGE, at=now())


def _training(batch: Batch) -> Registration | None:
    """The training of all rows; None where each has its own."""
    if batch.kind is not Kind.ONE_TRAINING or batch.training is None:
        return None
    return registration_of(batch.training, _NOBODY)


def contents_of_batch(batch: Batch) -> list[tuple[str, str]]:
    """The training of all rows as lines of a list; nothing where each has its own."""
    training = _training(batch)
    if training is None:
        return []
    first, last = day_month_year(training.starts_on), day_month_year(training.ends_on)
    certificate = _("yes") if training.certified else _("no")
    if training.certificate_until:
        certificate = _("valid until %(day)s", day=day_month_year(training.certificate_until))
    contents = TrainingContents(
        training.field_of_learning,
        training.internal,
        training.provider,
        training.provider_number,
        training.financing,
    )
    return [
        (_("When"), first if first == last else f"{first} – {last}"),
        (_("Time"), _time(training)),
        (_("Status"), _("followed") if training.followed else _("planned")),
        (_("Kind"), _("formal") if training.formal else _("informal")),
        (_("Credit"), counting_said(training.not_counting)),
        (_("Certificate"), certificate),
        *contents_listed(contents),
    ]


def _time(training: Registration) -> str:
    """How long it lasts: the same for all, or as long as so many days are for each."""
    if training.days is None:
        return hours(training.minutes)
    said = exact_days(training.days)
    return str(_("%(days)s, as long as the account of each worker counts them", days=said))


def _shown(typed: str | None) -> Shown:
    return Shown(typed) if typed in set(Shown) else Shown.ALL


def _page_of(asked: Mapping[str, str], found: int, size: int) -> tuple[int, int]:
    pages = max(-(-found // size), 1)
    return min(max(_number(asked.get("page")), 1), pages), pages


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
