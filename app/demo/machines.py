"""The system of the demonstration: registered by an access manager, its key kept for examples."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc.jwk import ECKey
from sqlalchemy.orm import Session

from app.audit.trail import Channel
from app.demo.offices import acting
from app.demo.provider.safekeeping import read_or_make
from app.enterprises.machines.public_keys import read_public_keys
from app.enterprises.machines.registering import (
    MachineRegistered,
    Refused,
    register_machine,
)
from app.enterprises.machines.rules import Allowed, Wanted
from app.enterprises.machines.scopes import ClientKind, Scope
from app.foundation.problems import Problem
from config import DEMO_KID

#: The private key, and what the examples need to know beside it; both under ``DATA_DIR/demo``.
KEY_FILE, FILE = "machine-key.json", "machine.json"


def register_demo_machine(
    db: Session, folder: Path, number: str, manager: UUID, *, at: datetime
) -> Refused | None:
    """Register a system that may do everything for one enterprise; the refusal, if any."""
    key = _key(folder / KEY_FILE)
    keys = read_public_keys(json.dumps(key.as_dict(private=False)))
    assert not isinstance(keys, Problem), "it was made here"
    wanted = Wanted("HR package", ClientKind.EMPLOYER, Allowed(frozenset(Scope)), tuple(keys))
    outcome = register_machine(
        db, wanted, by=acting(db, manager, number, at), via=Channel.COMMAND, at=at
    )
    if not isinstance(outcome, MachineRegistered):
        return outcome
    said = {"client_id": str(outcome.client_id), "enterprise_number": number}
    (folder / FILE).write_text(json.dumps(said), "utf-8")
    return None


def demo_machine(folder: Path) -> dict[str, Any] | None:
    """Its ``client_id`` and ``enterprise_number``; None where the population is an older one."""
    path = folder / FILE
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else None


def _key(path: Path) -> ECKey:
    """Production lets no key of this name in."""

    def make() -> bytes:
        key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": DEMO_KID})
        return json.dumps(key.as_dict(private=True)).encode()

    return ECKey.import_key(json.loads(read_or_make(path, make)))
