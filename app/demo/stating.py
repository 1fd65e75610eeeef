"""Playing what the employers of the demonstration state, by the acts behind their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Actor, Channel
from app.employment.queries import employments_of
from app.learning.correcting import (
    Cancellation,
    Correction,
    as_registered,
    cancel_trainings,
    correct_trainings,
)
from app.learning.statements import TrainingVersion, trainings_known
from app.learning.stating import (
    EndReason,
    EndStatement,
    RightKind,
    RightStatement,
    SizeStatement,
    state_ends,
    state_rights,
    state_sizes,
)

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Playing:
    """Who states, for which enterprise, at which instant."""

    db: Session
    by: Actor
    at: datetime

    def play(self, entry: Entry, person_id: UUID | None) -> object:
        """Carry one entry out; its outcome."""
        act = {
            "size": self._size,
            "right": self._right,
            "end": self._end,
            "correction": self._correction,
            "cancellation": self._cancellation,
        }[entry["act"]]
        return act(entry, person_id)

    def _size(self, entry: Entry, _person_id: UUID | None) -> object:
        stated = SizeStatement(entry["first_year"], entry["fte"], entry["reason"])
        [outcome] = state_sizes(self.db, [stated], by=self.by, via=Channel.COMMAND, at=self.at)
        return outcome

    def _right(self, entry: Entry, person_id: UUID | None) -> object:
        stated = RightStatement(
            entry["year"],
            RightKind(entry["kind"]),
            entry["reason"],
            person_id=person_id,
            days=entry["days"],
            agreement=entry["agreement"],
        )
        [outcome] = state_rights(self.db, [stated], by=self.by, via=Channel.COMMAND, at=self.at)
        return outcome

    def _end(self, entry: Entry, person_id: UUID | None) -> object:
        assert person_id is not None, "an employment ends for somebody"
        ends_on = date.fromisoformat(entry["ends_on"])
        jobs = employments_of(self.db, person_id, enterprise_id=self.by.enterprise_id)
        [employment_id] = [each.employment_id for each in jobs if each.ends_on == ends_on]
        since = entry["notice_from"]
        stated = EndStatement(
            person_id,
            employment_id,
            EndReason(entry["end_reason"]),
            date.fromisoformat(since) if since else None,
        )
        [outcome] = state_ends(self.db, [stated], by=self.by, via=Channel.COMMAND, at=self.at)
        return outcome

    def _correction(self, entry: Entry, person_id: UUID | None) -> object:
        training = self._training(entry, person_id)
        wanted = replace(as_registered(training), minutes=entry["minutes"])
        correction = Correction(
            training.training_id, training.recorded_from, wanted, entry["reason"]
        )
        [outcome] = correct_trainings(
            self.db, [correction], by=self.by, via=Channel.COMMAND, at=self.at
        )
        return outcome

    def _cancellation(self, entry: Entry, person_id: UUID | None) -> object:
        training = self._training(entry, person_id)
        cancellation = Cancellation(
            training.person_id, training.training_id, training.recorded_from
        )
        [outcome] = cancel_trainings(
            self.db,
            [cancellation],
            reason=entry["reason"],
            by=self.by,
            via=Channel.COMMAND,
            at=self.at,
        )
        return outcome

    def _training(self, entry: Entry, person_id: UUID | None) -> TrainingVersion:
        assert person_id is not None, "a training is somebody's"
        known = trainings_known(self.db, person_id, enterprise_id=self.by.enterprise_id, at=None)
        [found] = [each for each in known if each.title == entry["title"]]
        return found
