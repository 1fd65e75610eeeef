"""The pages of every kind in every language, kept beside the tests to be read in a comparison.

A change of layout or words shows in ``git diff`` after

    .venv/bin/python -m tests.certificates.golden
"""

from pathlib import Path

from certificates.attestation import Attestation, Kind
from certificates.document import page
from certificates.words import LANGUAGES
from tests.certificates.documents import document

FOLDER = Path(__file__).parent / "golden"
CASES = [(kind, language) for kind in Kind for language in LANGUAGES]


def place(kind: Kind, language: str) -> Path:
    return FOLDER / f"{kind}.{language}.html"


def readable(attestation: Attestation) -> str:
    """The page without the empty lines and spaces that templates leave."""
    lines = (line.strip() for line in page(attestation).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def renew() -> None:
    FOLDER.mkdir(exist_ok=True)
    for kind, language in CASES:
        text = readable(document(kind, language))
        place(kind, language).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()
