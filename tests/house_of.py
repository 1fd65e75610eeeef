"""The people of the tests, and what one can do in their house.

Amina works for Meridian.  Bram registers for Meridian.  Chloé works elsewhere and is a
stranger to both.  All are invented; their numbers have valid check digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from app.application import create_app
from app.audit.trail import OPERATOR, Actor, Channel
from app.enterprises.mandates import Role, give_mandate, mandates_of
from app.enterprises.queries import enterprise_by_number
from app.foundation.clock import FixedClock, day_of
from app.foundation.database import transaction
from app.identity.identifying import identify_persons
from app.identity.national_numbers import Vault
from app.identity.sessions import start_session
from app.sources.loading import Loaded, load
from tests import messages as xml
from tests.furnishing import once


def ssin(born: str, counter: int, *, since_2000: bool = False) -> str:
    """A number with right check digits: ``ssin("820514", 1)``."""
    nine = f"{born}{counter:03d}"
    return f"{nine}{97 - int(('2' if since_2000 else '') + nine) % 97:02d}"


def enterprise_number(eight: str) -> str:
    return f"{eight}{97 - int(eight) % 97:02d}"


AMINA = ssin("820514", 2)
BRAM = ssin("790303", 5)
CHLOE = ssin("910707", 8)
MERIDIAN = enterprise_number("04000001")
NORD = enterprise_number("04000002")
ELSEWHERE = enterprise_number("04000003")


@dataclass
class House:
    app: Flask
    engine: Engine
    clock: FixedClock
    vault: Vault
    folder: Path
    loaded: int = field(default=0)

    def rebuild(self, **settings: Any) -> None:
        """A portal of one's own: with other settings, or to be given other addresses."""
        config = replace(self.app.config["PARCOURS"], **settings)
        read_before = self.app.jinja_env.bytecode_cache
        self.app = create_app(config, engine=self.engine, clock=self.clock)
        self.app.jinja_env.bytecode_cache = read_before
        self.app.config["TESTING"] = True

    def load(self, content: str | bytes, name: str | None = None) -> Loaded:
        """Load a message, as the command line would."""
        self.loaded += 1
        path = self.folder / (name or f"message-{self.loaded}.xml")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load(self.engine, path, vault=self.vault, clock=self.clock)

    @once
    def furnish(self) -> None:
        """Names, a job for Amina and Bram at Meridian, one for Chloé elsewhere, a mandate."""
        self.load(
            xml.persons(
                xml.person(AMINA, "Benali", "Amina", born_on="1982-05-14", language="fr"),
                xml.person(BRAM, "Peeters", "Bram", language="nl"),
                xml.person(CHLOE, "Dubois", "Chloé", language="fr"),
            )
        )
        self.load(
            xml.enterprises(
                xml.enterprise(MERIDIAN, "Meridian Care nv"),
                xml.enterprise(NORD, "Atelier Nord scrl"),
                xml.enterprise(ELSEWHERE, "Elsewhere sa"),
            )
        )
        self.load(
            xml.dimona(
                xml.dimona_in(AMINA, MERIDIAN, "2022-01-03"),
                xml.dimona_in(BRAM, MERIDIAN, "2015-02-02"),
                xml.dimona_in(CHLOE, ELSEWHERE, "2019-09-02"),
            )
        )
        self.give_mandate(BRAM, MERIDIAN)

    def person(self, number: str) -> UUID:
        with transaction(self.engine) as db:
            return identify_persons(db, [number], vault=self.vault, at=self.clock.now())[number]

    def enterprise(self, number: str) -> UUID:
        with transaction(self.engine) as db:
            found = enterprise_by_number(db, number)
            assert found is not None
            return found.enterprise_id

    def give_mandate(self, to: str, number: str, role: Role = Role.REGISTRAR) -> None:
        person, enterprise = self.person(to), self.enterprise(number)
        with transaction(self.engine) as db:
            give_mandate(
                db,
                to=person,
                enterprise_id=enterprise,
                role=role,
                valid_from=date(2024, 4, 1),
                by=OPERATOR,
                via=Channel.COMMAND,
                at=self.clock.now(),
            )

    def actor(self, number: str, enterprise: str) -> Actor:
        """The person acting under the first mandate held for the enterprise."""
        person, wanted = self.person(number), self.enterprise(enterprise)
        with transaction(self.engine) as db:
            held = mandates_of(db, person, on=day_of(self.clock.now()))
        mandate = next((m.mandate_id for m in held if m.enterprise_id == wanted), None)
        return Actor(person, wanted, mandate)

    def signed_in(
        self, number: str, language: str = "en", represents: tuple[str, ...] = ()
    ) -> FlaskClient:
        """A browser in which this person has signed in, representing these enterprises."""
        with transaction(self.engine) as db:
            person = identify_persons(db, [number], vault=self.vault, at=self.clock.now())[number]
            token = start_session(
                db,
                person,
                level="urn:be:fedict:iam:fas:Level500",
                at=self.clock.now(),
                hours=10,
                represents=represents,
            )
            acts = bool(mandates_of(db, person, on=day_of(self.clock.now())))
        browser = self.app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
            cookie["language"] = language
            cookie["acts_for_any"] = acts
        return browser

    def stranger(self) -> FlaskClient:
        """A browser in which nobody has signed in."""
        return self.app.test_client()
