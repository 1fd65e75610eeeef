"""What is law on a day, what was, and what will be: a sentence for each fact and standing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

Words = Callable[[dict[str, Any]], str]

#: By the fact's code and how it stands; ``since`` and ``until`` are written out.
HISTORY: dict[tuple[str, str], Words] = {
    ("training_right", "in_force"): lambda p: _(
        "The right to training days has existed since %(since)s and is in force.", **p
    ),
    ("training_right", "past"): lambda p: _(
        "The right to training days existed from %(since)s to %(until)s.", **p
    ),
    ("training_right", "to_come"): lambda p: _(
        "The right to training days begins on %(since)s.", **p
    ),
    ("registration_duty", "in_force"): lambda p: _(
        "Since %(since)s employers have had to register training days in the Federal Learning "
        "Account.",
        **p,
    ),
    ("registration_duty", "past"): lambda p: _(
        "From %(since)s to %(until)s employers had to register training days in the Federal "
        "Learning Account. That duty has ended; the right to training days is another matter.",
        **p,
    ),
    ("registration_duty", "to_come"): lambda p: _(
        "From %(since)s on employers will have to register training days in the Federal Learning "
        "Account.",
        **p,
    ),
    ("registered_data_kept", "in_force"): lambda p: _(
        "What was registered in the Federal Learning Account can be consulted until %(until)s; "
        "then it is destroyed.",
        **p,
    ),
    ("registered_data_kept", "past"): lambda p: _(
        "What was registered in the Federal Learning Account could be consulted until %(until)s; "
        "then it was destroyed.",
        **p,
    ),
    ("registered_data_kept", "to_come"): lambda p: _(
        "What will be registered in the Federal Learning Account can be consulted from %(since)s "
        "on.",
        **p,
    ),
}
#: The acts that begin or end something, as the parameter file names them.
LAWS: dict[str, Callable[[], str]] = {
    "law of 3 October 2022, chapter 12": lambda: _("Law of 3 October 2022, chapter 12"),
    "law of 20 October 2023": lambda: _("Law of 20 October 2023"),
    "law of 14 January 2026": lambda: _("Law of 14 January 2026"),
}


def ground_of(law: str, ended_by: str | None) -> str:
    """The act something rests on, and the one that ended it; KeyError for an act without words."""
    if ended_by is None:
        return LAWS[law]()
    said: str = _("%(law)s, ended by: %(ended_by)s", law=LAWS[law](), ended_by=LAWS[ended_by]())
    return said
