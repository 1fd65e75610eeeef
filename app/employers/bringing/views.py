"""Bringing the history: what was brought, a file, its columns, the words in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.bringing.forms import (
    BringForm,
    columns_form,
    mapping_chosen,
    words_chosen,
    words_form,
)
from app.employers.bringing.guessing import (
    guess_for,
    office_of,
    reason_for,
    samples_of,
    words_of,
)
from app.employers.bringing.listing import origin_said, remembered_lines, sheet_lines
from app.employers.forms import StatedForm
from app.employers.looking import now
from app.enterprises.mandates import HeldMandate
from app.enterprises.stating import Refused
from app.foundation.database import session
from app.foundation.languages import language
from app.foundation.sheets import MAX_BYTES, Unreadable, read_sheet
from app.foundation.sheets.wording import sentence_about_sheet
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.bringing.fields import What
from app.learning.bringing.forgetting import KEPT_DAYS
from app.learning.bringing.keeping import (
    bring_sheet,
    give_up_sheet,
    may_be_settled,
    propose_columns,
    settle_columns,
)
from app.learning.bringing.mapping import (
    ColumnMapping,
    coded,
    problems_of_words,
    with_words,
)
from app.learning.bringing.queries import (
    all_remembered,
    sheet_of,
    sheets_of,
)
from app.learning.bringing.remembering import forget_columns, remember_columns
from app.learning.bringing.values import Sheet
from app.learning.words.bringing import FIELD_NAMES

door = Blueprint("bringing", __name__, url_prefix="/employer/<enterprise_number>/history")


@door.url_value_preprocessor
def _room_for_a_file(_endpoint: str | None, _values: object) -> None:
    """Let a file that is too large come in, so that a sentence can say so."""
    request.max_content_length = 2 * MAX_BYTES


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    mandate, db = mandate_for(enterprise_number), session()
    return render_template(
        "employers/bringing/overview.html",
        nav="employers",
        here="history",
        mandate=mandate,
        sheets=sheet_lines(mandate, sheets_of(db, mandate.enterprise_id)),
        remembered=remembered_lines(all_remembered(db, mandate.enterprise_id)),
        days=KEPT_DAYS,
    )


@door.route("/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def bring(enterprise_number: str) -> str | Response:
    mandate = mandate_for(enterprise_number)
    form = BringForm()
    if form.validate_on_submit():
        sheet_id = _brought(mandate, form)
        if sheet_id:
            return redirect(_at("columns", mandate, sheet_id))
    return render_template(
        "employers/bringing/bring.html",
        nav="employers",
        here="history",
        mandate=mandate,
        form=form,
        days=KEPT_DAYS,
    )


def _brought(mandate: HeldMandate, form: BringForm) -> UUID | None:
    """The sheet that was brought; None, with a sentence at its field, where it is refused."""
    file = form.sheet.data
    content = file.read()
    file.close()  # what was set aside of it on the disk goes with it
    try:
        sheet = read_sheet(content, file.filename or "")
    except Unreadable as refused:
        form.sheet.errors = [*form.sheet.errors, sentence_about_sheet(refused.problem)]
        return None
    outcome = bring_sheet(
        session(),
        sheet,
        form.came(),
        language=language(),
        vault=current_app.extensions["vault"],
        by=acting_under(mandate),
        via=Channel.PAGE,
        at=now(),
    )
    if isinstance(outcome, Refused):
        form.show(outcome.problems)
        return None
    return outcome.sheet_id


@door.route("/<uuid:sheet_id>/columns", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def columns(enterprise_number: str, sheet_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number)
    sheet = _sheet(mandate, sheet_id)
    if not may_be_settled(session(), sheet):
        return redirect(_at("one", mandate, sheet_id))
    guess, remembered = guess_for(mandate, sheet)
    samples = samples_of(sheet)
    form = columns_form(sheet.came.what, sheet.header, samples, guess)
    if request.method == "GET" and "reason" in form:
        form["reason"].data = sheet.reason or reason_for(sheet)
    if form.validate_on_submit():
        mapping = mapping_chosen(sheet.came.what, sheet.header, form, guess)
        led_on = _go_on(mandate, sheet, mapping, form)
        if led_on:
            return led_on
    return render_template(
        "employers/bringing/columns.html",
        nav="employers",
        here="history",
        mandate=mandate,
        sheet=sheet,
        origin=origin_said(sheet.came),
        form=form,
        remembered=remembered,
        rights=sheet.came.what is What.RIGHTS,
    )


def _go_on(
    mandate: HeldMandate, sheet: Sheet, mapping: ColumnMapping, form: StatedForm
) -> Response | None:
    """To the meaning of words, or straight to what the file says; None to ask again."""
    reason = form["reason"].data if "reason" in form else None
    proposed = propose_columns(
        session(), sheet.sheet_id, mapping, reason=reason, by=acting_under(mandate), at=now()
    )
    if isinstance(proposed, Refused):
        form.show(proposed.problems)
        return None
    words = words_of(sheet, mapping)
    mapping = with_words(sheet.came.what, mapping, words)
    problems = problems_of_words(sheet.came.what, mapping, words)
    if too_many := [each for each in problems if each.code == "too_many_words"]:
        form.show(tuple(too_many))
        return None
    remember = bool(form["remember"].data)
    if words:
        return redirect(_at("words", mandate, sheet.sheet_id, remember=int(remember)))
    return _settled(mandate, sheet, mapping, reason, remember=remember)


def _settled(
    mandate: HeldMandate,
    sheet: Sheet,
    mapping: ColumnMapping,
    reason: str | None,
    *,
    remember: bool,
) -> Response:
    db, by = session(), acting_under(mandate)
    outcome = settle_columns(
        db, sheet.sheet_id, mapping, reason=reason, by=by, via=Channel.PAGE, at=now()
    )
    if isinstance(outcome, Refused):
        return redirect(_at("one", mandate, sheet.sheet_id))
    if remember:
        remember_columns(
            db, sheet.sheet_id, office_id=office_of(mandate), by=by, via=Channel.PAGE, at=now()
        )
    return redirect(_at("one", mandate, sheet.sheet_id))


@door.route("/<uuid:sheet_id>/words", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def words(enterprise_number: str, sheet_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number)
    sheet = _sheet(mandate, sheet_id)
    if sheet.mapping is None or not may_be_settled(session(), sheet):
        return redirect(_at("columns", mandate, sheet_id))
    what, found = sheet.came.what, words_of(sheet, sheet.mapping)
    mapping = with_words(what, sheet.mapping, found)
    form = words_form(what, mapping, found)
    if form.validate_on_submit():
        mapping = words_chosen(what, mapping, found, form)
        if not _without_meaning(form, problems_of_words(what, mapping, found) != []):
            remember = request.args.get("remember") == "1"
            return _settled(mandate, sheet, mapping, sheet.reason, remember=remember)
    return render_template(
        "employers/bringing/words.html",
        nav="employers",
        here="history",
        mandate=mandate,
        sheet=sheet,
        form=form,
        fields=coded(what, mapping),
        columns=mapping.columns,
        labels={each.name: FIELD_NAMES[each.name]() for each in coded(what, mapping)},
        words=found,
    )


def _without_meaning(form: StatedForm, any_open: bool) -> bool:
    """Say at each word that has no meaning yet that it needs one."""
    if any_open:
        for field in form:
            if not field.data and field.name != "csrf_token":
                field.errors = [*field.errors, _("Say what %(word)s means", word=field.label.text)]
    return any_open


@door.post("/<uuid:sheet_id>/withdrawal")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def give_up(enterprise_number: str, sheet_id: UUID) -> Response:
    mandate = mandate_for(enterprise_number)
    _sheet(mandate, sheet_id)
    give_up_sheet(session(), sheet_id, by=acting_under(mandate), via=Channel.PAGE, at=now())
    flash(_("The file is forgotten. What was loaded from it before stays."), "success")
    return redirect(url_for("bringing.overview", enterprise_number=enterprise_number))


@door.post("/columns/<uuid:mapping_id>/withdrawal")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def forget(enterprise_number: str, mapping_id: UUID) -> Response:
    mandate = mandate_for(enterprise_number)
    forget_columns(session(), mapping_id, by=acting_under(mandate), via=Channel.PAGE, at=now())
    flash(_("What was remembered of these columns is forgotten."), "success")
    return redirect(url_for("bringing.overview", enterprise_number=enterprise_number))


def _sheet(mandate: HeldMandate, sheet_id: UUID) -> Sheet:
    sheet = sheet_of(session(), mandate.enterprise_id, sheet_id)
    if sheet is None:
        abort(404)
    return sheet


def _at(page: str, mandate: HeldMandate, sheet_id: UUID, **more: Any) -> str:
    endpoint = f"rights_brought.{page}" if page == "one" else f"bringing.{page}"
    return url_for(endpoint, enterprise_number=mandate.enterprise_number, sheet_id=sheet_id, **more)
