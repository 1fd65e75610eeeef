"""Two keys that turn out to be one person, or one enterprise: every room moves its facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.attestations import moving as attestations
from app.audit.trail import OPERATOR, Act, Channel, Ground, Trace, record
from app.career import reporting as career
from app.employment import moving as employment
from app.enterprises import moving as enterprises
from app.enterprises.identifying import SameEnterprise
from app.identity.registering import SamePerson
from app.learning import moving as learning


def merge_persons(db: Session, same: SamePerson, *, at: datetime) -> None:
    kept, given_up = same.kept, same.given_up
    enterprises.move_person(db, kept=kept, given_up=given_up)
    employment.move_person(db, kept=kept, given_up=given_up, at=at)
    learning.move_person(db, kept=kept, given_up=given_up, at=at)
    career.move_person(db, kept=kept, given_up=given_up)
    attestations.move_person(db, kept=kept, given_up=given_up)
    trace = Trace(
        Act.PERSONS_MERGED,
        OPERATOR,
        Ground.OPERATION,
        subject_id=given_up,
        details={"kept": str(kept)},
    )
    record(db, [trace], via=Channel.COMMAND, at=at)


def merge_enterprises(db: Session, same: SameEnterprise, *, at: datetime) -> None:
    kept, given_up = same.kept, same.given_up
    enterprises.move_enterprise(db, kept=kept, given_up=given_up, at=at)
    employment.move_enterprise(db, kept=kept, given_up=given_up, at=at)
    learning.move_enterprise(db, kept=kept, given_up=given_up, at=at)
    attestations.move_enterprise(db, kept=kept, given_up=given_up)
