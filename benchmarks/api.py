"""REST: one registration in a call, and a thousand in a call, each beside its limit.

One is put beside a view that answers as many bytes of constant JSON under the same server: what
lies between is the token, the contract, the rules, the trail and a commit.  A thousand are put
beside the act alone, in the same database: what lies between is the call.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import create_engine

from app import tables
from app.audit.trail import Actor, Channel
from app.channels.api.training_words import registration_of
from app.channels.clients.tokens import issue
from app.enterprises.machines.scopes import Scope
from app.foundation.database import driver_url, transaction
from app.identity.national_numbers import Vault
from app.learning.registration import Registered, register_trainings
from benchmarks.figures import Figure, Measured
from benchmarks.place import Place, requests_per_second
from benchmarks.workforce import furnish
from config import Config

WORKERS = 1_000
ROUNDS, SECONDS = 7, 2
THOUSANDS = 5
DAY = date(2026, 10, 1)
TRAINING = {
    "startDate": DAY.isoformat(),
    "endDate": DAY.isoformat(),
    "minutes": 60,
    "formal": True,
    "followed": True,
    "countsForCredit": True,
}
#: For wrk: each call is another training of the next worker.
_SCRIPT = """
local at = 0
function request()
  at = at + 1
  local body = string.gsub(WITH, "NUMBER", SSINS[at %% #SSINS + 1], 1)
  return wrk.format("POST", nil, nil, (string.gsub(body, "TITLE", ROUND .. " " .. at, 1)))
end
wrk.headers["Authorization"] = "Bearer %s"
wrk.headers["Content-Type"] = "application/json"
WITH, ROUND, SSINS = '%s', '%s', {%s}
"""


@dataclass(frozen=True, slots=True)
class Calling:
    """An enterprise with a machine that may do everything there, and those who work there."""

    address: str  # of the database
    path: str  # of its trainings
    token: str
    by: Actor
    workers: Mapping[str, UUID]  # by national number

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}


def one(place: Place) -> Measured:
    calling = _furnished(place, "bench_api_one")
    ours, constant = [], []
    with place.serving("wsgi:app", 8313, calling.address) as home:
        address, script = home + calling.path, place.folder / "api.lua"
        size = len(_sent(address, calling, {"ssin": next(iter(calling.workers))} | _training("0")))
        os.environ["CONSTANT_SIZE"] = str(size)
        with place.serving("benchmarks.constant:app", 8314, calling.address) as other:
            for number in range(ROUNDS + 1):
                _write(script, calling, f"Round {number}")
                ours.append(requests_per_second(address, seconds=SECONDS, script=script))
                constant.append(
                    requests_per_second(f"{other}/json", seconds=SECONDS, script=script)
                )
    # The first round is what a process does once in its life.
    del ours[0], constant[0]
    written = _written(calling.address)
    assert written >= sum(ours) * SECONDS * 0.9, "the calls registered nothing"
    ratio = median(a / b for a, b in zip(ours, constant, strict=True))
    return Measured(
        ratio,
        f"one registration a call ({median(ours):.0f}/s), beside a constant JSON view of the same "
        f"{size} bytes ({median(constant):.0f}/s), same server",
    )


def thousand(place: Place) -> Measured:
    calling = _furnished(place, "bench_api_thousand")
    engine = create_engine(driver_url(calling.address))
    called, acted = [], []
    titles = (f"Course {number}" for number in count())
    with place.serving("wsgi:app", 8313, calling.address) as home:
        for _ in range(THOUSANDS + 1):
            called.append(_called(home, calling, next(titles)))
            acted.append(_acted(engine, calling, next(titles)))
    engine.dispose()
    del called[0], acted[0]
    assert _written(calling.address) == 2 * (THOUSANDS + 1) * WORKERS
    ratio = median(a / c for c, a in zip(called, acted, strict=True))
    return Measured(
        ratio,
        f"{WORKERS} registrations in one call at {WORKERS / median(called):.0f}/s, beside the act "
        f"alone at {WORKERS / median(acted):.0f}/s, same database",
    )


def _training(title: str) -> dict[str, Any]:
    return {"training": TRAINING | {"title": title}}


def _called(home: str, calling: Calling, title: str) -> float:
    items = [{"ssin": each} | _training(title) for each in calling.workers]
    begun = time.perf_counter()
    answer = json.loads(_sent(f"{home}{calling.path}/batch", calling, {"items": items}))
    seconds = time.perf_counter() - begun
    assert answer["registered"] == WORKERS, answer
    return seconds


def _acted(engine: Any, calling: Calling, title: str) -> float:
    content = _training(title)["training"]
    wanted = [registration_of(person, content) for person in calling.workers.values()]
    begun = time.perf_counter()
    with transaction(engine) as db:
        found = register_trainings(db, wanted, by=calling.by, via=Channel.API, at=datetime.now(UTC))
    seconds = time.perf_counter() - begun
    assert all(isinstance(each, Registered) for each in found)
    return seconds


def _sent(address: str, calling: Calling, body: Any) -> bytes:
    request = Request(address, json.dumps(body).encode(), calling.headers())
    with urlopen(request, timeout=60) as answer:
        given: bytes = answer.read()
    return given


def _write(script: Path, calling: Calling, name: str) -> None:
    body = json.dumps({"ssin": "NUMBER"} | _training("TITLE"))
    ssins = ",".join(f'"{each}"' for each in calling.workers)
    script.write_text(_SCRIPT % (calling.token, body, name, ssins), "ascii")


def _written(address: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute("select count(*) from trainings where channel = 'api'").fetchone()
    assert row
    number: int = row[0]
    return number


def _furnished(place: Place, name: str) -> Calling:
    """One enterprise of a thousand workers with numbers, and its machine."""
    assert tables.metadata, "foreign keys lead to the tables of other rooms"
    os.environ["API_CALLS_A_MINUTE"] = "10000000"
    address = place.fresh_database(name)
    [enterprise] = furnish(address, WORKERS * 2, staff=(WORKERS * 2,))
    config = place.config(address)
    with psycopg.connect(address) as connection:
        workers = _numbered(connection, config)
        client, kid, who = uuid4(), "bench", next(iter(workers.values()))
        connection.execute(
            "insert into api_clients (client_id, enterprise_id, name, kind, scopes, created_by,"
            " created_at) values (%s, %s, 'HR', 'employer', %s, %s, now())",
            (client, enterprise, [each.value for each in Scope], who),
        )
        connection.execute(
            "insert into api_client_keys (client_id, kid, jwk, thumbprint, added_by, added_at)"
            " values (%s, %s, %s, 'bench', %s, now())",
            (client, kid, Jsonb({}), who),
        )
        row = connection.execute("select enterprise_number from enterprises").fetchone()
    assert row
    token = issue(client, kid, list(Scope), config=config, at=datetime.now(UTC))
    by = Actor(None, enterprise, sender_id=enterprise, client_id=client)
    return Calling(address, f"/api/v1/enterprises/{row[0]}/trainings", token, by, workers)


def _numbered(connection: psycopg.Connection[Any], config: Config) -> dict[str, UUID]:
    """A thousand who worked there on the day, by the numbers that they get."""
    vault = Vault(config.hash_key, config.encryption_keys)
    rows = connection.execute(
        "select distinct person_id from employments where starts_on <= %s and ends_on is null"
        " limit %s",
        (DAY, WORKERS),
    ).fetchall()
    workers = dict(zip(_ssins(), (row[0] for row in rows), strict=False))
    assert len(workers) == WORKERS, len(workers)
    copy_numbers = b"copy national_numbers (ssin_hash, person_id, ssin_encrypted, known_from)"
    with connection.cursor().copy(copy_numbers + b" from stdin") as copy:
        for ssin, person in workers.items():
            hashed = vault.hash(ssin)
            copy.write_row((hashed, person, vault.seal(ssin, hashed), datetime.now(UTC)))
    return workers


def _ssins() -> Iterator[str]:
    for at in count():
        born = date(1970, 1, 1) + timedelta(days=at)
        nine = f"{born:%y%m%d}001"
        yield f"{nine}{97 - int(nine) % 97:02d}"


API = Figure("api", aim=0.05, floor=0.01, measure=one)
API_THOUSAND = Figure("api-thousand", aim=0.6, floor=0.25, measure=thousand)
