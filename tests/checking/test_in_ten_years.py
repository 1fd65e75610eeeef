"""A paper lasts: checked years later, after its keys were given up, by a file that knows them."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from inspect import unwrap
from pathlib import Path

import pytest

from certificates.checking import Finding, check_pdf
from certificates.codes import CodeFinding, read_code
from certificates.history import History, read_history
from certificates.keys import rotate_demonstration
from tests.checking.given import Given, check, hand_over
from tests.checking.test_keys_and_offline import GIVEN
from tests.house_of import House

CHECKER = Path(__file__).parents[2] / "static" / "src" / "checker"
#: The scripts that decide; the others show what these have found.
DECIDES = ("certificate", "checks", "codes", "der", "keys", "pdf", "seal_message", "timestamps")
YEARS = timedelta(days=365 * 12)


@pytest.fixture
def house(house: House, tmp_path: Path) -> House:
    """Keys of this test's own, which may be given up."""
    house.rebuild(data_dir=tmp_path)
    return house


@pytest.fixture
def given(house: House) -> Given:
    """Sealed with these keys, not with those that the other tests share."""
    handed_over: Given = unwrap(hand_over)(house)
    return handed_over


def published(house: House) -> History:
    return read_history(house.stranger().get("/keys/history.json").text)


def in_offline_checker(house: House) -> History:
    (given,) = GIVEN.findall(house.stranger().get("/check/offline.html").text)
    return read_history(json.dumps(json.loads(given)["history"]))


def genuine(given: Given, history: History) -> bool:
    file, code = check_pdf(given.pdf, history), read_code(given.code, history)
    return (file.finding, code.finding) == (Finding.GENUINE, CodeFinding.GENUINE)


def test_old_keys_stay_in_what_is_published_and_in_every_later_checker(
    house: House, given: Given
) -> None:
    for _ in range(2):
        house.clock.at += timedelta(days=700)
        rotate_demonstration(house.app.config["PARCOURS"].data_dir / "keys", house.clock.now())
    for history in (published(house), in_offline_checker(house)):
        assert [len(history.seals), len(history.codes)] == [3, 3]
        assert genuine(given, history)


def test_twelve_years_later_a_document_is_still_what_it_was(house: House, given: Given) -> None:
    """Its certificate has run out long since; it held when the seal was set."""
    checker_of_today = in_offline_checker(house)
    house.clock.at += YEARS
    file = (io.BytesIO(given.pdf), "attestation.pdf")
    for way, sent in (("document", file), ("code", given.code)):
        page = check(house.stranger(), way, **{way: sent}).text
        assert "Genuine, unchanged and still current" in page, way
    assert genuine(given, checker_of_today)
    assert genuine(given, in_offline_checker(house))


@pytest.mark.parametrize("script", DECIDES)
def test_no_script_that_decides_asks_which_day_it_is(script: str) -> None:
    source = (CHECKER / f"{script}.js").read_text("utf-8")
    assert not re.search(r"Date\.now|new Date\(\s*\)|new Date\b(?!\()", source)
