"""What may stand on paper: which characters are printed, and whether our fonts have them.

A name comes from a register, a training's title from whoever typed it.  Characters that
print nothing but change how the rest is read (controls, direction marks) are left out, and a
character that none of our fonts can draw becomes U+FFFD, so that a reader sees that something
stood there.  A text that no register should hold is cut, and says so with "…".  The attached
data keeps the text as it came.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
TEXT_FONTS = ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf")
FALLBACK_FONT = "DejaVuSans.ttf"

#: Letters of one text that are printed: laying a word out takes the square of its length.
LONGEST = 600

_MISSING = "\ufffd"
_BREAKS = frozenset("\t\n\v\f\r\u0085\u2028\u2029")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@cache
def _letters_of(font: str) -> frozenset[str]:
    with TTFont(FONTS / font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


def printable(text: str) -> str:
    """The text as it can be printed: composed, without controls, every letter drawable, and no
    longer than ``LONGEST``."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_printable, unicodedata.normalize("NFC", text)))


@cache
def _text_letters() -> frozenset[str]:
    regular, bold = map(_letters_of, TEXT_FONTS)
    return regular & bold


def _printable(letter: str) -> str:
    if letter in _BREAKS:
        return " "
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    drawable = letter in _text_letters() or letter in _letters_of(FALLBACK_FONT)
    return letter if drawable else _MISSING


def needs_fallback(text: str) -> bool:
    """Whether the text as printed holds a letter that the text fonts lack."""
    letters = set(unicodedata.normalize("NFC", text))
    return not set("".join(map(_printable, letters))) <= _text_letters()
