"""Balance notices for everyone: asking for them, watching them being made, taking them away."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug.wrappers import Response as AnyResponse

from app.audit.trail import Actor, Channel
from app.employers.access import acting_under, mandate_for
from app.employers.due.making import make_notices
from app.employers.looking import now, today
from app.enterprises.mandates import may_register
from app.foundation import jobs as queue
from app.foundation.clock import Clock, day_of
from app.foundation.database import session, transaction
from app.identity.access import Needs, OpensTo, opens_to
from app.identity.queries import names_of
from app.learning.due.notices import (
    Run,
    RunBegun,
    ask_for_notices,
    fetched,
    last_run,
    made_in,
    years_of_runs,
)
from app.learning.due.parameters import duties
from app.learning.due.queries import situation_of
from app.learning.due.rules import Code, Standing
from app.learning.wording import sentence

door = Blueprint("notices", __name__, url_prefix="/employer/<enterprise_number>/notices")

#: Documents fetched from the database at a time while the ZIP is streamed.
AT_A_TIME = 50
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@door.get("/<int:year>")
@opens_to(OpensTo.MANDATE)
def one(enterprise_number: str, year: int) -> str:
    """The notices of a year: what they are, and how far those asked for have come."""
    mandate, db, day = mandate_for(enterprise_number), session(), today()
    run = last_run(db, mandate.enterprise_id, year)
    if run is None and year != day.year:
        abort(404)
    return render_template(
        "employers/due/notices.html",
        nav="employers",
        mandate=mandate,
        year=year,
        this_year=day.year,
        run=run,
        years=sorted({*years_of_runs(db, mandate.enterprise_id), day.year}, reverse=True),
        workers=situation_of(db, mandate.enterprise_id, today=day).workers,
        is_law=duties()[Code.BALANCE_NOTICE].ground_on(day).standing is Standing.LAW,
    )


@door.post("/<int:year>/making")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def ask(enterprise_number: str, year: int) -> AnyResponse:
    mandate, db = mandate_for(enterprise_number), session()
    place = redirect(url_for("notices.one", enterprise_number=enterprise_number, year=year))
    if year != today().year:
        return place
    outcome = ask_for_notices(db, by=acting_under(mandate), via=Channel.PAGE, at=now())
    if isinstance(outcome, RunBegun):
        queue.enqueue(db, make_notices, run_id=str(outcome.run_id))
    else:
        for each in outcome.problems:
            flash(sentence(each), "error")
    return place


@door.get("/<int:year>/notices.zip")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def archive(enterprise_number: str, year: int) -> AnyResponse:
    """All notices of the year's last run as one ZIP, streamed; it breaks off with the mandate."""
    mandate, db = mandate_for(enterprise_number), session()
    run = last_run(db, mandate.enterprise_id, year)
    if run is None or run.state == "making" or not run.made:
        flash(_("There are no notices to take away yet."), "info")
        return redirect(url_for("due.overview", enterprise_number=enterprise_number))
    chunks = _streamed(
        current_app.extensions["engine"],
        current_app.extensions["clock"],
        run,
        acting_under(mandate),
    )
    name = f"notices-{enterprise_number}-{year}.zip"
    return Response(
        chunks,
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Sink:
    """What ZipFile writes to: bytes that wait to be sent, and how many there were."""

    def __init__(self) -> None:
        self.waiting = bytearray()
        self.sent = 0

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def tell(self) -> int:
        return self.sent + len(self.waiting)

    def flush(self) -> None:
        """Nothing stands between this and the answer."""

    def close(self) -> None:
        """The answer ends when there is no more of it."""

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.sent += len(taken)
        self.waiting.clear()
        return taken


def _streamed(engine: Engine, clock: Clock, run: Run, by: Actor) -> Iterator[bytes]:
    """A ZIP of PDFs, which are compressed already; each chunk with its lines in the trail.

    The mandate is asked anew for every chunk.
    """
    sink = _Sink()
    after: UUID | None = None
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        while True:
            with transaction(engine) as db:
                if not may_register(db, by, on=day_of(clock.now())):
                    raise PermissionError("the mandate has ended")
                documents = made_in(db, run.run_id, after=after, size=AT_A_TIME)
                people = [person_id for person_id, _document in documents]
                names = names_of(db, people)
                fetched(db, run, people, by=by, via=Channel.PAGE, at=clock.now())
            if not documents:
                break
            for person_id, document in documents:
                info = ZipInfo(_file_name(names[person_id].full, person_id))
                info.file_size, info.CRC = len(document), zlib.crc32(document)
                archive.writestr(info, document)
                yield sink.take()
            after = people[-1]
    yield sink.take()


def _file_name(name: str | None, person_id: UUID) -> str:
    """The worker's name, and enough of the key to tell namesakes apart."""
    plain = _NO_NAME.sub(" ", name or _("Name not yet known")).strip()[:80]
    return f"{plain} {str(person_id)[-6:]}.pdf"
