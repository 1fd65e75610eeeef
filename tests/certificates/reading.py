"""What a document says, as a program reads it out that is not the one that wrote it."""

import subprocess


def pages_of(made: bytes) -> list[str]:
    """The text of each page, in one line."""
    told = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=made, capture_output=True, check=True
    )
    return [" ".join(page.split()) for page in told.stdout.decode().split("\f")[:-1]]


def text_of(made: bytes) -> str:
    return " ".join(pages_of(made))
