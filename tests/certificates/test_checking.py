"""Is this what we sealed?  Every byte counts, and each way of being wrong has its name."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates.checking import Finding, Verdict, check_pdf
from certificates.history import History, Term, read_history, write_history
from certificates.keys import (
    DEMONSTRATION_PASSPHRASE,
    HISTORY,
    SEAL,
    make_demonstration,
    open_history,
    rotate_demonstration,
)
from certificates.sealers import sealer_from_pkcs12
from certificates.sealing import seal
from tests.certificates.certifying import AT

#: They check what others look at as it is printed, in the same process.
pytestmark = pytest.mark.xdist_group("documents")
NAME = "Parcours demonstration seal"


def finding(pdf: bytes, history: History) -> Finding:
    return check_pdf(pdf, history).finding


def place_of_seal(sealed: bytes) -> tuple[int, int]:
    *_others, last = re.finditer(rb"/ByteRange \[0 (\d+) (\d+) \d+\]", sealed)
    return int(last[1]), int(last[2])


def with_byte(pdf: bytes, at: int, byte: int) -> bytes:
    return pdf[:at] + bytes((byte,)) + pdf[at + 1 :]


def test_a_sealed_document_is_genuine_and_tells_who_sealed_it_and_when(
    sealed: bytes, history: History
) -> None:
    assert check_pdf(sealed, history) == Verdict(Finding.GENUINE, NAME, AT)


def test_any_byte_changed_anywhere_is_found(
    sealed: bytes, history: History, draw: random.Random
) -> None:
    for _ in range(3_000):
        at = draw.randrange(len(sealed))
        byte = draw.choice((sealed[at] ^ 1, sealed[at] ^ 0x20, draw.randrange(256)))
        if byte != sealed[at]:
            assert finding(with_byte(sealed, at, byte), history) is Finding.ALTERED, (at, byte)


def test_any_byte_changed_in_the_seal_is_found_its_case_and_its_padding_included(
    sealed: bytes, history: History, draw: random.Random
) -> None:
    begins, ends = place_of_seal(sealed)
    for at in range(begins, ends):
        other_case = sealed[at] ^ 0x20
        digit = draw.choice([digit for digit in b"0123456789ABCDEF" if digit != sealed[at]])
        for byte in (other_case, digit, ord(" ")):
            assert finding(with_byte(sealed, at, byte), history) is Finding.ALTERED, (at, byte)


def test_anything_taken_away_or_added_is_found(
    sealed: bytes, history: History, draw: random.Random
) -> None:
    begins, ends = place_of_seal(sealed)
    places = [draw.randrange(len(sealed)) for _ in range(300)]
    for at in (*places, begins, begins + 1, ends - 1, ends):
        assert finding(sealed[:at] + sealed[at + 1 :], history) is Finding.ALTERED
        assert finding(sealed[:at] + b"0" + sealed[at:], history) is Finding.ALTERED
    for more in (b"\n", b"\0", b"%%EOF\n", sealed):
        assert finding(sealed + more, history) is Finding.ALTERED


def test_something_written_after_the_seal_is_found(sealed: bytes, history: History) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    assert output.getvalue().startswith(sealed)
    assert check_pdf(output.getvalue(), history) == Verdict(Finding.ALTERED, NAME)


def test_a_seal_moved_to_another_document_is_found(
    printed: Callable[[str], bytes], sealed: bytes, history: History
) -> None:
    before = len(printed("en"))
    assert finding(printed("fr")[:before].ljust(before) + sealed[before:], history) is (
        Finding.ALTERED
    )


def test_what_we_never_sealed_is_told_apart(
    printed: Callable[[str], bytes], sealed: bytes, history: History
) -> None:
    assert check_pdf(printed("en"), history) == Verdict(Finding.UNSEALED)
    assert check_pdf(b"", history) == Verdict(Finding.UNREADABLE)
    assert check_pdf(b"GIF89a" * 99, history) == Verdict(Finding.UNREADABLE)
    assert check_pdf(sealed[: len(printed("en"))], history) == Verdict(Finding.UNSEALED)


@pytest.mark.parametrize(
    "junk",
    [
        b"%PDF-1.7 /ByteRange",
        b"%PDF-1.7 /ByteRange [0 9 99999 1]",
        b"%PDF-1.7 /ByteRange [0 9 12 99] <>",
        b"%PDF-1.7 <30> /ByteRange [0 9 13 22]",
        b"%PDF-1.7 <3082FFFF> /ByteRange [0 9 19 22]",
        b"%PDF-1.7 <3080> /ByteRange [0 9 15 22]",
        b"%PDF-1.7 <30820002AAAA> /ByteRange [0 9 23 22]",
    ],
)
def test_broken_seals_of_nobody_break_nothing(junk: bytes, history: History) -> None:
    assert finding(junk, history) in (Finding.UNSEALED, Finding.FOREIGN)


def test_a_seal_by_somebody_else_is_foreign_whatever_name_it_bears(
    printed: Callable[[str], bytes], history: History, tmp_path: Path
) -> None:
    folder = tmp_path / "forger"
    make_demonstration(folder, AT - timedelta(days=1))
    forger = sealer_from_pkcs12(folder / SEAL, DEMONSTRATION_PASSPHRASE)
    forged = seal(printed("en"), forger, at=AT, field_label="Seal")
    assert check_pdf(forged, history) == Verdict(Finding.FOREIGN, NAME)
    assert check_pdf(forged, History()) == Verdict(Finding.FOREIGN, NAME)


def test_after_new_keys_came_what_was_sealed_before_stays_genuine(
    printed: Callable[[str], bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "keys"
    make_demonstration(folder, AT - timedelta(days=1))
    old = sealer_from_pkcs12(folder / SEAL, DEMONSTRATION_PASSPHRASE)
    before = seal(printed("en"), old, at=AT, field_label="Seal")
    rotate_demonstration(folder, AT + timedelta(hours=1))
    new = sealer_from_pkcs12(folder / SEAL, DEMONSTRATION_PASSPHRASE)
    later = AT + timedelta(hours=1)
    after = seal(printed("en"), new, at=later, field_label="Seal")
    history = open_history(folder / HISTORY)
    assert check_pdf(before, history) == Verdict(Finding.GENUINE, NAME, AT)
    assert check_pdf(after, history) == Verdict(Finding.GENUINE, NAME, later)
    # Sealed with a key that was given up before: whole, but not to be believed.
    backdated = seal(printed("en"), old, at=later, field_label="Seal")
    assert check_pdf(backdated, history) == Verdict(Finding.KEY_NOT_VALID, NAME, later)


def test_a_key_not_yet_in_use_seals_nothing_that_we_believe(
    sealed: bytes, history: History
) -> None:
    (key,) = history.seals
    late = History((replace(key, term=Term(AT + timedelta(seconds=1))),))
    assert finding(sealed, late) is Finding.KEY_NOT_VALID


def test_the_history_reads_back_as_it_was_written(history: History) -> None:
    assert read_history(write_history(history)) == history
    assert "PRIVATE" not in write_history(history)
    with pytest.raises(ValueError, match="format"):
        read_history('{"format": "parcours-keys-9"}')
