"""From HTML to a PDF to keep: PDF/A-3a for the archive, PDF/UA-1 for every reader.

Nothing is fetched: the only addresses that lead anywhere are this package's own style sheets
and fonts and the document's own drawing, by name.  The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pydyf
import weasyprint.pdf
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from certificates.letters import FALLBACK_FONT, FONTS, TEXT_FONTS
from certificates.squares import QrCode

_HERE = Path(__file__).parent
_SCHEME = "certificate:"
#: Where the styles of every page stand; those of letters outside Latin writing come after them.
STYLES, MORE_STYLES = f"{_SCHEME}document.css", f"{_SCHEME}fallback.css"
_KINDS = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml"}
_OWN_FILES = {
    **{name: _HERE / "layout" / name for name in ("document.css", "fallback.css")},
    **{name: FONTS / name for name in (*TEXT_FONTS, FALLBACK_FONT)},
}
_COLOURS = "standard-colours"
_END_OF_RDF = b"</rdf:RDF>"


@dataclass(frozen=True, slots=True)
class AttachedData:
    """The document's machine-readable twin."""

    name: str
    description: str
    content: bytes


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types.
    """Answers ``certificate:NAME`` for our own files and ``images``; refuses all else."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._images = images

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(_SCHEME)
        if name == url or (name not in self._images and name not in _OWN_FILES):
            raise ValueError("a certificate fetches nothing from outside")
        content = self._images[name] if name in self._images else _OWN_FILES[name].read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": _KINDS[Path(name).suffix]})


class _Press:
    """Styles as they were read, and the fonts they name as they were opened."""

    def __init__(self, *styles: str) -> None:
        own = OwnFilesOnly({})
        self.fonts = FontConfiguration()
        self.styles = [CSS(url=url, url_fetcher=own, font_config=self.fonts) for url in styles]


class _Presses(threading.local):
    """Made for the first document of a thread and kept for the others, since reading a style
    sheet and opening fonts takes as long as many a page; no two threads may share fonts.

    Without the fallback font the others are the only ones there are: a document is the same
    whatever was printed before it.
    """

    @cached_property
    def latin(self) -> _Press:
        return _Press(STYLES)

    @cached_property
    def all_scripts(self) -> _Press:
        return _Press(STYLES, MORE_STYLES)


_presses = _Presses()


class _Metadata(DocumentMetadata):  # type: ignore[misc]  # WeasyPrint has no types.
    """WeasyPrint's metadata with the declaration of PDF/UA-1 in the same RDF.

    PDF/A knows no schema for that declaration, so the document describes it as well.
    """

    def generate_rdf_metadata(self, *args: object) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(*args)
        declaration = (_HERE / "pdfua.xmp").read_bytes()
        return rdf.removesuffix(_END_OF_RDF) + declaration + _END_OF_RDF


def write_pdf(
    html: str,
    *,
    other_scripts: bool,
    images: Mapping[str, bytes],
    drawn: Mapping[str, QrCode],
    data: AttachedData,
    issued_at: datetime,
) -> bytes:
    """Lay the page out and write it with its data attached.

    ``html`` states language, title and dates in its head.  As ``certificate:NAME`` it may name
    ``images``, SVG files, and what is to be ``drawn``.  ``other_scripts`` when it holds letters
    that the fonts of the text lack.
    """
    press = _presses.all_scripts if other_scripts else _presses.latin
    document = HTML(string=html, url_fetcher=OwnFilesOnly(images)).render(
        font_config=press.fonts,
        stylesheets=press.styles,
        cache={f"{_SCHEME}{name}": drawing for name, drawing in drawn.items()},
        color_profiles={_COLOURS: _standard_colours()},
        output_intent=_COLOURS,
    )
    document.metadata = _Metadata(**vars(document.metadata))
    issued_utc = issued_at.astimezone(UTC)
    attachment = Attachment(
        string=data.content,
        name=data.name,
        description=data.description,
        created=issued_utc,
        modified=issued_utc,
        relationship="Data",
    )
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        output_intent=_COLOURS,
        pdf_identifier=hashlib.sha256(data.content).hexdigest()[:32].encode(),
        attachments=[attachment],
        finisher=_finish,
    )
    return pdf


def _standard_colours() -> ColorProfile:
    """The sRGB profile that comes with WeasyPrint, which left to itself leaves its file open."""
    profile = (files(weasyprint.pdf) / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", ("r", "g", "b"))


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Two things that WeasyPrint leaves to be said.

    It lists an attachment among the associated files twice; once is enough.  And PDF/UA wants
    each header cell to say whether it heads its column or its row: a cell under a THead heads
    a column, any other a row.
    """
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for cell in pdf.objects:
        if isinstance(cell, dict) and cell.get("S") == "/TH":
            section = _parent(pdf, _parent(pdf, cell))
            cell["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"


def _parent(pdf: pydyf.PDF, element: pydyf.Dictionary) -> pydyf.Dictionary:
    reference: str = element["P"]
    return pdf.objects[int(reference.split()[0])]
