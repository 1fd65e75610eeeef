"""From an attestation to its page, and from the page to a PDF.

``render`` gives a PDF that is an archive file (PDF/A-3a), accessible (PDF/UA-1), in one of four
languages, and carries its own data (:mod:`certificates.record`).  ``preview`` gives what a
reader would read, as a fragment of HTML for a page with a style of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from certificates.attestation import LETTERS, SHOWS_NATIONAL_NUMBER, Attestation
from certificates.coded import BELGIUM
from certificates.letters import needs_fallback, printable
from certificates.phrases import Phrases
from certificates.record import FILE_NAME, write_record
from certificates.sections import Answer, Receipt, name_of
from certificates.summary import summary_of

#: Bytes that the data and the drawing of one document have together at most, four times those of
#: forty busy years.  What takes more takes minutes to lay out, and nobody reads it.
MOST_BYTES = 400_000


class TooLong(ValueError):
    """There is more to say than one document holds."""


def is_too_long(attestation: Attestation) -> bool:
    """Whether ``render`` would refuse it for its length; of a preview too."""
    return _is_too_long(attestation, write_record(attestation))


def _is_too_long(attestation: Attestation, record: bytes) -> bool:
    return len(record) + len(attestation.drawing_svg) > MOST_BYTES


def render(attestation: Attestation) -> bytes:
    """The attestation as a PDF; the same values give the same bytes.

    TooLong for more than ``MOST_BYTES``, ValueError for a preview or a language we do not write,
    KeyError for a code without words.
    """
    # Loading what lays out pages takes a second: who only shows a preview need not.
    from certificates.paper import AttachedData, write_pdf
    from certificates.squares import qr_code

    say, record = Phrases(attestation.language), write_record(attestation)
    if _is_too_long(attestation, record):
        raise TooLong
    html, address = page(attestation), attestation.code_address
    return write_pdf(
        html,
        # That font file is eleven times the size of the others and hardly ever needed.
        other_scripts=needs_fallback(html + attestation.drawing_svg),
        images={"drawing.svg": attestation.drawing_svg.encode()},
        drawn={"code": qr_code(address)} if address else {},
        data=AttachedData(FILE_NAME, say("page.data"), record),
        issued_at=attestation.issued_at,
    )


def page(attestation: Attestation) -> str:
    """The page that ``render`` lays out, as HTML; errors as there."""
    if attestation.number is None:
        raise ValueError("a preview is not printed: it has no number")
    return _fill("document.html", attestation)


def preview(attestation: Attestation) -> str:
    """What the document would say, as a fragment of HTML: without number, code and seal."""
    return _fill("fragment.html", attestation)


def _fill(template: str, it: Attestation) -> str:
    say, answer, receipt = Phrases(it.language), it.first(Answer), it.first(Receipt)
    return (
        _environment()
        .get_template(template)
        .render(
            it=it,
            say=say,
            title=say(f"titles.{it.kind}"),
            intro=_intro(it, say),
            letter=it.kind in LETTERS,
            issued_at=it.issued_at.astimezone(BELGIUM),
            national_number=_national_number(it),
            summary=summary_of(it, say),
            sections=[(name_of(section), section) for section in it.sections],
            asked=name_of(answer.question) if answer else None,
            received_at=receipt.received_at.astimezone(BELGIUM) if receipt else None,
        )
    )


def _intro(it: Attestation, say: Phrases) -> str:
    return say(
        f"intros.{it.kind}",
        name=it.holder.name if it.holder else "",
        enterprise=it.about.name if it.about else "",
        date=say.long_date(it.as_known_on),
    )


def _national_number(it: Attestation) -> str | None:
    return it.holder.national_number if it.holder and it.kind in SHOWS_NATIONAL_NUMBER else None


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "layout"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
