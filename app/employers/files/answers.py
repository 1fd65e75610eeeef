"""The answers of a file as its sender's people take them away: what they may see, and no longer.

A file may be of many clients.  What a pre-flight would do to a balance is told of those that
whoever looks may act for, and of workers whom they may look at today; each leaves a line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.audit.trail import Actor
from app.channels.batch.handing_out import Subjects, handed_out
from app.channels.batch.values import File, Mode, Result
from app.employers.access import acting_under
from app.employers.files.balances import PAGE, held_from
from app.employers.looking import today
from app.employers.overview.taking import note_going_out
from app.employment.closing import open_to
from app.enterprises.mandates import HeldMandate


def answers_of(mandate: HeldMandate, file: File, *, refused: bool = False) -> Iterator[Result]:
    """Every result, or those of refused records; MandateEnded where the mandate has ended."""
    by = acting_under(mandate)
    # Of refused records and of what was really carried out no effect is told.
    foretold = file.mode is Mode.PREFLIGHT and not refused
    effects = _effects(mandate, file) if foretold else None

    def asking(db: Session, results: list[Result]) -> list[Result]:
        note_going_out(db, by, (), PAGE)
        return effects.told(db, results) if effects else results

    return handed_out(current_app.extensions["engine"], file.file_id, asking, refused=refused)


def _effects(mandate: HeldMandate, file: File) -> _Effects:
    acting = {
        held.enterprise_number: acting_under(held)
        for held in held_from(mandate).values()
        if held.enterprise_number
    }
    return _Effects(Subjects(file.file_id, current_app.extensions["vault"]), acting)


@dataclass(frozen=True, slots=True)
class _Worker:
    """As the lines of the trail name whose data goes out."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class _Effects:
    """``acting``: who looks, by the numbers of the enterprises that they may act for."""

    subjects: Subjects
    acting: dict[str, Actor]

    def told(self, db: Session, results: list[Result]) -> list[Result]:
        """The results, without the effects that are not to be told; a line for each worker."""
        about = self.subjects.of(db, results)
        people: defaultdict[str, set[UUID]] = defaultdict(set)
        for number, person_id in about.values():
            if number in self.acting:
                people[number].add(person_id)
        seen = {number: self._seen(db, number, theirs) for number, theirs in people.items()}
        return [
            each if _is_told(about.get(each.ordinal), seen) else replace(each, effect=None)
            for each in results
        ]

    def _seen(self, db: Session, number: str, people: set[UUID]) -> set[UUID]:
        by = self.acting[number]
        assert by.enterprise_id is not None, "a mandate is of an enterprise"
        seen = open_to(db, by.enterprise_id, people, today=today())
        note_going_out(db, by, [_Worker(each) for each in sorted(seen)], PAGE)
        return seen


def _is_told(about: tuple[str, UUID] | None, seen: dict[str, set[UUID]]) -> bool:
    return about is not None and about[1] in seen.get(about[0], ())
