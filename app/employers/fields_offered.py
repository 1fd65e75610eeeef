"""The field of learning in a form: a hundred options, the same ones in every form.

What can be chosen is worked out once for each language, and written once: going through the
list anew would take longer than the rest of the form.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape
from wtforms import (  # type: ignore[attr-defined]  # its stubs are older than SelectChoice
    SelectChoice,
    SelectField,
)
from wtforms.widgets import Select, html_params

from app.foundation.languages import language
from app.learning.fields_of_learning import fields_of_learning

_NOT_SAID = _("Not said")


@cache
def _choices(spoken: str) -> tuple[SelectChoice, ...]:
    """The fields in groups of broad ones, with their names in a language.

    Narrow fields that hold one field of the same name would say it twice: they are left out.
    """
    known = fields_of_learning()
    found = []
    for code, each in known.items():
        inner = [name for name in known if name[:-1] == code]
        if len(code) == 3 and [known[name].names for name in inner] == [each.names]:
            continue
        broad = known[code[:2]].name(spoken)
        found.append(SelectChoice(code, each.name(spoken), optgroup=broad))
    return tuple(found)


@cache
def _written(spoken: str) -> str:
    """The same as markup, with none of them chosen."""
    groups = [
        f"<optgroup {html_params(label=broad)}>"
        + "".join(f"<option {_value(each.value)}>{escape(each.label)}</option>" for each in fields)
        + "</optgroup>"
        for broad, fields in groupby(_choices(spoken), key=lambda each: each.optgroup)
    ]
    return "".join(groups)


def _value(code: str) -> str:
    return str(html_params(value=code))


class _Offered(Select):
    def __call__(self, field: Any, **more: Any) -> Markup:
        """As WTForms would write it."""
        nothing = " selected" if field.data == "" else ""
        options = _written(language())
        if field.data:
            chosen = f"<option {_value(field.data)}>"
            options = options.replace(chosen, f"<option {html_params(selected=True)} {chosen[8:]}")
        named = html_params(**{"id": field.id, "name": field.name} | more)
        # The options are our own, and what was typed changes only which of them is chosen.
        return Markup(  # noqa: S704
            f'<select {named}><option{nothing} value="">{escape(str(_NOT_SAID))}</option>'
            f"{options}</select>"
        )


class FieldOfLearningField(SelectField):
    """A field of ISCED-F 2013 by its code, or nothing said; ``data`` is the code or empty."""

    widget = _Offered()

    def __init__(self, label: Any, validators: Any, **options: Any) -> None:
        offered = [SelectChoice("", _NOT_SAID), *_choices(language())]
        super().__init__(label, validators, choices=offered, **options)
