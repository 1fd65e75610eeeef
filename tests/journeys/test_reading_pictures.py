"""Reading a code in a picture: found where it can be, and the page goes on answering meanwhile."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Iterator
from typing import Any

import pytest
import segno
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page

from tests.journeys.nowhere import page_from_nowhere

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("checkers")]

#: As long as the code of an attestation with its address is.
CODE = "http://parcours.example/check#" + "".join(
    random.Random(6).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.", k=330)  # noqa: S311
)
#: Reads a picture while a clock of the page ticks; with a worker, or as if there were none. Ticks
#: count from when the worker has the picture to when there is an answer.
#: Before and after it a small picture is read, so that ``begun`` tells how many workers it took.
READS = """async ({picture, limit, worker}) => {
  const {Reader} = await import('/scanning.js')
  let begun = 0
  let ticks = 0
  const reader = new Reader(() => {
    if (!worker) throw new Error('none here')
    begun++
    const made = new Worker('/scanning.js', {type: 'module'})
    const post = made.postMessage.bind(made)
    made.postMessage = (...given) => { ticks = 0; post(...given) }
    return made
  })
  const {signal} = new AbortController()
  const canvas = new OffscreenCanvas(9, 9)
  canvas.getContext('2d')
  const small = await canvas.convertToBlob()
  await reader.readPicture(small, signal, 60000)
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))
  const clock = setInterval(() => ticks++, 10)
  const text = await reader.readPicture(new Blob([bytes]), signal, limit)
  clearInterval(clock)
  const counted = ticks
  await reader.readPicture(small, signal, 60000)
  return {text, ticks: counted, begun}
}"""
#: A limit that only a machine that stands still would reach, in milliseconds.
PATIENT = 60_000


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with page_from_nowhere(chromium, "scanning.js") as window:
        yield window


def _read(page: Page, picture: Image.Image, *, limit: int, worker: bool = True) -> dict[str, Any]:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=50)
    content = base64.b64encode(file.getvalue()).decode()
    found: dict[str, Any] = page.evaluate(
        READS, {"picture": content, "limit": limit, "worker": worker}
    )
    return found


def _code(side: int) -> Image.Image:
    file = io.BytesIO()
    segno.make_qr(CODE, error="m").save(file, kind="png", scale=8)
    return Image.open(file).convert("L").resize((side, side), Image.Resampling.LANCZOS)


def _page(side: int) -> Image.Image:
    """The upper half of a page as scanned: lines of text, and the code where the layout has it."""
    draw = random.Random(6)  # noqa: S311
    paper = Image.new("L", (side * 210 // 38, side * 150 // 38), 235)
    for y in range(side * 2, paper.height - side, side // 6):
        for x in range(side // 2, paper.width - side, side // 20):
            stroke = Image.new("L", (side // 50, draw.randrange(side // 40, side // 12)), 30)
            if draw.random() < 0.7:
                paper.paste(stroke, (x, y))
    paper.paste(_code(side), (paper.width - side * 3 // 2, side))
    return paper


def _photocopied(picture: Image.Image, *, turned: float, blurred: float) -> Image.Image:
    """Turned, out of focus, and of every hundred points fifteen black or white by chance."""
    copied = picture.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=220)
    copied = copied.filter(ImageFilter.GaussianBlur(blurred))
    specks = Image.frombytes("L", copied.size, _noise(copied).tobytes())
    touched = _noise(copied, 2).point(lambda value: 255 if value < 0.15 * 256 else 0)
    return Image.composite(specks.point(lambda v: 255 if v > 127 else 0), copied, touched)


def _noise(like: Image.Image, seed: int = 1) -> Image.Image:
    content = random.Random(seed).randbytes(like.width * like.height)  # noqa: S311
    return Image.frombytes("L", like.size, content)


def test_a_code_in_a_bad_photocopy_is_found_on_the_page_and_from_near(page: Page) -> None:
    near = _photocopied(_code(800), turned=-6, blurred=1.5)
    far = _photocopied(_page(420), turned=3, blurred=1)
    for picture in (near, far):
        assert _read(page, picture, limit=PATIENT)["text"] == CODE


def test_a_picture_without_a_code_is_looked_at_to_the_end_and_says_so(page: Page) -> None:
    empty = Image.new("L", (700, 500), 200)
    assert _read(page, empty, limit=PATIENT)["text"] is None
    assert _read(page, Image.new("L", (3, 2)), limit=PATIENT)["text"] is None


def test_noise_does_not_stop_the_page_and_is_given_up_in_time(page: Page) -> None:
    noise = _noise(Image.new("L", (3000, 2400)))
    found = _read(page, noise, limit=800)
    assert found["text"] is None
    assert found["ticks"] > 10, "the page was held up"
    assert found["begun"] == 2, "a look that takes too long is ended with its worker"


def test_where_there_are_no_workers_the_page_looks_itself(page: Page) -> None:
    near = _photocopied(_code(500), turned=2, blurred=0.5)
    found = _read(page, near, limit=PATIENT, worker=False)
    assert (found["text"], found["begun"]) == (CODE, 0)
