"""What a template writes into a page is safe there, whatever somebody's name is."""

from __future__ import annotations

from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from app.foundation import templating


@given(st.text() | st.text(alphabet="<>&'\"ab") | st.integers() | st.none() | st.text().map(Markup))
def test_a_value_is_written_as_markupsafe_would_write_it(value: object) -> None:
    assert templating.written(value) == str(escape(value))


def test_a_name_with_markup_in_it_stays_a_name() -> None:
    app = Flask(__name__)
    templating.attach(app)
    with app.test_request_context():
        page = render_template_string(
            "{% macro bold(it) %}<b>{{ it }}</b>{% endmacro %}"
            "<p title=\"{{ name }}\">{{ name }} {{ bold(name) }} {{ name ~ '!' }}</p>",
            name='<Els & "Co">',
        )
    safe = "&lt;Els &amp; &#34;Co&#34;&gt;"
    assert page == f'<p title="{safe}">{safe} <b>{safe}</b> {safe}!</p>'
