"""Documents and codes of every fate, for two checkers that must say the same of each."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from weasyprint import HTML

from certificates.codes import CodedFacts, CodeSigner, code_for
from certificates.history import History, Term
from certificates.keys import (
    CODES,
    DEMONSTRATION_PASSPHRASE,
    HISTORY,
    SEAL,
    make_demonstration,
    open_code_signer,
    open_history,
    rotate_demonstration,
)
from certificates.sealers import Sealer, sealer_from_pkcs12
from certificates.sealing import seal
from tests.certificates.certifying import AT

FACTS = CodedFacts(
    "career", 2, "PC-2026-7K3M-Q9XD", "Amina Benali", "1982-05-14", AT.date(), {"months": 231}
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one folder as they are now."""

    sealer: Sealer
    signer: CodeSigner
    history: History


def keys_in(folder: Path) -> Keys:
    return Keys(
        sealer_from_pkcs12(folder / SEAL, DEMONSTRATION_PASSPHRASE),
        open_code_signer(folder / CODES),
        open_history(folder / HISTORY),
    )


def made_keys(folder: Path) -> Keys:
    make_demonstration(folder, AT - timedelta(days=1))
    return keys_in(folder)


def plain_pdf(text: str = "Amina Benali worked 231 months") -> bytes:
    page = f"<html lang='en'><title>Career</title><h1>{text}</h1>"
    return bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))


@dataclass(frozen=True, slots=True)
class Case:
    """Something to check, with the history to check it by."""

    name: str
    pdf: bytes
    history: History


def pdf_cases(folder: Path) -> Iterator[Case]:
    """One of each fate that a file can meet."""
    old = made_keys(folder / "ours")
    forger = made_keys(folder / "forger")
    plain = plain_pdf()
    sealed = seal(plain, old.sealer, at=AT, field_label="Seal")
    later = AT + timedelta(hours=1)
    rotate_demonstration(folder / "ours", later)
    new = keys_in(folder / "ours")
    both, middle = new.history, len(plain) // 2
    yield Case("genuine, by an old key", sealed, both)
    after = seal(plain, new.sealer, at=later, field_label="Seal")
    yield Case("genuine, by the new key", after, both)
    altered = sealed[:middle] + bytes((sealed[middle] ^ 1,)) + sealed[middle + 1 :]
    yield Case("a byte altered", altered, both)
    yield Case("bytes appended", sealed + b"\n%%EOF\n", both)
    yield Case("cut short", sealed[:-40], both)
    yield Case("moved", b"\n" + sealed, both)
    backdated = seal(plain, old.sealer, at=later, field_label="Seal")
    yield Case("by a key that was given up", backdated, both)
    early = replace(both.seals[0], term=Term(AT + timedelta(seconds=1)))
    yield Case("by a key not yet in use", sealed, History((early,)))
    forged = seal(plain, forger.sealer, at=AT, field_label="Seal")
    yield Case("by somebody else", forged, both)
    yield Case("by a key that is not in the history", sealed, History())
    yield Case("without a seal", plain, both)
    yield Case("no PDF", b"GIF89a" * 99, both)
    yield Case("nothing", b"", both)
    for junk in (b"[0 9 12 99] <>", b"[0 9 19 22] <3082FFFF>", b"[0 9 16 22] <30 82 ff>"):
        yield Case(f"junk {junk!r}", b"%PDF-1.7 /ByteRange " + junk, both)


def code_cases(folder: Path) -> Iterator[tuple[str, str, History]]:
    """One of each fate that a code can meet: name, text, history."""
    old = made_keys(folder / "code-ours")
    stranger = made_keys(folder / "code-stranger")
    code = code_for(FACTS, old.signer)
    rotate_demonstration(folder / "code-ours", AT + timedelta(days=9))
    history = keys_in(folder / "code-ours").history
    late = replace(FACTS, issued_on=AT.date() + timedelta(days=20))
    early = replace(FACTS, issued_on=date(2020, 1, 1))
    head, body, signature = code.split(".")
    yield "genuine", code, history
    yield "in an address", f"https://parcours.example/check#{code}", history
    yield "broken over lines", "\n ".join(code[at : at + 60] for at in range(0, 400, 60)), history
    yield "by a key that was given up", code_for(late, old.signer), history
    yield "by a key not yet in use", code_for(early, old.signer), history
    yield "by somebody else", code_for(FACTS, stranger.signer), history
    yield "cut short", code[:-1], history
    yield "with more behind it", f"{code}A", history
    yield "in four pieces", f"{code}.{signature}", history
    yield "another payload", f"{head}.{body[:-2]}AA.{signature}", history
    yield "the other signature", f"{head}.{body}.{_other(signature)}", history
    yield "padded", f"{code}==", history
    yield "an address without a code", "https://parcours.example/check", history
    yield "nothing", "", history
    yield "a poem", "the cat sat on the mat. " * 12, history
    yield "not in ASCII", code.replace(".", "。", 1), history


def _other(signature: str) -> str:
    """The signature with its higher half, which the curve allows and we do not."""
    order = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
    raw = base64.urlsafe_b64decode(signature + "==")
    high = order - int.from_bytes(raw[32:], "big")
    return base64.urlsafe_b64encode(raw[:32] + high.to_bytes(32, "big")).rstrip(b"=").decode()
