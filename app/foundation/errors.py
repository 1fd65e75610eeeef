"""Error pages: what happened, what to do, and a number to quote.  They ask no database."""

from __future__ import annotations

from flask import Flask, g, render_template
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.foundation.logging import log

#: Code: heading, explanation, way out.
PAGES = {
    400: (
        _("We could not read that request"),
        _("Your browser sent something that this page does not expect."),
        _("Go back, reload the page and try again."),
    ),
    401: (
        _("You are not signed in"),
        _("Your session is over, or signing in did not succeed. Nothing was saved or changed."),
        _("Sign in again."),
    ),
    403: (
        _("This is not open to you"),
        _("You can only open your own pages, and those of enterprises that gave you a mandate."),
        _("If you should have access, ask the access manager of the enterprise."),
    ),
    404: (
        _("There is no such page"),
        _("The address may be mistyped, or what stood here is not yours to see."),
        _("Check the address, or begin at the start page."),
    ),
    405: (
        _("That does not work here"),
        _("This address does not take what your browser tried to do with it."),
        _("Begin at the start page."),
    ),
    410: (
        _("This is gone"),
        _("What stood here was taken away for good."),
        _("Begin at the start page."),
    ),
    413: (
        _("That is too large"),
        _("What you sent is larger than this page accepts."),
        _("Send less at a time."),
    ),
    429: (
        _("Too many requests"),
        _("You have asked more often than we can answer."),
        _("Wait a minute, then try again."),
    ),
    500: (
        _("Something went wrong on our side"),
        _("It is not your fault. Nothing was saved or changed by what you just did."),
        _("Try again in a few minutes."),
    ),
    503: (
        _("We cannot answer just now"),
        _("A service that we depend on does not answer. Nothing was saved or changed."),
        _("Try again in a few minutes."),
    ),
}


def attach(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> tuple[str, int]:
        code = error.code if error.code in PAGES else 400 if (error.code or 500) < 500 else 500
        return _page(code or 500)

    @app.errorhandler(CSRFError)
    def stale(_error: CSRFError) -> tuple[str, int]:
        return _page(400)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> tuple[str, int]:
        _roll_back()
        log.error("unexpected", exc_info=error)
        return _page(InternalServerError.code)


def _roll_back() -> None:
    if "db" in g:
        g.db.rollback()


def _page(code: int) -> tuple[str, int]:
    heading, explanation, way_out = PAGES[code]
    page = render_template(
        "errors/error.html",
        code=code,
        heading=heading,
        explanation=explanation,
        way_out=way_out,
        request_id=g.get("request_id"),
        signed_in=None,
    )
    return page, code
