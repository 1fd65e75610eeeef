from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Versioned, key
from app.identity.folding import FOLDED_NAME

NOW_KNOWN = text("recorded_until is null")


class Person(Base):
    """Somebody.  Everything known of a person hangs on this key, which never changes."""

    __tablename__ = "persons"
    __table_args__ = (
        CheckConstraint("preferred_language in ('fr', 'nl', 'de', 'en')", name="language"),
    )

    person_id: Mapped[UUID] = key()
    preferred_language: Mapped[str | None]  # the person's own saved choice
    # Set when two keys turned out to be one person: facts then live under the other key.
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))


class PersonParticulars(Versioned, Base):
    """What a register says of a person.  Born-on is text: registers know incomplete dates."""

    __tablename__ = "person_particulars"
    __table_args__ = (
        Index("uq_person_particulars_now", "person_id", unique=True, postgresql_where=NOW_KNOWN),
        CheckConstraint("language in ('fr', 'nl', 'de', 'en')", name="language"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    surname: Mapped[str]
    given_names: Mapped[str | None]
    born_on: Mapped[str | None]  # "1982-05-14", "1982-00-00"
    language: Mapped[str | None]
    # How the name is searched and sorted: surname first, see ``app.identity.folding``.
    folded: Mapped[str] = mapped_column(Computed(FOLDED_NAME, persisted=True))


class NationalNumber(Base):
    """A NISS or BIS number of a person, the replaced ones too: they still lead here."""

    __tablename__ = "national_numbers"
    __table_args__ = (
        Index(
            "uq_national_numbers_in_force",
            "person_id",
            unique=True,
            postgresql_where=text("replaced_at is null"),
        ),
    )

    ssin_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), index=True)
    ssin_encrypted: Mapped[bytes]
    known_from: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class SignInSession(Base):
    """One sign-in.  The browser holds a random token; only its hash is kept here."""

    __tablename__ = "sign_in_sessions"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), index=True)
    level: Mapped[str]  # acr: the level of assurance the provider vouched for
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    #: Numbers of the enterprises whose legal representative this is, says the provider: for as
    #: long as the session lasts.
    represents: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
