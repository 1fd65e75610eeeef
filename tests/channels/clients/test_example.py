"""The examples of the documentation, run as they stand there, against a portal that answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import text
from werkzeug.serving import make_server

from app.application import create_app
from app.channels.batch.values import Sender
from app.enterprises.machines.scopes import Scope
from app.enterprises.mandates import Role
from app.foundation.clock import SystemClock
from config import DEMO_KID
from tests.channels.batch import files
from tests.channels.machines import fresh_key, machine
from tests.house.posting import post
from tests.house_of import BRAM, MERIDIAN, NORD, House

HOUSE = Path(__file__).parents[3]


@dataclass
class Reader:
    """Somebody who reads the documentation and types what stands there."""

    folder: Path
    address: str

    def types(self, example: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(HOUSE / "docs" / "examples" / example), *arguments],
            cwd=self.folder,
            env=os.environ | {"PARCOURS": self.address, "PARCOURS_KEY": "key.json"},
            capture_output=True,
            text=True,
            check=False,
        )

    def sees(self, example: str, *arguments: str) -> str:
        done = self.types(example, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def reader(house: House, tmp_path: Path) -> Iterator[Reader]:
    """With Meridian's portal at an address of its own, where time goes on."""
    house.clock.at = SystemClock().now()
    house.furnish()
    server = make_server("127.0.0.1", 0, lambda *call: house.app(*call), threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    config = replace(house.app.config["PARCOURS"], public_address=address)
    read_before = house.app.jinja_env.bytecode_cache
    house.app = create_app(config, engine=house.engine, clock=SystemClock())
    house.app.jinja_env.bytecode_cache = read_before
    house.app.config["TESTING"] = True
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield Reader(tmp_path, address)
    server.shutdown()
    thread.join()
    server.server_close()


def registered(house: House, public: str, *scopes: Scope) -> str:
    """What Bram is told to be the client ID of the system with this key."""
    house.give_mandate(BRAM, MERIDIAN, Role.ACCESS_MANAGER)
    browser = house.signed_in(BRAM)
    said = {"name": "HR", "jwks": public, "scopes": [each.value for each in scopes]}
    answer = post(browser, f"/employer/{MERIDIAN}/machines/new/employer", said)
    page = browser.get(answer.location).text
    [client_id] = set(re.findall(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", page)) - {""}
    return client_id


def test_a_reader_gets_from_nothing_to_a_registered_training(house: House, reader: Reader) -> None:
    public = reader.sees("signing_in.py", "key")
    assert "d" not in json.loads(public)["keys"][0]
    assert ((reader.folder / "key.json").stat().st_mode & 0o777) == 0o600
    scopes = (Scope.WORKERS_READ, Scope.TRAININGS_READ, Scope.TRAININGS_WRITE)
    client_id = registered(house, public, *scopes, Scope.BATCHES_WRITE, Scope.BATCHES_READ)
    first = reader.sees("client.py", client_id, MERIDIAN)
    assert [line.split()[0] for line in first.splitlines()][1:3] == ["registered", "corrected"]
    assert "go on later with after =" in first
    again = reader.sees("client.py", client_id, MERIDIAN)
    assert [line.split()[0] for line in again.splitlines()][1:3] == [
        "alreadyRegistered",
        "unchanged",
    ]
    sends_a_file_again(house, reader, client_id)
    with house.engine.connect() as connection:
        trainings = "select count(distinct training_id), count(*) from trainings"
        assert connection.execute(text(trainings)).one() == (2, 3)


def sends_a_file_again(house: House, reader: Reader, client_id: str) -> None:
    """One that is carried out already, so that nobody waits."""
    night = reader.folder / "night.xml"
    night.write_text(files.message(files.training("R1"), files.training("R2", Minutes="=1+1")))
    sender = Sender(MERIDIAN, client_id=UUID(client_id))
    files.run(house, files.send(house, night.read_bytes(), sender).file_id)
    done = reader.types("send_file.py", client_id, "night.xml")
    assert done.returncode == 1, "one record is refused"
    assert "done 2 records 1 accepted 0 alreadyKnown 1 refused" in done.stderr
    assert "TrainingId" in done.stdout


def test_a_reader_without_the_right_is_told_so_in_words(house: House, reader: Reader) -> None:
    client_id = registered(house, reader.sees("signing_in.py", "key"), Scope.WORKERS_READ)
    assert reader.sees("signing_in.py", "token", client_id, "workers:read").count(".") == 2
    more = reader.types("signing_in.py", "token", client_id, "trainings:write")
    assert (more.returncode, "invalid_scope" in more.stderr) == (1, True)
    elsewhere = reader.types("client.py", client_id, NORD)
    assert "Your system does not act for this enterprise" in elsewhere.stderr
    once = reader.types("signing_in.py", "key")
    assert "FileExistsError" in once.stderr, "a key is not made over another one"


def test_the_key_of_the_demonstration_opens_nothing_in_production(house: House) -> None:
    house.furnish()
    demo = machine(house, key=fresh_key(DEMO_KID))
    assert demo.sign_in().status_code == 200
    house.rebuild(production=True)
    assert demo.sign_in().json["error"] == "invalid_client"
