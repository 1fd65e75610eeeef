"""Every version of a statement as a line to read: what it said, who made it, when, how and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.enterprises.queries import SizeVersion
from app.foundation.clock import BRUSSELS
from app.identity.queries import names_of
from app.learning.statements import EndVersion, RightVersion, TrainingVersion, Version
from app.learning.words import versions as wording


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """``who`` None: nobody, it was worked out; ``in_force``: it is what holds now."""

    at: datetime
    what: str
    who: str | None
    channel: str | None
    reason: str | None
    in_force: bool

    @property
    def time(self) -> str:
        """The time of the day in Brussels: two versions may be of the same day."""
        return f"{self.at.astimezone(BRUSSELS):%H:%M}"


class _Versioned(Protocol):
    @property
    def version(self) -> Version: ...


_Any = TypeVar("_Any", bound=_Versioned)


def size_lines(db: Session, versions: Sequence[SizeVersion]) -> list[HistoryLine]:
    """The sizes ever known or stated for a period, newest first.

    A worked-out size stays in force beside a stated one: only one of the two counts.
    """
    names = _names(db, {each.stated_by for each in versions})
    stated = any(each.stated_by and each.recorded_until is None for each in versions)
    return [
        HistoryLine(
            each.recorded_from,
            wording.size_said(each),
            _name(names, each.stated_by) if each.stated_by else None,
            wording.channel(each.channel) if each.channel else None,
            each.reason,
            each.recorded_until is None and (bool(each.stated_by) or not stated),
        )
        for each in reversed(versions)
    ]


def right_lines(db: Session, versions: Sequence[RightVersion]) -> list[HistoryLine]:
    return _lines(db, versions, wording.right_said)


def end_lines(db: Session, versions: Sequence[EndVersion]) -> list[HistoryLine]:
    return _lines(db, versions, wording.end_said)


def training_lines(db: Session, versions: Sequence[TrainingVersion]) -> list[HistoryLine]:
    """The versions of a training, newest first; each says what became of it, and all it said."""
    first = versions[0] if versions else None

    def said(version: TrainingVersion) -> str:
        words = wording.training_said(version)
        if version.version.ended:
            return str(_("Cancelled: %(training)s", training=words))
        if version is first:
            return str(_("Registered: %(training)s", training=words))
        return str(_("Corrected: %(training)s", training=words))

    return _lines(db, versions, said)


def _lines(db: Session, versions: Sequence[_Any], said: Callable[[_Any], str]) -> list[HistoryLine]:
    names = _names(db, {each.version.by for each in versions})
    return [
        HistoryLine(
            each.version.recorded_from,
            said(each),
            _name(names, each.version.by),
            wording.channel(each.version.channel),
            each.version.reason,
            each.version.recorded_until is None,
        )
        for each in reversed(versions)
    ]


def _names(db: Session, people: set[UUID | None]) -> dict[UUID, str | None]:
    known = [each for each in people if each is not None]
    return {key: name.full for key, name in names_of(db, known).items()} if known else {}


def _name(names: dict[UUID, str | None], person_id: UUID | None) -> str:
    found = names.get(person_id) if person_id else None
    return found or _("Name not yet known")
