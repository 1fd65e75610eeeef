"""Who cannot open the demonstration is told why; what was begun by half is begun again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from app.demo import starting
from app.foundation import embedded
from config import Config


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def port() -> Iterator[int]:
    """A port that somebody else listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as somebody_else:
        yield somebody_else.getsockname()[1]


def test_a_port_that_somebody_else_listens_on_is_named_before_anything_is_started(
    port: int, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match=f"Port {port} cannot be used: .* PORT=8100 make run"):
        starting.run(Config(port=port, data_dir=tmp_path / "var"))
    # The identity provider takes the next one.
    with pytest.raises(SystemExit, match=r"Port \d+ cannot be used"):
        starting.run(Config(port=port - 1, data_dir=tmp_path / "var"))
    assert not (tmp_path / "var").exists()


def test_a_population_that_was_interrupted_in_a_database_of_ones_own_is_not_opened(
    tmp_path: Path,
) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "population-unfinished").touch()
    config = Config(port=free_port(), data_dir=tmp_path, database_url="postgresql://nowhere/own")
    with pytest.raises(SystemExit, match="interrupted in this database: empty it"):
        starting.run(config)


def test_where_nothing_can_be_kept_it_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match=r"Nothing can be kept under .*/file: Not a directory\."):
        starting.run(Config(port=free_port(), data_dir=tmp_path / "file"))


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    port = free_port()
    address = f"postgresql://127.0.0.1:{port}/own"
    with pytest.raises(SystemExit, match=r"The database cannot be reached: .*refused"):
        starting.run(Config(port=free_port(), data_dir=tmp_path, database_url=address))


def test_of_what_was_invented_by_half_nothing_is_left(
    postgres: Any,
) -> None:
    name = f"half_{uuid4().hex}"
    address = embedded.create_database(postgres, name)
    with psycopg.connect(address) as connection:
        connection.execute("create table people (name text)")
    embedded.drop_database(postgres, name)
    with psycopg.connect(embedded.create_database(postgres, name)) as connection:
        assert connection.execute("select to_regclass('people')").fetchone() == (None,)
    embedded.drop_database(postgres, name)
    embedded.drop_database(postgres, name)  # there is none any more, and nobody minds
