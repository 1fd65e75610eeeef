"""The code on paper: signed facts in a few hundred characters, each of which counts."""

import random
import re
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import segno
from joserfc import jws
from joserfc.jwk import KeySet

from certificates.codes import (
    CodedFacts,
    CodeFinding,
    CodeSigner,
    CodeVerdict,
    address_for,
    code_for,
    read_code,
)
from certificates.history import History, Term, base64url, from_base64url, jwks
from certificates.keys import CODES, make_demonstration, open_code_signer
from certificates.squares import qr_code

AMINA = CodedFacts(
    kind="career",
    layout=1,
    number="PC-2026-7K3M-Q9XD",
    name="Amina Benali",
    born_on="1982-05-14",
    issued_on=date(2026, 11, 21),
    facts={"months": 271, "first": "2003-09-01", "employers": 5, "now": True, "minutes": 5232},
)
ADDRESS = "https://parcours.example"
LETTERS = string.ascii_letters + string.digits + "-_."


@pytest.fixture(scope="module")
def signer(keys: Path) -> CodeSigner:
    return open_code_signer(keys / CODES)


@pytest.fixture(scope="module")
def code(signer: CodeSigner) -> str:
    return code_for(AMINA, signer)


def test_the_facts_come_back_as_they_were_signed(code: str, history: History) -> None:
    genuine = CodeVerdict(CodeFinding.GENUINE, AMINA)
    assert read_code(code, history) == genuine
    assert read_code(address_for(ADDRESS, code), history) == genuine
    broken_over_lines = "\n ".join(code[at : at + 60] for at in range(0, len(code), 60))
    assert read_code(f"  {broken_over_lines}\r\n", history) == genuine


def test_the_same_facts_give_the_same_code(code: str, signer: CodeSigner) -> None:
    assert code_for(AMINA, signer) == code


def test_any_character_changed_is_found(code: str, history: History, draw: random.Random) -> None:
    for at, right in enumerate(code):
        for wrong in draw.sample([letter for letter in LETTERS if letter != right], 9):
            verdict = read_code(code[:at] + wrong + code[at + 1 :], history)
            assert verdict.finding in (CodeFinding.ALTERED, CodeFinding.UNKNOWN_KEY), at
            assert verdict.facts is None


def test_the_last_character_of_each_part_has_one_spelling_only(code: str, history: History) -> None:
    ends = [len(code) - 1, *(found.start() - 1 for found in re.finditer(r"\.", code))]
    for at in ends:
        for wrong in set(LETTERS) - {code[at]}:
            changed = code[:at] + wrong + code[at + 1 :]
            assert read_code(changed, history).finding is not CodeFinding.GENUINE


def test_characters_left_out_added_or_changed_about_are_found(code: str, history: History) -> None:
    for at in range(len(code)):
        for changed in (
            code[:at] + code[at + 1 :],
            code[:at] + code[at] + code[at:],
            code[:at] + code[at + 1 : at + 2] + code[at] + code[at + 2 :],
            code[:at] + "=" + code[at:],
        ):
            if changed != code:
                assert read_code(changed, history).finding is not CodeFinding.GENUINE


def test_the_other_signature_that_a_curve_allows_does_not_count(
    code: str, history: History
) -> None:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    signed, _, signature = code.rpartition(".")
    raw = from_base64url(signature)
    twin = raw[:32] + (order - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    changed = f"{signed}.{base64url(twin)}"
    assert read_code(changed, history) == CodeVerdict(CodeFinding.ALTERED)


def test_a_code_by_somebody_else_names_a_key_that_is_not_ours(
    history: History, tmp_path: Path
) -> None:
    make_demonstration(tmp_path / "forger", datetime(2026, 11, 20, tzinfo=UTC))
    forged = code_for(AMINA, open_code_signer(tmp_path / "forger" / CODES))
    assert read_code(forged, history) == CodeVerdict(CodeFinding.UNKNOWN_KEY)


@pytest.mark.parametrize(
    "text", ["", "PC-2026-7K3M-Q9XD", "https://parcours.example/check", "é." * 99, "x" * 500, "\0"]
)
def test_anything_else_is_no_code(text: str, history: History) -> None:
    assert read_code(text, history) == CodeVerdict(CodeFinding.NO_CODE)


@pytest.mark.parametrize("header", [b"[]", b'"kid"', b'{"kid":7}', b"{}", b"[" * 5_000, b"\xff"])
def test_a_header_of_another_shape_breaks_nothing(header: bytes, history: History) -> None:
    text = f"{base64url(header)}.{'A' * 120}.{'A' * 86}"
    assert read_code(text, history).finding is CodeFinding.ALTERED


def test_a_key_that_was_given_up_signs_nothing_new(code: str, history: History) -> None:
    def until(ends: datetime) -> History:
        (key,) = history.codes
        return replace(history, codes=(replace(key, term=Term(key.term.begins, ends)),))

    issued = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
    assert read_code(code, until(issued)).finding is CodeFinding.GENUINE
    given_up = read_code(code, until(issued - timedelta(hours=13)))
    assert given_up == CodeVerdict(CodeFinding.KEY_NOT_VALID, AMINA)


def test_another_library_verifies_a_code_with_our_published_keys(
    code: str, history: History
) -> None:
    published = [key for key in jwks(history)["keys"] if key.get("alg") == "ES256"]
    done = jws.deserialize_compact(code, KeySet.import_key_set({"keys": published}))
    assert done.headers()["kid"] == history.codes[0].kid
    assert done.payload.decode().startswith('[1,"career",1,"PC-2026-7K3M-Q9XD","Amina Benali",')


def test_a_long_name_is_cut_and_says_so(signer: CodeSigner, history: History) -> None:
    long = replace(AMINA, name="Wolfeschlegelsteinhausen" * 9)
    read = read_code(code_for(long, signer), history)
    assert read.finding is CodeFinding.GENUINE
    assert read.facts is not None
    assert read.facts.name == ("Wolfeschlegelsteinhausen" * 2)[:47] + "…"


@pytest.mark.parametrize(
    "facts",
    [
        {},
        dict.fromkeys("abcdefghi", 1),
        {"first day": 1},
        {"days": 1.5},
        {"title": "x" * 41},
    ],
)
def test_what_would_make_a_code_too_large_or_vague_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="fact"):
        replace(AMINA, facts=facts)


def test_the_qr_code_stays_small_enough_for_a_bad_photocopy(signer: CodeSigner) -> None:
    fullest = replace(
        AMINA,
        name="Maximiliaan-Alexander Vandenbroucke-van der Straeten",
        facts=dict.fromkeys(("a", "b", "c", "d", "e", "f", "g", "h"), "2026-11-21"),
    )
    assert qr_code(address_for(ADDRESS, code_for(AMINA, signer))).version <= 16
    assert qr_code(address_for(ADDRESS, code_for(fullest, signer))).version <= 19


def test_the_squares_drawn_are_those_of_the_code_with_white_around(code: str) -> None:
    address = address_for(ADDRESS, code)
    drawn = qr_code(address)
    black = [(x + place, y) for x, y, length in drawn.runs for place in range(length)]
    # The standard's own crossing of the squares is chosen by what they are crossed with here.
    meant = segno.make_qr(address, error="m", mask=2)
    rows = enumerate(meant.matrix_iter(border=4))
    assert black == [(x, y) for y, row in rows for x, dark in enumerate(row) if dark]
    assert drawn.side == 17 + 4 * meant.version + 8
