"""What was kept comes out again, years later and after the law's files have changed.

The accounts of the demo population are replayed where that is shared: ``tests/journeys``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.foundation.database import transaction
from app.learning import keeping
from app.learning.parameters import law, law_from, law_texts
from app.learning.replaying import (
    Difference,
    Laws,
    figures_again,
    laws_kept,
    replay,
    replay_all,
    stored_accounts,
)
from benchmarks.workforce import furnish
from tests.furnishing import once
from tests.house_of import House
from tests.learning.kept import keep_all, stored


@pytest.fixture
def workforce(house: House) -> House:
    """A workforce whose accounts are kept."""
    furnish_kept(house)
    return house


@once
def furnish_kept(house: House) -> None:
    furnish(house.app.config["PARCOURS"].database_url, 40)
    keep_all(house)


def more_generous() -> dict[str, str]:
    """The law's files with other numbers of days from 2024 on."""
    texts = law_texts()
    federal = texts["federal_right.toml"]
    assert "days = 5" in federal
    more = federal.replace("days = 5", "days = 9").replace("days = 1", "days = 2")
    return texts | {"federal_right.toml": more}


def test_accounts_kept_under_another_law_come_out_under_that_law(
    workforce: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(workforce)
    monkeypatch.setattr(keeping, "law_texts", more_generous)
    monkeypatch.setattr(keeping, "law", lambda: law_from(more_generous()))
    workforce.clock.at += timedelta(days=1)
    changed = keep_all(workforce).changed
    assert changed > 0
    with transaction(workforce.engine) as db:
        found = replay_all(db)
        laws = laws_kept(db)
    assert (found.count, found.differences) == (len(before) + changed, [])
    assert set(laws) == {law().version, law_from(more_generous()).version}
    [old, *_] = before
    right = replay(old, laws[old.law_version]).of(old.figures.year)
    assert right is not None
    assert right.granted == old.figures.granted


def test_the_law_is_kept_once(workforce: House) -> None:
    workforce.clock.at += timedelta(days=1)
    keep_all(workforce)
    with Session(workforce.engine) as db:
        assert len(laws_kept(db)) == 1


def test_files_that_are_not_the_version_they_are_kept_as_are_not_believed() -> None:
    with pytest.raises(ValueError, match="are those of"):
        Laws({law().version: more_generous()})[law().version]
    with pytest.raises(KeyError):
        Laws({})[law().version]


def test_the_command_says_how_many_came_out_and_which_did_not(workforce: House) -> None:
    said = workforce.app.test_cli_runner().invoke(args=["accounts", "replay"])
    count = len(stored(workforce))
    assert (said.exit_code, said.output) == (
        0,
        f"{count} accounts replayed, none came out otherwise.\n",
    )
    with workforce.engine.begin() as connection:
        connection.execute(
            text(
                "update account_statements set used = used + 60 where ctid ="
                " (select ctid from account_statements limit 1)"
            )
        )
    said = workforce.app.test_cli_runner().invoke(args=["accounts", "replay"])
    assert said.exit_code == 1
    assert "  used: kept" in said.output
    assert said.output.endswith(f"{count} accounts replayed, 1 came out otherwise.\n")


def test_the_command_keeps_and_says_what_it_kept(workforce: House) -> None:
    count = len(stored(workforce))
    said = workforce.app.test_cli_runner().invoke(args=["accounts", "keep"])
    assert f"0 accounts kept for the first time, 0 otherwise than before, {count} as" in said.output
    said = workforce.app.test_cli_runner().invoke(args=["accounts", "keep", "--year", "2031"])
    assert said.exit_code == 2
    assert "2023 to 2026" in said.output


def test_an_account_that_does_not_come_out_at_all_is_a_difference(workforce: House) -> None:
    with transaction(workforce.engine) as db:
        [first, *_] = stored_accounts(db)
        never = replace(first, figures=first.figures._replace(opened_on="1999-01-01"))
        again = figures_again(never, laws_kept(db)[never.law_version])
    assert again is None
    assert Difference(never, again).figures == {"year": (first.figures.year, None)}
