"""Which trainings an address asks for."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from app.employers.overview.wording import fields_said, givers_said, kinds_said, months_said
from app.learning.workers.trainings import GIVERS, NOT_SAID, TrainingsWanted

_YES_NO = {"1": True, "0": False}


def trainings_from(fields: Mapping[str, str], year: int) -> TrainingsWanted:
    """What cannot be read lets every training through."""
    month, giver, field = (fields.get(name, "") for name in ("month", "giver", "field"))
    return TrainingsWanted(
        year,
        int(month) if month in {f"{each:02d}" for each in range(1, 13)} else None,
        _YES_NO.get(fields.get("followed", "")),
        _YES_NO.get(fields.get("formal", "")),
        giver if giver in GIVERS else None,
        field if field == NOT_SAID or field in fields_said() else None,
    )


def training_filter_said(wanted: TrainingsWanted) -> dict[str, str]:
    """Every filter in force, in words, by its field."""
    said: dict[str, str | None] = {
        "month": months_said()[f"{wanted.month:02d}"] if wanted.month else None,
        "followed": None
        if wanted.followed is None
        else (_("Followed") if wanted.followed else _("Planned")),
        "formal": None if wanted.formal is None else kinds_said()["1" if wanted.formal else "0"],
        "giver": givers_said()[wanted.giver] if wanted.giver else None,
        "field": fields_said().get(wanted.field) if wanted.field else None,
    }
    return {name: words for name, words in said.items() if words}
