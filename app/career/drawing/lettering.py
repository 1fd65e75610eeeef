"""Fitting words into a drawing without a browser to measure them.

Widths are those of Atkinson Hyperlegible Next at weight 700, rounded up to a twentieth of an
em; other fonts come close enough that a name stays inside its bar.
"""

from __future__ import annotations

import re

ELLIPSIS = "…"
SOFT_HYPHEN = "\u00ad"  # where a translator lets a long word break

# The longest name a drawing reads; what follows could never be shown.
_LONGEST = 120

_TWENTIETHS = {
    5: ",.:;j|' ",
    6: "!`il()-[]f·¡ìíîï",
    8: 'I_rt{}"/1\\ÌÍÎÏ’‘',
    10: "csyzç¢ÿý",
    11: "79<>?FJLaehknuvx~àáâãäåèéêëñùúûü",
    12: "$+23458=ESTZbdgopqÈÉÊËòóôõöø",
    13: "06BCKPRVYÇ«»",
    14: "&ADGHNUXÀÁÂÃÄÅÑÙÚÛÜ",
    15: "#OQwÒÓÔÕÖØ",
    16: "@",
    17: "M",
    18: "Wmæ",
    19: "%Æ",
}
_WIDTH = {char: width / 20 for width, chars in _TWENTIETHS.items() for char in chars}
_OTHER_WIDTH = 0.75  # Latin Extended, Greek, Cyrillic
_FULL_WIDTH = 1.05  # ideographs, pictures and whatever else is drawn square

# What XML 1.0 forbids even when escaped, and the marks that would turn the reading direction
# of everything after a name.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+"
)


def printable(text: str) -> str:
    """The text on one line, without characters that cannot stand in XML."""
    if not text.isprintable():
        text = _UNPRINTABLE.sub(" ", text)
    return text.strip()


def clean(name: str) -> str:
    """A name ready to be fitted: printable, and no longer than any bar could show."""
    return printable(name[:_LONGEST])


def escape(text: str) -> str:
    """Ready for element content and for a double-quoted attribute."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def width(text: str, size: float) -> float:
    """Estimated width in the unit of ``size``, the font size."""
    return size * sum(
        [_WIDTH.get(char) or (_OTHER_WIDTH if char < "\u1100" else _FULL_WIDTH) for char in text]
    )


def fit(text: str, size: float, room: float, *, shortest: int = 5) -> str:
    """The text as far as it fits in ``room``, with an ellipsis where it was cut.

    Empty when fewer than ``shortest`` characters of a cut text could be shown: a stump says
    less than nothing.
    """
    if len(text) * size * _FULL_WIDTH <= room or width(text, size) <= room:
        return text
    left = room - width(ELLIPSIS, size)
    kept = 0
    for char in text:
        left -= width(char, size)
        if left < 0:
            break
        kept += 1
    cut = text[:kept].rstrip(" ,.-")
    return cut + ELLIPSIS if len(cut) >= shortest else ""


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """The text in at most ``lines`` lines of ``room``; the last one takes what is left and is
    cut to fit.  A word too long for a line breaks at its soft hyphens."""
    words = _breakable(text, size, room)
    out: list[str] = []
    while words and len(out) < lines:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room and line[-1] != "-":
            line = f"{line} {words.pop(0)}"
        if len(out) == lines - 1:
            line = " ".join([line, *words])
        fitted = fit(line, size, room, shortest=4)
        if not fitted:
            return out
        out.append(fitted)
        if fitted != line:
            break
    return out


def _breakable(text: str, size: float, room: float) -> list[str]:
    if SOFT_HYPHEN not in text:
        return text.split()
    words: list[str] = []
    for word in text.split():
        whole = word.replace(SOFT_HYPHEN, "")
        if width(whole, size) <= room:
            words.append(whole)
        else:
            *starts, end = [part for part in word.split(SOFT_HYPHEN) if part] or [""]
            words += [f"{part}-" for part in starts] + [end]
    return [word for word in words if word]
