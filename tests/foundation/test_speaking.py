"""A document speaks its own language, and the page around it the reader's."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from app.foundation.languages import language, speaking


def test_within_a_page_another_language_is_spoken_and_then_the_pages_own_again(
    app: Flask,
) -> None:
    with app.test_request_context(), speaking("en"):
        assert _("Employer") == "Employer"
        for code, said in (("fr", "Employeur"), ("nl", "Werkgever"), ("de", "Arbeitgeber")):
            with speaking(code):
                assert (language(), _("Employer")) == (code, said)
        assert (language(), _("Employer")) == ("en", "Employer")


def test_a_job_that_first_speaks_one_language_speaks_the_next_as_well(app: Flask) -> None:
    with app.app_context():
        for code, said in (("fr", "Employeur"), ("nl", "Werkgever")):
            with speaking(code):
                assert _("Employer") == said
