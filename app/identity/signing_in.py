"""From what the identity provider vouches for to a person of ours, and a session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.identity.identifying import identify_persons
from app.identity.models import Person, PersonParticulars
from app.identity.national_numbers import InvalidSsin, Vault, read_ssin
from app.identity.registering import RegisteredPerson, register_persons
from app.identity.sessions import start_session

#: FAS calls the national number so, itsme so.
_SSIN_CLAIMS = ("egovNRN", "http://itsme.services/v2/claim/BENationalNumber")


_TEN_DIGITS = re.compile(r"[01][0-9]{9}")


@dataclass(frozen=True, slots=True)
class VouchedFor:
    """Who somebody is, says the identity provider."""

    ssin: str
    surname: str | None
    given_names: str | None
    language: str | None
    level: str
    #: Numbers of the enterprises whose legal representative they are.
    represents: tuple[str, ...] = ()


class NotVouchedFor(ValueError):
    """The provider's answer does not say enough to sign anybody in."""


@dataclass(frozen=True, slots=True)
class Representation:
    """How the provider says whose legal representative somebody is.

    ``claim`` holds a list of objects with a ``name``, the role, and an ``enterpriseNumber``;
    ``role`` is the name that a legal representative has there.
    """

    claim: str
    role: str

    def read(self, claims: dict[str, Any]) -> tuple[str, ...]:
        """The enterprise numbers; what is not understood represents nothing."""
        said = claims.get(self.claim)
        entries = [each for each in said if isinstance(each, dict)] if type(said) is list else []
        numbers = [
            str(each.get("enterpriseNumber", ""))
            for each in entries
            if each.get("name") == self.role
        ]
        # As the registers write it: what the provider vouches for is not repaired.
        return tuple(sorted({each for each in numbers if _TEN_DIGITS.fullmatch(each)}))


def vouched_for(
    claims: dict[str, Any],
    *,
    level: str,
    accepted: tuple[str, ...],
    representation: Representation | None = None,
) -> VouchedFor:
    """Read FAS's or itsme's claims; NotVouchedFor without a national number or a good level."""
    if level not in accepted:
        raise NotVouchedFor("level")
    number = next((claims[name] for name in _SSIN_CLAIMS if claims.get(name)), "")
    try:
        ssin = read_ssin(str(number))
    except InvalidSsin:
        raise NotVouchedFor("national number") from None
    language = str(claims.get("prefLanguage") or claims.get("locale") or "")[:2].lower()
    return VouchedFor(
        ssin=ssin,
        surname=_name(claims, "surname", "family_name"),
        given_names=_name(claims, "givenName", "given_name"),
        language=language if language in {"fr", "nl", "de", "en"} else None,
        level=level,
        represents=representation.read(claims) if representation else (),
    )


def _name(claims: dict[str, Any], *keys: str) -> str | None:
    """The first claim that can be somebody's name; None leaves naming to the registers."""
    for key in keys:
        said = claims.get(key)
        if isinstance(said, str) and said.strip() and said.isprintable():
            return said.strip()
    return None


def sign_in(db: Session, who: VouchedFor, *, vault: Vault, at: datetime, hours: int) -> str:
    """Find or begin the person, start a session, leave a trace; returns the session's token."""
    person_id = identify_persons(db, [who.ssin], vault=vault, at=at)[who.ssin]
    named = db.execute(
        select(PersonParticulars.person_id).where(PersonParticulars.person_id == person_id)
    ).first()
    if named is None and who.surname:
        # No register has named this person yet; the eID has.
        entry = RegisteredPerson(who.ssin, (), who.surname, who.given_names, None, who.language)
        register_persons(db, [entry], vault=vault, at=at)
    token = start_session(
        db, person_id, level=who.level, at=at, hours=hours, represents=who.represents
    )
    trace = Trace(
        Act.SIGNED_IN,
        Actor(person_id),
        Ground.OWN_DATA,
        subject_id=person_id,
        details={"level": who.level},
    )
    record(db, [trace], via=Channel.PAGE, at=at)
    return token


def save_language(db: Session, actor: Actor, language: str, *, at: datetime) -> None:
    """Remember a person's choice of language."""
    db.execute(
        update(Person)
        .where(Person.person_id == actor.person_id)
        .values(preferred_language=language)
    )
    trace = Trace(
        Act.LANGUAGE_SAVED,
        actor,
        Ground.OWN_DATA,
        subject_id=actor.person_id,
        details={"language": language},
    )
    record(db, [trace], via=Channel.PAGE, at=at)
