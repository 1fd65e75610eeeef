"""The headers of every answer.  One test holds them to a golden file."""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def policy(*, form_targets: str = "") -> str:
    """The policy as one header line; ``form_targets`` may name where a form's answer leads."""
    rules = dict(CONTENT_SECURITY_POLICY)
    if form_targets:
        # Browsers hold the redirect that answers a form to form-action too: sign-in is
        # a form of ours that ends at the identity provider, sign-out as well.
        rules["form-action"] += f" {form_targets}"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def attach(app: Flask, *, secure: bool, form_targets: str) -> None:
    headers = {
        "Content-Security-Policy": policy(form_targets=form_targets),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if secure:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    @app.after_request
    def write(response: Response) -> Response:
        for name, value in headers.items():
            # A door may have said more of its own page: that it uses the camera, for one.
            response.headers.setdefault(name, value)
        if request.endpoint != "static" or response.status_code >= 400:
            # Pages are about one person: nobody in between keeps them, nor the back button
            # after signing out.
            response.headers["Cache-Control"] = "no-store"
        return response
