"""Which version of a fact an answer rests on: the one known now, or the one known then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, or_
from sqlalchemy.orm import Session

from app.foundation.asking import Asked, Question

Row = TypeVar("Row")


def known_now(versions: Any) -> ColumnElement[bool]:
    """The versions in force; ``versions`` is a versioned table or its columns."""
    now: ColumnElement[bool] = versions.recorded_until.is_(None)
    return now


def known_then(versions: Any) -> ColumnElement[bool]:
    """The versions that were in force on the instant that fills the blank ``at``.

    A version that ended on that instant was not; the one that began on it was.
    """
    then: ColumnElement[bool] = (versions.recorded_from <= bindparam("at")) & or_(
        versions.recorded_until.is_(None), versions.recorded_until > bindparam("at")
    )
    return then


class TimedQuestion(Question[Row]):
    """A question that can be asked of what is known now, and of what was known then.

    It is itself the question about now, so that it can be asked together with others.
    """

    def __init__(self, now: Select[Any], then: Select[Any], row: Callable[..., Row]) -> None:
        super().__init__(now, row)
        self._then: Question[Row] = Question(then, row)

    def on(self, at: datetime | None, **values: Any) -> Asked[Row]:
        """The question with its blanks filled in; ``at`` None means now."""
        if at is None:
            return self.about(**values)
        return self._then.about(at=at, **values)

    def ask_on(self, db: Session, at: datetime | None, **values: Any) -> list[Row]:
        """Ask it now, of what was known at ``at``."""
        if at is None:
            return self.ask(db, **values)
        return self._then.ask(db, at=at, **values)
