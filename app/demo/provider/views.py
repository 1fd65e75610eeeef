"""The provider's addresses: one page for people, five endpoints for the portal."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.base import OAuth2Error, invalid_error_characters
from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app.demo.provider.choice import SOMEONE_ELSE, Choice, read_choice
from app.demo.provider.discovery import describe
from app.demo.provider.levels import Key, keys_for
from app.demo.provider.memory import SignIn
from app.demo.provider.people import LANGUAGES, PeopleFile
from app.demo.provider.server import DemoServer
from app.demo.provider.words import WORDS, language_for


def addresses(server: DemoServer) -> Blueprint:
    """Everything below the issuer's path."""
    settings = server.settings
    site = Blueprint(
        "provider",
        __name__,
        url_prefix=settings.path or None,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    door = _Door(server, PeopleFile(settings.people))
    metadata = describe(settings.issuer)
    rule = site.add_url_rule
    rule("/.well-known/openid-configuration", "discovery", lambda: jsonify(metadata))
    rule("/connect/jwk_uri", "keys", lambda: jsonify(server.keys.as_dict(private=False)))
    rule("/authorize", "authorize", door.authorize, methods=["GET", "POST"])
    rule("/access_token", "token", server.create_token_response, methods=["POST"])
    rule("/userinfo", "userinfo", door.userinfo, methods=["GET", "POST"])
    rule("/connect/endSession", "end_session", door.end_session, methods=["GET", "POST"])
    return site


class _Door:
    """The views that need the server and the list of people."""

    def __init__(self, server: DemoServer, people: PeopleFile) -> None:
        self._server = server
        self._people = people

    def authorize(self) -> AnyResponse:
        """Check the portal's request, show the page, answer the portal.

        The request stays in the query string from the page to its answer and is checked
        again with it; what the person chose travels in the body.
        """
        if _unprintable("response_type") or _unprintable("redirect_uri"):
            return _refused("The request contains characters that no such request may.")
        try:
            grant = self._server.get_consent_grant()
        except OAuth2Error as error:
            return self._refuse(error)
        keys = keys_for(request.args.get("acr_values"))
        if request.method == "GET":
            return self._page(keys, Choice())
        if "cancel" in request.form:
            return self._server.create_authorization_response(grant=grant)  # type: ignore[no-any-return]
        choice = read_choice(
            request.form,
            self._people.read(),
            keys,
            language=_language(),
            sub_of=self._server.sub_of,
        )
        if choice.person is None or choice.key is None:
            return self._page(keys, choice)
        sub = self._server.sub_of(choice.person.ssin)
        sign_in = SignIn(choice.person, choice.key, sub, at=self._server.settings.now)
        answer: Response = self._server.create_authorization_response(
            grant_user=sign_in, grant=grant
        )
        # 303: the browser must not send the form, with its number, on to the portal.
        answer.status_code = 303 if answer.status_code == 302 else answer.status_code
        return answer

    def userinfo(self) -> AnyResponse:
        return self._server.create_endpoint_response("userinfo")  # type: ignore[no-any-return]

    def end_session(self) -> AnyResponse:
        try:
            wish = self._server.validate_endpoint_request("end_session")
        except (OAuth2Error, ValueError) as error:
            # An ID token that is no token at all surfaces as ValueError.
            return _refused(str(error))
        answer = self._server.create_endpoint_response("end_session", wish)
        return answer or make_response(_render("signed_out.html"))

    def _refuse(self, error: OAuth2Error) -> AnyResponse:
        """To the portal when its address is known to be its own, else a page."""
        if not error.redirect_uri:
            return _refused(str(error))
        answer: Response = self._server.handle_error_response(None, error)
        self._server.execute_hook("after_create_authorization_response", answer)
        return answer

    def _page(self, keys: tuple[Key, ...], choice: Choice) -> Response:
        people = self._people.read()
        page = _render(
            "choose.html",
            people=[(self._server.sub_of(person.ssin), person) for person in people.people],
            state=people.state,
            keys=keys,
            all_keys=tuple(Key),
            choice=choice,
            someone_else=SOMEONE_ELSE,
        )
        return make_response(page, 400 if choice.problems else 200)


def _refused(reason: str) -> Response:
    return make_response(_render("refused.html", reason=reason), 400)


def _render(template: str, **context: Any) -> str:
    language = _language()
    query = request.args.to_dict(flat=False)
    translations = {
        other: urlencode(query | {"ui_locales": [other]}, doseq=True) for other in LANGUAGES
    }
    return render_template(
        template,
        language=language,
        words=WORDS[language],
        all_words=WORDS,
        translations=translations,
        **context,
    )


def _language() -> str:
    return language_for(request.args.get("ui_locales"), request.accept_languages.values())


def _unprintable(name: str) -> bool:
    """Whether a parameter that Authlib repeats in its errors has characters errors may not have."""
    return any(invalid_error_characters(value) for value in request.values.getlist(name))
