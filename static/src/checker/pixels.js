// Grey pictures, as plain numbers: {width, height, grey}, where grey has one byte for each pixel,
// row by row, 0 black.  Nothing here knows of a canvas or of a page.

/** Red, green, blue and opacity of each pixel as one grey byte; green weighs most, as to the eye. */
export function greyOf ({ width, height, data }) {
  const grey = new Uint8ClampedArray(width * height)
  for (let at = 0, from = 0; at < grey.length; at++, from += 4) {
    grey[at] = (data[from] * 77 + data[from + 1] * 150 + data[from + 2] * 29) >> 8
  }
  return { width, height, grey }
}

/** The same as four bytes a pixel, which is what decoders take. */
export function colouredOf ({ grey }) {
  const data = new Uint8ClampedArray(grey.length * 4)
  for (let at = 0, to = 0; at < grey.length; at++, to += 4) {
    data[to] = data[to + 1] = data[to + 2] = grey[at]
    data[to + 3] = 255
  }
  return data
}

/** So small that the longer side has `most` pixels: each the mean of those it stands for. */
export function shrunk (picture, most) {
  const { width, height, grey } = picture
  const scale = Math.max(width, height) / most
  if (scale <= 1) return picture
  const made = { width: Math.max(1, Math.round(width / scale)), height: Math.max(1, Math.round(height / scale)) }
  const columns = edges(width, made.width)
  const rows = edges(height, made.height)
  made.grey = new Uint8ClampedArray(made.width * made.height)
  for (let y = 0; y < made.height; y++) {
    for (let x = 0; x < made.width; x++) {
      made.grey[y * made.width + x] = mean(grey, width, columns[x], columns[x + 1], rows[y], rows[y + 1])
    }
  }
  return made
}

function edges (from, to) {
  return Int32Array.from({ length: to + 1 }, (_none, at) => Math.round(at * from / to))
}

function mean (grey, width, left, right, top, bottom) {
  let sum = 0
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += grey[y * width + x]
  }
  return sum / ((right - left) * (bottom - top))
}

/**
 * Each pixel the middle one of the nine around it: specks go, edges stay.
 *
 * Specks are what makes a decoder slow, for each may be the corner of a code, and what makes it
 * fail.  The middle of nine is found from three sorted columns: the middle of the largest of the
 * smallest, the middle of the middle ones, and the smallest of the largest.
 */
export function withoutSpecks ({ width, height, grey }) {
  const made = grey.slice()
  const low = new Uint8Array(width)
  const middle = new Uint8Array(width)
  const high = new Uint8Array(width)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const above = grey[at - width]
      const here = grey[at]
      const below = grey[at + width]
      const smaller = above < here ? above : here
      const larger = above < here ? here : above
      low[x] = below < smaller ? below : smaller
      high[x] = below > larger ? below : larger
      middle[x] = below < smaller ? smaller : below > larger ? larger : below
    }
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      made[at] = middleOf(
        largest(low[x - 1], low[x], low[x + 1]),
        middleOf(middle[x - 1], middle[x], middle[x + 1]),
        smallest(high[x - 1], high[x], high[x + 1])
      )
    }
  }
  return { width, height, grey: made }
}

function largest (a, b, c) {
  return a > b ? (a > c ? a : c) : (b > c ? b : c)
}

function smallest (a, b, c) {
  return a < b ? (a < c ? a : c) : (b < c ? b : c)
}

function middleOf (a, b, c) {
  return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b)
}

/** Which share of the pixels is clearly another in the second of two pictures of one size. */
export function differing (one, other) {
  let count = 0
  for (let at = 0; at < one.grey.length; at++) {
    if (Math.abs(one.grey[at] - other.grey[at]) > 64) count++
  }
  return count / one.grey.length
}

/**
 * The places where black and white change the most all over: a code is nowhere grey and nowhere
 * empty, which no text and no drawing is.  At most `count` points {x, y} as parts of width and
 * height, the likeliest first, none beside another.
 */
export function busiest (picture, count) {
  const cell = Math.max(4, Math.round(Math.max(picture.width, picture.height) / 80))
  const cells = contrasts(picture, cell)
  const side = Math.max(2, Math.round(Math.min(cells.width, cells.height) / 10))
  const found = []
  for (const place of scored(cells, side)) {
    if (found.length === count) break
    const near = (other) => Math.max(Math.abs(other.left - place.left), Math.abs(other.top - place.top)) < side
    if (!found.some(near)) found.push(place)
  }
  return found.map(({ left, top }) => ({
    x: (left + side / 2) * cell / picture.width,
    y: (top + side / 2) * cell / picture.height
  }))
}

/** How much the grey of each square of `cell` pixels varies: its standard deviation. */
function contrasts ({ width, height, grey }, cell) {
  const made = { width: Math.floor(width / cell), height: Math.floor(height / cell) }
  made.values = new Float32Array(made.width * made.height)
  for (let y = 0; y < made.height; y++) {
    for (let x = 0; x < made.width; x++) {
      let sum = 0
      let squares = 0
      for (let row = y * cell; row < (y + 1) * cell; row++) {
        for (let at = row * width + x * cell, end = at + cell; at < end; at++) {
          sum += grey[at]
          squares += grey[at] * grey[at]
        }
      }
      const size = cell * cell
      made.values[y * made.width + x] = Math.sqrt(Math.max(0, squares / size - (sum / size) ** 2))
    }
  }
  return made
}

/** Every square of `side` cells, those first that vary most where they vary least. */
function scored (cells, side) {
  const places = []
  for (let top = 0; top + side <= cells.height; top++) {
    for (let left = 0; left + side <= cells.width; left++) {
      const inside = []
      for (let y = top; y < top + side; y++) {
        inside.push(...cells.values.subarray(y * cells.width + left, y * cells.width + left + side))
      }
      inside.sort((one, other) => one - other)
      places.push({ left, top, score: inside[inside.length >> 3] })
    }
  }
  return places.sort((one, other) => other.score - one.score)
}
