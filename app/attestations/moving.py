"""What happens to documents when two persons, or two enterprises, turn out to be one.

Both keep all of them; what was wished for names the key that is kept, so that documents can be
held beside what is known.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from app.attestations.models import Attestation, StatementRun, StatementRunRow
from app.foundation.moving import move_rows


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    for column in ("person_id", "asked_by"):
        move_rows(db, Attestation, column, kept=kept, given_up=given_up)
    move_rows(db, StatementRun, "asked_by", kept=kept, given_up=given_up)
    move_rows(db, StatementRunRow, "person_id", kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID) -> None:
    move_rows(db, Attestation, "enterprise_id", kept=kept, given_up=given_up)
    move_rows(db, StatementRun, "enterprise_id", kept=kept, given_up=given_up)
    db.execute(
        update(Attestation)
        .where(Attestation.options["enterprise_id"].astext == str(given_up))
        .values(
            options=func.jsonb_set(
                Attestation.options,
                text("'{enterprise_id}'"),
                func.to_jsonb(str(kept)),
                type_=JSONB,
            )
        )
    )
