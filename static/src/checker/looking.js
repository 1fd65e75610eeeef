// Looking for a code in a picture: what is quick and likely first.  Every look is short, so that
// one can stop between two of them.

import jsQR from 'jsqr'

import { busiest, colouredOf, differing, greyOf, shrunk, withoutSpecks } from './pixels.js'

/** Pixels along the longer side of the whole picture, and of a part of it. */
const WHOLE = 1600
const PART = 1000

/** No code has fewer modules on a side than 21, and a module has a pixel at least. */
const SMALLEST = 21

/** Places to look at closely: on a page few are so full of black and white as the code. */
const PLACES = 4

/**
 * In a worker: for each {picture, what} that comes, the text found, or null, goes back. First of
 * all goes `ready`, or `unable` where the browser lets workers draw nothing.
 */
export function beLooker () {
  globalThis.onmessage = ({ data: { picture, what } }) => {
    for (const found of looksIn(picture, what)) {
      if (found) return postMessage(found)
    }
    postMessage(null)
  }
  postMessage(globalThis.OffscreenCanvas ? 'ready' : 'unable')
}

/** The looks at a bitmap: `what` is it, a `picture` that somebody chose, or a `frame` of a film? */
export function * looksIn (bitmap, what) {
  const looks = what === 'frame' ? looksAtFrame : looksAtPicture
  yield * looks(bitmap.width, bitmap.height, (left, top, width, height, most) => {
    const scale = Math.min(1, most / Math.max(width, height))
    const drawing = surface(Math.ceil(width * scale), Math.ceil(height * scale))
    drawing.imageSmoothingQuality = 'high'
    drawing.drawImage(bitmap, left, top, width, height, 0, 0, drawing.canvas.width, drawing.canvas.height)
    return greyOf(drawing.getImageData(0, 0, drawing.canvas.width, drawing.canvas.height))
  })
}

function surface (width, height) {
  const canvas = globalThis.document
    ? Object.assign(document.createElement('canvas'), { width, height })
    : new OffscreenCanvas(width, height)
  return canvas.getContext('2d', { willReadFrequently: true })
}

/**
 * Look at a picture, one look after the other: yields the text of the code, or null for each look
 * that found none.
 *
 * `draw(left, top, width, height, most)` answers with that part of the picture, in its pixels, as
 * grey; shrunk where its longer side is longer than `most`.
 */
export function * looksAtPicture (width, height, draw) {
  const clean = withoutSpecks(draw(0, 0, width, height, WHOLE))
  yield textIn(shrunk(clean, 640)) // a code that fills the picture
  const places = busiest(clean, PLACES)
  if (!places.length) return
  const near = (place, share) => drawAround(place, share, width, height, draw)
  const close = places.map((place) => closeLooks(() => near(place, 0.36))) // a page of which it is a part
  yield * some(close[0], 1)
  yield textIn(shrunk(clean, 1000))
  yield * some(close[0], 3)
  for (const looks of close.slice(1)) yield * some(looks, 2)
  for (const looks of close) yield * looks
  yield textIn(shrunk(withoutSpecks(clean), 800))
  for (const place of places) yield textIn(shrunk(withoutSpecks(near(place, 0.6)), 800))
}

/**
 * A part, once it is `drawn`, at several sizes, for whether a decoder finds its
 * corners is a matter of luck. Where there are many specks, without them; else first as it is, for
 * fine modules would go along.
 */
function * closeLooks (drawn) {
  const part = drawn()
  const once = withoutSpecks(part)
  const twice = withoutSpecks(once)
  yield textIn(differing(part, once) > 0.02 ? twice : part)
  yield textIn(sized(once, 0.62))
  yield textIn(sized(twice, 0.9))
  yield textIn(sized(twice, 0.62))
  yield textIn(once)
}

/** The next `count` of them, of which the rest can be had later. */
function * some (looks, count) {
  for (let at = 0; at < count; at++) {
    const { value, done } = looks.next()
    if (done) return
    yield value
  }
}

function sized (picture, share) {
  return shrunk(picture, Math.round(Math.max(picture.width, picture.height) * share))
}

/** The same for what a camera sees: the code is held before its middle, and the next frame comes. */
export function * looksAtFrame (width, height, draw) {
  const side = Math.min(width, height)
  const middle = draw((width - side) / 2, (height - side) / 2, side, side, 720)
  yield textIn(middle)
  yield textIn(withoutSpecks(middle))
  yield textIn(draw(0, 0, width, height, PART))
}

/** A square part; its side is a share of the shorter side of the picture. */
function drawAround ({ x, y }, share, width, height, draw) {
  const side = Math.min(width, height) * share
  const left = Math.min(Math.max(0, x * width - side / 2), width - side)
  const top = Math.min(Math.max(0, y * height - side / 2), height - side)
  return draw(Math.round(left), Math.round(top), Math.round(side), Math.round(side), PART)
}

function textIn (picture) {
  if (Math.min(picture.width, picture.height) < SMALLEST) return null
  const how = { inversionAttempts: 'dontInvert' }
  return jsQR(colouredOf(picture), picture.width, picture.height, how)?.data || null
}
