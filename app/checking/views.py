"""The check page: three ways to ask whether a document is genuine, unchanged and still current.

It opens to anyone, keeps neither files nor codes, and counts without profiling.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from datetime import datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    render_template,
    request,
)
from flask.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm

from app.attestations.checks import How, Watching, unwatch, watch
from app.attestations.numbering import is_number, written
from app.attestations.telling import mail_is_sent
from app.checking.answering import Answer, answer_to_code, answer_to_number, answer_to_pdf
from app.checking.forms import CodeForm, DocumentForm, NumberForm, WatchForm
from app.checking.guessing import Guesses
from app.checking.keys import published
from app.checking.offline import offline_checker
from app.checking.register import standing_of
from app.checking.states import NOT_ASKED, Standing, State
from app.checking.wording import sentence
from app.checking.words import words_as_text
from app.foundation.clock import day_of
from app.foundation.database import session
from app.foundation.languages import language
from app.foundation.problems import Problem
from app.identity.access import OpensTo, opens_to
from certificates.checking import Finding, check_pdf
from certificates.codes import CodeFinding, read_code
from certificates.history import History
from certificates.keys import is_demonstration

door = Blueprint("checking", __name__)

#: Bytes: two megabytes of document, and what a form adds around it.
MOST_BYTES = (2 << 20) + (16 << 10)
_FINGERPRINT = re.compile("[0-9a-f]{64}")
_CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


@door.record_once
def _remember(state: BlueprintSetupState) -> None:
    state.app.extensions["guesses"] = Guesses()


@door.url_value_preprocessor
def _take_documents(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything reads the form: here documents come in, elsewhere only words."""
    request.max_content_length = MOST_BYTES


@door.route("/check", methods=["GET", "POST"])
@opens_to(OpensTo.ANYONE)
def check() -> Response:
    way = request.form.get("way")
    forms = {name: _form(name, way) for name in _FORMS}
    answer = None
    if request.method == "POST":
        sent = forms.get(way or "") or abort(400)
        if sent.validate():
            answer = _ANSWERS[str(way)](sent)
    page = render_template(
        "checking/check.html",
        forms=forms,
        sent=forms.get(way or ""),
        answer=answer,
        watched=mail_is_sent(current_app.config["PARCOURS"]),
        words=words_as_text(language()),
    )
    response = Response(page)
    response.headers["Permissions-Policy"] = _CAMERA
    return response


@door.post("/check/state")
@opens_to(OpensTo.ANYONE)
def state() -> dict[str, Any]:
    """For the page's script, which has checked a document by itself: how does it stand?

    Takes ``{"number": …}`` for a code, or ``{"sha256": …}`` for a file.
    """
    asked = request.get_json()
    if not isinstance(asked, dict):
        abort(400)
    number, sha256 = asked.get("number"), asked.get("sha256")
    if isinstance(sha256, str) and _FINGERPRINT.fullmatch(sha256):
        found = _standing(bytes.fromhex(sha256), How.FILE)
    elif isinstance(number, str) and len(number) < 40:
        found = _standing(number, How.CODE)
    else:
        abort(400)
    on = found.on.isoformat() if found.on else None
    return {"name": found.state, "on": on, "parts": found.parts}


@door.route("/check/watch", methods=["GET", "POST"])
@opens_to(OpensTo.ANYONE)
def watching() -> str:
    """Leave an address, to hear once when a document is overtaken or taken back."""
    _mail_or_nothing()
    form, left = WatchForm(), None
    if form.validate_on_submit():
        found = _left(form)
        if isinstance(found, Problem):
            form[found.field or "address"].errors = [sentence(found)]
            if found.field == "number" and not is_number(form.number.data or ""):
                form.was_a_slip()
        else:
            left = found
    return render_template("checking/watching.html", form=form, left=left, forgotten=False)


@door.post("/check/watch/forget")
@opens_to(OpensTo.ANYONE)
def forgetting() -> str:
    """Take an address back, with the token that was given for it."""
    _mail_or_nothing()
    vault = current_app.extensions["vault"]
    if not unwatch(session(), request.form.get("token", ""), vault=vault):
        abort(400)
    form = WatchForm(formdata=None)
    return render_template("checking/watching.html", form=form, left=None, forgotten=True)


@door.get("/check/offline.html")
@opens_to(OpensTo.ANYONE)
def offline() -> Response:
    today = day_of(current_app.extensions["clock"].now())
    address = current_app.config["PARCOURS"].public_address
    response = Response(offline_checker(published(), address=address, made_on=today))
    name = f"parcours-check-{today.isoformat()}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _answer_to_document(form: DocumentForm) -> Answer:
    history = published()
    with closing(form.document.data) as file:
        pdf = file.read()
    verdict = check_pdf(pdf, history)
    standing = NOT_ASKED
    if verdict.finding is Finding.GENUINE:
        standing = _standing(hashlib.sha256(pdf).digest(), How.FILE)
    return answer_to_pdf(verdict, standing, demonstration=_demonstration(history))


def _answer_to_code(form: CodeForm) -> Answer:
    history = published()
    verdict = read_code(form.code.data or "", history)
    standing = NOT_ASKED
    if verdict.finding is CodeFinding.GENUINE and verdict.facts is not None:
        standing = _standing(verdict.facts.number, How.CODE)
    return answer_to_code(verdict, standing, demonstration=_demonstration(history))


def _answer_to_number(form: NumberForm) -> Answer | None:
    """None for a slip of the pen, which the form then says."""
    typed = form.number.data or ""
    standing = _standing(typed, How.NUMBER)
    if standing.state is State.UNLISTED and not is_number(typed):
        form.was_a_slip()
        return None
    return answer_to_number(standing)


def _standing(which: str | bytes, how: How) -> Standing:
    now = _not_guessing()
    found = standing_of(session(), which, how, at=now)
    if found.state is State.UNLISTED:
        current_app.extensions["guesses"].missed(request.remote_addr, now)
    return found


def _left(form: WatchForm) -> Watching | Problem:
    """The act, with the same limit to guessing as a check."""
    now = _not_guessing()
    found = watch(
        session(),
        written(form.number.data or ""),
        form.address.data or "",
        language=language(),
        vault=current_app.extensions["vault"],
        at=now,
    )
    if isinstance(found, Problem) and found.field == "number":
        current_app.extensions["guesses"].missed(request.remote_addr, now)
    return found


def _mail_or_nothing() -> None:
    """Where no mail can be sent there is no such page."""
    if not mail_is_sent(current_app.config["PARCOURS"]):
        abort(404)


def _not_guessing() -> datetime:
    """The time; 429 for somebody who tries one number after the other."""
    now: datetime = current_app.extensions["clock"].now()
    if current_app.extensions["guesses"].too_many(request.remote_addr, now):
        abort(429)
    return now


def _demonstration(history: History) -> bool:
    return any(is_demonstration(key.certificate) for key in history.seals)


def _form(name: str, way: str | None) -> FlaskForm:
    """The form of one way; only the one that was sent is filled in."""
    return _FORMS[name]() if name == way else _FORMS[name](formdata=None)


_FORMS = {"document": DocumentForm, "code": CodeForm, "number": NumberForm}
_ANSWERS = {
    "document": _answer_to_document,
    "code": _answer_to_code,
    "number": _answer_to_number,
}
