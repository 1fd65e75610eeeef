"""The portal: ``create_app`` puts the rooms behind their doors, in a visible order."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.attestations import views as attestations
from app.attestations.keys import Keyring
from app.career import views as career
from app.channels.api import views as api
from app.channels.clients import opening as machines_access
from app.channels.clients import views as machines
from app.checking import keys as published_keys
from app.checking import views as checking
from app.employers import access as employers_access
from app.employers import (
    chosen,
    chosen_rights,
    corrections,
    endings,
    rights,
    sizes,
    worker_rights,
)
from app.employers import views as employers
from app.employers.bringing import loading as rights_brought
from app.employers.bringing import views as bringing
from app.employers.checking import views as others
from app.employers.due import notices, planned
from app.employers.due import views as due
from app.employers.files import views as files
from app.employers.machines import views as machine_pages
from app.employers.overview import sheets
from app.employers.overview import views as overview
from app.employers.people import clients, first_connection, offices
from app.employers.people import views as people
from app.employers.planning import views as planning
from app.employers.registering import views as registering
from app.employers.statements import documents
from app.employers.statements import views as statements
from app.employers.taking_up import views as taking_up
from app.foundation import database, errors, headers, jobs, languages, logging, templating, writing
from app.foundation.clock import Clock, SystemClock
from app.home import views as home
from app.identity import access
from app.identity import views as identity
from app.identity.national_numbers import Vault
from app.identity.provider import Provider
from app.learning import calculator, statement_view
from app.learning import views as learning
from config import Config

HOUSE = Path(__file__).parents[1]

WORKERS = (identity, career, learning, calculator, statement_view, attestations)
EMPLOYERS = (
    employers,
    # Who may act.
    *(people, offices, clients, first_connection, machine_pages),
    # The workforce, seen whole.
    *(overview, sheets, chosen),
    # What is registered and stated, by hand, in files, or brought along.
    *(registering, others, corrections, files, bringing, rights_brought),
    *(sizes, rights, worker_rights, chosen_rights, endings),
    # What is due, and what is made for others.
    *(due, planned, notices, statements, documents, planning),
    # What a fault stopped, of any of these.
    taking_up,
)
ANYONE = (checking, published_keys)
#: Every room of pages, each behind its own door.
DOORS = (*WORKERS, *EMPLOYERS, *ANYONE)


def create_app(
    config: Config, *, engine: Engine | None = None, clock: Clock | None = None
) -> Flask:
    """The portal for these settings.

    ``engine`` defaults to the database the settings name, ``clock`` to the real one.
    """
    app = Flask(
        __name__, template_folder=str(HOUSE / "templates"), static_folder=str(HOUSE / "static")
    )
    secure = config.public_address.startswith("https://")
    app.config.update(
        PARCOURS=config,
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="parcours",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        MAX_CONTENT_LENGTH=1 << 20,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,  # a form stays good for as long as the session does
    )
    app.extensions["clock"] = clock or SystemClock()
    app.extensions["vault"] = Vault(config.hash_key, config.encryption_keys)
    app.extensions["keyring"] = Keyring(config, app.extensions["clock"])
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies
        )

    _templates(app, config)
    # Flask runs what is attached last first after a request: the log line comes out last,
    # and the commit before the answer's headers are settled.
    logging.attach(app)
    headers.attach(app, secure=secure, form_targets=_origin(config.oidc_issuer))
    database.attach(app, engine or database.engine_for(config))
    errors.attach(app)
    # Before a request it is first come, first served: a refusal is in the person's language.
    languages.attach(app, lambda: _saved_language())
    access.attach(app)
    access.protect_forms(app)
    employers_access.attach(app)
    machines_access.attach(app)
    app.extensions["provider"] = Provider(app, config)
    if config.database_url:
        jobs.open_for_requests(config.database_url)

    home.attach(app)
    for room in DOORS:
        app.register_blueprint(room.door)
    app.register_blueprint(files.schemas)
    machines.attach(app)
    api.attach(app)
    cli.attach(app)
    return app


def _saved_language() -> str | None:
    person = access.signed_in_or_none()
    return person.preferred_language if person else None


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _templates(app: Flask, config: Config) -> None:
    templating.attach(app)
    own = app.jinja_loader
    assert own is not None
    app.jinja_loader = ChoiceLoader(
        [own, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    writing.attach(app)

    @app.context_processor
    def everywhere() -> dict[str, object]:
        return {
            "signed_in": access.signed_in_or_none(),
            "language": languages.language(),
            "languages": languages.LANGUAGES,
            "demo": config.demo,
        }
