"""Pages that belong to no room."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.foundation.clock import day_of
from app.foundation.database import session
from app.foundation.languages import LANGUAGES
from app.home.sample import sample_drawings
from app.identity.access import OpensTo, opens_to, signed_in, signed_in_or_none
from app.identity.signing_in import save_language
from app.identity.views import own_path

door = Blueprint("home", __name__)
languages = Blueprint("languages", __name__)


@door.get("/")
@opens_to(OpensTo.ANYONE)
def home() -> str:
    wide, narrow = sample_drawings(day_of(current_app.extensions["clock"].now()))
    return render_template("home.html", drawing=wide, drawing_narrow=narrow)


@door.get("/start")
@opens_to(OpensTo.SIGNED_IN)
def start() -> Response:
    """Where a sign-in leads when it was not on the way to some page: to one's own career."""
    return redirect(url_for("career.timeline"))


@door.get("/accessibility")
@opens_to(OpensTo.ANYONE)
def accessibility() -> str:
    return render_template("accessibility.html")


@door.get("/health")
@opens_to(OpensTo.ANYONE)
def health() -> tuple[dict[str, str], int]:
    """UP when the portal can do its work, DOWN when its database does not answer."""
    try:
        session().execute(text("select 1"))
    except SQLAlchemyError:
        session().rollback()
        return {"status": "DOWN"}, 503
    return {"status": "UP"}, 200


@languages.get("/language/<language>")
@opens_to(OpensTo.ANYONE)
def choose(language: str) -> Response:
    """Change the language and stay on the page; for somebody signed in it is kept for good."""
    if language not in LANGUAGES:
        abort(404)
    cookie["language"] = language
    person = signed_in_or_none()
    if person and person.preferred_language != language:
        now = current_app.extensions["clock"].now()
        save_language(session(), signed_in().actor, language, at=now)
    return redirect(own_path(request.args.get("next")) or url_for("home.home"))


def attach(app: Flask) -> None:
    app.register_blueprint(door)
    app.register_blueprint(languages)
