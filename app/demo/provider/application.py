"""The provider as a Flask application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response

from app.demo.provider.server import DemoServer
from app.demo.provider.settings import ProviderSettings
from app.demo.provider.views import addresses

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def create_provider(settings: ProviderSettings) -> Flask:
    """A provider with a memory of its own; run it in one process only."""
    app = Flask("app.demo.provider", static_folder=None, template_folder=None)
    # A sign-in is a page of text; nothing larger is ever welcome.
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(addresses(DemoServer(app, settings)))
    app.after_request(_headers(settings))
    app.wsgi_app = _under(settings.issuer, app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


def _headers(settings: ProviderSettings) -> Callable[[Response], Response]:
    # Chromium holds the redirect that follows a form to form-action too, so the way back to
    # the portal has to be named.
    targets = " ".join(("'self'", *settings.client_origins))
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
        f"form-action {targets}; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }

    def attach(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return attach


def _under(issuer: str, inner: WSGIApplication) -> WSGIApplication:
    """Let every request be one to the issuer, whatever host the client wrote.

    Authlib refuses plain http except to the loopback interface, judging by the request; the
    issuer has been judged already, when the settings were made.
    """
    parts = urlsplit(issuer)

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = parts.scheme, parts.netloc
        return inner(environ, start_response)

    return outer
