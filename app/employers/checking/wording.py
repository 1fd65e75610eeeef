"""Who registered something and how it came, why two are likely one, and what a choice does."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from app.foundation.writing import days
from app.learning.others.effects import Effect
from app.learning.others.queries import OthersCount, Whose
from app.learning.others.rules import Sign
from app.learning.others.sets import HISTORY
from app.learning.words.versions import channel, folder

_SIGNS: dict[Sign, Callable[[], str]] = {
    Sign.SAME_DAYS: lambda: _("same days"),
    Sign.OVERLAPPING_DAYS: lambda: _("days that overlap"),
    Sign.SAME_TITLE: lambda: _("same title"),
    Sign.SIMILAR_TITLE: lambda: _("similar title"),
    Sign.SAME_LENGTH: lambda: _("same length"),
    Sign.SAME_PROVIDER: lambda: _("same provider"),
    Sign.OTHER_PROVIDER: lambda: _("but another provider"),
    Sign.NO_ROOM_FOR_BOTH: lambda: _("more time together than these days have"),
}


def sign_said(sign: Sign) -> str:
    return _SIGNS[sign]()


def person_said(name: str | None) -> str:
    unnamed: str = _("Name not yet known")
    return name or unnamed


def made_said(name: str | None, machine: str | None, maker: str | None, *, nobody: bool) -> str:
    """Who made it: a person by ``name`` or a program, perhaps for another enterprise.

    What neither a person nor a machine made came through a drop folder.
    """
    if nobody:
        said: str = _("The operator of Parcours")
    elif name and maker:
        said = _("%(name)s, for %(office)s", name=name, office=maker)
    elif name:
        said = name
    elif machine and maker:
        said = _("The program “%(program)s” of %(office)s", program=machine, office=maker)
    elif machine:
        said = _("Your program “%(program)s”", program=machine)
    else:
        said = folder(maker)
    return said


def way_said(way: str) -> str:
    """How it came; a channel in the words of every history."""
    brought: str = _("brought along from another system")
    return brought if way == HISTORY else channel(way)


def maker_said(count: OthersCount) -> str:
    """An office or a provider, or whoever it was where it was none."""
    if count.maker:
        return count.maker
    own: str = _("Your enterprise, in another way")
    operator: str = _("The operator of Parcours")
    return operator if count.who is Whose.NOBODY else own


def effect_said(effect: Effect | None) -> str:
    """What is left, before and after."""
    if effect is None:
        said: str = _("There is no account of that year")
    elif effect.before is None or effect.after is None:
        said = _("What is left of %(year)s is not known", year=effect.year)
    elif effect.before != effect.after:
        said = _(
            "Left in %(year)s: %(before)s now, %(after)s then",
            year=effect.year,
            before=days(effect.before, effect.day_minutes),
            after=days(effect.after, effect.day_minutes),
        )
    elif effect.planned_before != effect.planned_after:
        said = _(
            "Planned in %(year)s: %(before)s now, %(after)s then",
            year=effect.year,
            before=days(effect.planned_before, effect.day_minutes),
            after=days(effect.planned_after, effect.day_minutes),
        )
    else:
        said = _("The balance of %(year)s stays as it is", year=effect.year)
    return said
