"""Signing in and out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask import session as cookie
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.enterprises.mandates import mandates_of, take_up_mandates
from app.foundation.clock import Clock, day_of
from app.foundation.database import session
from app.foundation.languages import language as spoken
from app.identity.access import OpensTo, SignedIn, opens_to, signed_in, signed_in_or_none
from app.identity.provider import Provider, ProviderUnreachable
from app.identity.sessions import end_session, session_of
from app.identity.signing_in import NotVouchedFor
from app.identity.signing_in import sign_in as begin_session

door = Blueprint("identity", __name__)


def _provider() -> Provider:
    provider: Provider = current_app.extensions["provider"]
    return provider


def _clock() -> Clock:
    clock: Clock = current_app.extensions["clock"]
    return clock


#: Characters of an address worth coming back to: it waits in the cookie, which is small.
LONGEST_PATH = 1_000


def own_path(target: str | None) -> str | None:
    """A path within the portal, and nothing that a browser could read as another place.

    Browsers take a backslash for a slash, and drop tabs and line ends before they read.
    """
    if not target or len(target) > LONGEST_PATH or not target.isprintable() or "\\" in target:
        return None
    return target if target.startswith("/") and not target.startswith("//") else None


@door.get("/sign-in")
@opens_to(OpensTo.ANYONE)
def sign_in() -> Response:
    cookie["next"] = own_path(request.args.get("next"))
    try:
        return _provider().ask(language=spoken())
    except ProviderUnreachable:
        abort(503)


@door.get("/sign-in/callback")
@opens_to(OpensTo.ANYONE)
def callback() -> Response:
    if request.args.get("error") == "access_denied":
        # The person pressed Cancel at the provider: back to where one chooses.
        return redirect(url_for("home.home"))
    try:
        who = _provider().answer()
    except NotVouchedFor:
        abort(401)
    except ProviderUnreachable:
        abort(503)
    config: Any = current_app.config["PARCOURS"]
    db, now = session(), _clock().now()
    if previous := signed_in_or_none():
        end_session(db, previous.token, at=now)
    target = cookie.get("next")
    language = cookie.get("language")
    # Nothing of before the sign-in survives it, so that no prepared session can be slipped in.
    cookie.clear()
    token = begin_session(
        db, who, vault=current_app.extensions["vault"], at=now, hours=config.session_hours
    )
    row = session_of(db, token, at=now, idle_minutes=config.session_minutes)
    assert row is not None
    take_up_mandates(db, row.person_id, at=now)
    if language:
        cookie["language"] = language
    cookie["acts_for_any"] = bool(mandates_of(db, row.person_id, on=day_of(now)))
    login_user(SignedIn(token, row.person_id, "", row.preferred_language))
    return redirect(own_path(target) or url_for("home.start"))


@door.post("/sign-out")
@opens_to(OpensTo.SIGNED_IN)
def sign_out() -> Response:
    db, now, person = session(), _clock().now(), signed_in()
    end_session(db, person.token, at=now)
    trace = Trace(Act.SIGNED_OUT, person.actor, Ground.OWN_DATA, subject_id=person.person_id)
    record(db, [trace], via=Channel.PAGE, at=now)
    logout_user()
    language = cookie.get("language")
    cookie.clear()
    if language:
        cookie["language"] = language
    return redirect(_provider().farewell() or url_for("home.home"))
