"""Asking for attestations, and making them.

Asking writes a row and enqueues its job in one transaction; the job gathers the facts, makes
the document and keeps it, byte for byte.  Killed at any moment it runs again: until the
document is kept nothing was issued, and once it is kept the job has nothing left to do.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.attestations.models import Attestation
from app.attestations.numbering import new_number
from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.career.drawing import DrawingWords, draw
from app.career.queries import life_of
from app.career.timeline import Timeline
from app.foundation.clock import day_of
from app.identity.national_numbers import Vault, written
from app.identity.queries import names_of, ssin_of
from certificates import career as paper

CAREER = "career"
#: Goes up when the document's layout changes; documents issued before stay as they are.
LAYOUT_VERSION = 1


def ask_for_attestation(
    db: Session, person_id: UUID, *, language: str, by: Actor, via: Channel, at: datetime
) -> UUID:
    """Ask for a career attestation; returns its key.  The caller enqueues its making."""
    number = new_number(day_of(at).year)
    key: UUID = db.execute(
        insert(Attestation)
        .values(
            person_id=person_id,
            number=number,
            kind=CAREER,
            layout_version=LAYOUT_VERSION,
            language=language,
            asked_by=by.person_id,
            asked_at=at,
        )
        .returning(Attestation.attestation_id)
    ).scalar_one()
    trace = Trace(
        Act.ATTESTATION_ASKED,
        by,
        Ground.OWN_DATA,
        subject_id=person_id,
        details={"number": number, "kind": CAREER, "language": language},
    )
    record(db, [trace], via=via, at=at)
    return key


def issue(
    db: Session,
    attestation_id: UUID,
    *,
    words: DrawingWords,
    vault: Vault,
    public_address: str,
    at: datetime,
) -> None:
    """Make the document that was asked for and keep it; nothing when it is kept already."""
    asked = db.execute(
        select(Attestation).where(Attestation.attestation_id == attestation_id).with_for_update()
    ).scalar_one()
    if asked.issued_at is not None:
        return
    timeline = life_of(db, asked.person_id, today=day_of(at)).timeline
    document = career_document(
        timeline,
        holder=_holder(db, asked.person_id, vault),
        number=asked.number,
        language=asked.language,
        words=words,
        check_address=public_address,
        at=at,
    )
    made = paper.render(document)
    db.execute(
        update(Attestation)
        .where(Attestation.attestation_id == attestation_id)
        .values(
            issued_at=at,
            document=made,
            sha256=hashlib.sha256(made).digest(),
            facts=_facts(document),
        )
    )
    trace = Trace(
        Act.ATTESTATION_ISSUED,
        Actor(asked.asked_by),
        Ground.ASKED_BY_HOLDER,
        subject_id=asked.person_id,
        details={"number": asked.number},
    )
    record(db, [trace], via=Channel.JOB, at=at)


def _holder(db: Session, person_id: UUID, vault: Vault) -> paper.Holder:
    name = names_of(db, [person_id])[person_id]
    return paper.Holder(
        name=name.full or "–",
        born_on=name.born_on,
        national_number=written(ssin_of(db, person_id, vault=vault)),
    )


def career_document(
    timeline: Timeline,
    *,
    holder: paper.Holder,
    number: str,
    language: str,
    words: DrawingWords,
    check_address: str,
    at: datetime,
) -> paper.CareerAttestation:
    """The timeline as the document says it.  What is only planned is not attested; pay is not
    shown."""
    followed = tuple(training for training in timeline.trainings if training.followed)
    return paper.CareerAttestation(
        number=number,
        language=language,
        issued_at=at,
        as_known_on=timeline.today,
        holder=holder,
        employments=tuple(
            paper.Employment(
                employer=job.employer or words.unnamed_employer,
                enterprise_number=job.enterprise_number,
                starts_on=job.starts_on,
                ends_on=job.ends_on,
                joint_committee=job.joint_committee,
                hours_worked=job.regime.worked if job.regime else None,
                hours_full_time=job.regime.full_time if job.regime else None,
                declared_until=_quarter(job.declared_until),
                sources=tuple(source.value for source in job.sources),
            )
            for job in timeline.jobs
        ),
        periods=tuple(
            paper.Period(p.kind.value, p.starts_on, p.ends_on, p.institution)
            for p in timeline.periods
        ),
        trainings=tuple(
            paper.Training(
                title=training.title,
                starts_on=training.starts_on,
                ends_on=training.ends_on,
                minutes=training.minutes,
                formal=training.formal,
                employer=training.employer,
                certificate_until=training.certificate_until,
            )
            for training in followed
        ),
        diplomas=tuple(
            paper.Diploma(d.title, d.awarded_on, d.institution, d.level) for d in timeline.diplomas
        ),
        years=(),
        coverage=tuple(
            paper.Coverage(c.source.value, c.institution, c.until, _quarter(c.quarter))
            for c in timeline.coverage
        ),
        drawing_svg=draw(replace(timeline, trainings=followed), words),
        check_address=check_address,
    )


def _quarter(quarter: Any) -> paper.Quarter | None:
    return paper.Quarter(quarter.year, quarter.number) if quarter else None


def _facts(document: paper.CareerAttestation) -> dict[str, Any]:
    """The document as data, to compare with what is known later.  No national number."""
    facts = asdict(document)
    del facts["drawing_svg"]
    del facts["holder"]["national_number"]
    plain: dict[str, Any] = _plain(facts)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):  # and datetime, which is one
        return value.isoformat()
    return value
