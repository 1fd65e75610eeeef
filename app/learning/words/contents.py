"""What a training is besides its days, as a person reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from flask_babel import gettext as _

from app.foundation.languages import language
from app.foundation.writing import day_month_year, enterprise_number
from app.learning.fields_of_learning import fields_of_learning
from app.learning.rules.contents import BROUGHT_ALONG, Financing, Origin
from app.learning.versions import TrainingContents

_FINANCING: dict[Financing, Callable[[], str]] = {
    Financing.EMPLOYER: lambda: _("paid by the employer"),
    Financing.SECTOR_FUND: lambda: _("paid by the sector's training fund"),
    Financing.TRAINING_LEAVE: lambda: _("Flemish training leave or paid educational leave"),
    Financing.OTHER: lambda: _("paid in another way"),
}
_ORIGINS: dict[Origin, Callable[[str | None], str]] = {
    Origin.PAGE: lambda name: _("typed on these pages"),
    Origin.SHEET: lambda name: _("brought in a sheet"),
    Origin.FEDERAL_ACCOUNT: lambda name: _("brought along from the Federal Learning Account"),
    Origin.OTHER_SYSTEM: lambda name: (
        _("brought along from another system: %(name)s", name=name)
        if name
        else _("brought along from another system")
    ),
}


class Came(Protocol):
    """What says how a training came to us."""

    @property
    def origin(self) -> Origin | None: ...
    @property
    def origin_name(self) -> str | None: ...
    @property
    def original_registered_on(self) -> date | None: ...


def field_said(code: str) -> str:
    """The name of a field of learning; the code itself where the list has it no more."""
    known = fields_of_learning().get(code)
    return known.name(language()) if known else code


def given_by(contents: TrainingContents) -> str | None:
    """Who gave it; None where nobody said."""
    if contents.internal:
        said: str = _("the employer itself")
        return said
    if contents.provider and contents.provider_number:
        return f"{contents.provider} ({enterprise_number(contents.provider_number)})"
    if contents.provider:
        return contents.provider
    return _("another provider") if contents.internal is False else None


def financing_said(financing: Financing) -> str:
    return _FINANCING[financing]()


def origin_said(contents: Came) -> str | None:
    """How it came to us, and when it was registered where it came from; None: nobody said."""
    if contents.origin is None:
        return None
    said = _ORIGINS[contents.origin](contents.origin_name)
    if contents.original_registered_on:
        said = _(
            "%(origin)s, registered there on %(day)s",
            origin=said,
            day=day_month_year(contents.original_registered_on),
        )
    return said


def came_along(training: Came) -> str | None:
    """Where a training is brought along from, for its worker too; None where it is not."""
    return origin_said(training) if training.origin in BROUGHT_ALONG else None


def contents_said(contents: TrainingContents) -> dict[str, str]:
    """Everything that was said of it, by what it is about."""
    given = given_by(contents)
    said = {
        "field": _field(contents),
        "given": _("given by %(who)s", who=given) if given else None,
        "financing": financing_said(contents.financing) if contents.financing else None,
        "origin": origin_said(contents),
    }
    return {name: words for name, words in said.items() if words}


def contents_listed(contents: TrainingContents) -> list[tuple[str, str]]:
    """The same as lines of a list, each with what it is about; what nobody said is left out."""
    lines = [
        (_("Field of learning"), _field(contents)),
        (_("Given by"), given_by(contents)),
        (_("Financing"), financing_said(contents.financing) if contents.financing else None),
        (_("How it came here"), origin_said(contents)),
    ]
    return [(name, said) for name, said in lines if said]


def _field(contents: TrainingContents) -> str | None:
    return field_said(contents.field_of_learning) if contents.field_of_learning else None
