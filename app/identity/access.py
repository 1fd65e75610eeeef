"""Who may open a page.  Every view says it; one that does not say it opens to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from app.audit.trail import Actor
from app.foundation.database import session
from app.identity.sessions import session_of

View = TypeVar("View", bound=Callable[..., Any])


class OpensTo(StrEnum):
    ANYONE = "anyone"
    SIGNED_IN = "signed_in"  # the page shows the person's own data only
    MANDATE = "mandate"  # and a mandate of the enterprise in the address
    REPRESENTATIVE = "representative"  # legal representative of the enterprise in the address
    CLIENT = "client"  # a machine with an access token of the scope that the view declares
    ASSERTION = "assertion"  # a machine that has signed who it is: where tokens are given


#: Doors at which no cookie says anything: no other site can make a browser act there.
WITHOUT_COOKIES = frozenset({OpensTo.CLIENT, OpensTo.ASSERTION})


class Needs(StrEnum):
    """What a mandate must allow, for a view that opens to mandates."""

    READING = "reading"  # any role
    REGISTERING = "registering"  # a registrar's
    MANAGING = "managing"  # an access manager's, of the enterprise itself


def opens_to(
    whom: OpensTo, *, needs: Needs = Needs.READING, scope: str | None = None
) -> Callable[[View], View]:
    """Declare who may open a view, and for one that opens to mandates, which of them suffice.

    ``scope`` is what a machine must have been allowed, for a view that opens to machines.  What
    is declared is enforced before the view runs: for mandates and representatives by
    :mod:`app.employers.access`, for machines by :mod:`app.channels.clients`.
    """
    if (scope is None) is (whom is OpensTo.CLIENT):
        raise ValueError("a view that opens to machines, and no other, names a scope")

    def declare(view: View) -> View:
        view.opens_to = whom  # type: ignore[attr-defined]
        view.needs = needs  # type: ignore[attr-defined]
        view.scope = scope  # type: ignore[attr-defined]
        return view

    return declare


@dataclass(slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """The person of the session under way."""

    token: str
    person_id: UUID
    name: str
    preferred_language: str | None
    #: Whether to show the way to the employer's pages; it opens none of them.
    acts_for_any: bool = False
    #: Enterprises whose legal representative this is, for as long as the session lasts.
    represents: tuple[str, ...] = ()

    def get_id(self) -> str:
        return self.token

    @property
    def actor(self) -> Actor:
        return Actor(self.person_id)


def signed_in() -> SignedIn:
    """The signed-in person; only in views that open to the signed-in."""
    person: SignedIn = current_user._get_current_object()
    return person


def signed_in_or_none() -> SignedIn | None:
    return signed_in() if current_user.is_authenticated else None


def attach(app: Flask) -> None:
    manager = LoginManager(app)
    # The token is checked against its row at every request; a second check against the
    # browser's address would end sessions of people on the move.
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        config = current_app.config["PARCOURS"]
        row = session_of(
            session(),
            token,
            at=current_app.extensions["clock"].now(),
            idle_minutes=config.session_minutes,
        )
        if row is None:
            return None
        name = " ".join(part for part in (row.given_names, row.surname) if part)
        return SignedIn(
            token,
            row.person_id,
            name,
            row.preferred_language,
            bool(cookie.get("acts_for_any")) or bool(row.represents),
            tuple(row.represents),
        )

    @app.before_request
    def guard() -> Response | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        view = app.view_functions[request.endpoint]
        whom = getattr(view, "opens_to", None)
        if whom is None:
            abort(403)
        g.opens_to = whom
        if whom is OpensTo.ANYONE or whom in WITHOUT_COOKIES or current_user.is_authenticated:
            return None
        if request.method != "GET":
            abort(401)
        return redirect(url_for("identity.sign_in", next=request.full_path.rstrip("?")))


def protect_forms(app: Flask) -> None:
    """Take a form only from a page of ours: everywhere but where no cookie says anything."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    protection = CSRFProtect(app)

    @app.before_request
    def check() -> None:
        if g.get("opens_to") not in WITHOUT_COOKIES:
            protection.protect(apply_exemptions=True)
