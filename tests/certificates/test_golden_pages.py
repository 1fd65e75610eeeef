"""Every kind of document in every language reads as it did when somebody last looked at it."""

import re

import pytest

from certificates.attestation import Kind
from tests.certificates.documents import document
from tests.certificates.golden import CASES, FOLDER, place, readable


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_the_page_is_the_one_that_was_looked_at(kind: Kind, language: str) -> None:
    assert readable(document(kind, language)) == place(kind, language).read_text("utf-8")


def test_there_is_no_page_for_anything_else() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {place(*case).name for case in CASES}


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_it_is_set_as_its_language_is(kind: Kind, language: str) -> None:
    """French has its hard spaces; no other language has a space before such marks."""
    text = re.sub(r"<[^>]+>", "\n", place(kind, language).read_text("utf-8"))
    text = text.replace("https://", "")
    assert "'" not in text
    assert " :" not in text
    assert " ;" not in text
    assert " ?" not in text
    if language == "fr":
        assert not re.search(r"[^\s\u00a0][;?!](?:\s|$)", text)
    else:
        assert not re.search("\u00a0[:;?!]", text)
