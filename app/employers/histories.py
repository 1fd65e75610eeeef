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
from app.learning.makers import Makers, key_of, makers_of
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
    who = _Who(makers_of(db, [(each.stated_by, each.mandate_id) for each in versions]))
    stated = any(each.stated_by and each.recorded_until is None for each in versions)
    return [
        HistoryLine(
            each.recorded_from,
            wording.size_said(each),
            who.said(each.stated_by, each.mandate_id) if each.stated_by else None,
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
    acted = [(each.version.by, each.version.mandate_id) for each in versions]
    who = _Who(
        makers_of(
            db,
            acted,
            [each for each in versions if isinstance(each, TrainingVersion)],
            [each for each in versions if isinstance(each, RightVersion)],
        )
    )
    return [
        HistoryLine(
            each.version.recorded_from,
            said(each),
            who.made(each),
            wording.channel(each.version.channel),
            each.version.reason,
            each.version.recorded_until is None,
        )
        for each in reversed(versions)
    ]


@dataclass(frozen=True, slots=True)
class _Who:
    """Names of people, and of the offices and providers that they or a program acted from."""

    makers: Makers

    def made(self, version: _Versioned) -> str:
        """Who made a version of a statement or of a training."""
        made, elsewhere = version.version, None
        if isinstance(version, TrainingVersion | RightVersion):
            key = key_of(version)
            elsewhere = self.makers.elsewhere.get(key)
            if key in self.makers.folders:
                return wording.folder(elsewhere)
        return self.said(made.by, made.mandate_id, elsewhere)

    def said(
        self, person_id: UUID | None, mandate_id: UUID | None, elsewhere: str | None = None
    ) -> str:
        """The person, and the office or provider of which it was one; a program is no person."""
        office = elsewhere or (self.makers.offices.get(mandate_id) if mandate_id else None)
        if person_id is None and mandate_id is None:
            return str(_("A program of %(office)s", office=office) if office else _("A program"))
        name = (self.makers.names.get(person_id) if person_id else None) or _("Name not yet known")
        if office is None:
            return str(name)
        return str(_("%(name)s, for %(office)s", name=name, office=office))
