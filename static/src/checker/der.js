// A little DER: enough to take a signed message or a certificate apart, and to put one together.
// Whatever does not fit throws; callers say what that means.

export class NotAsSigned extends Error {}

/** Where the body of the value at a place begins and ends. */
export function extent (content, at) {
  if (at + 1 >= content.length) throw new NotAsSigned('no DER')
  const first = content[at + 1]
  if (first < 0x80) return [at + 2, at + 2 + first]
  const size = first & 0x7f
  const begins = at + 2 + size
  if (size < 1 || size > 4) throw new NotAsSigned('no DER')
  let length = 0
  for (let place = at + 2; place < begins; place++) length = length * 256 + (content[place] ?? 0)
  if (begins + length > content.length) throw new NotAsSigned('no DER')
  return [begins, begins + length]
}

export function body (value) {
  const [begins, ends] = extent(value, 0)
  return value.subarray(begins, ends)
}

/** The values in a body, one after the other. */
export function parts (content) {
  const found = []
  for (let at = 0; at < content.length;) {
    const [, ends] = extent(content, at)
    found.push(content.subarray(at, ends))
    at = ends
  }
  return found
}

/** The values in a body, of which there must be so many. */
export function exactly (count, content) {
  const found = parts(content)
  if (found.length !== count) throw new NotAsSigned('another shape than ours')
  return found
}

/** A value: tag, length, content. */
export function tlv (tag, ...contents) {
  const content = joined(...contents)
  const length = []
  if (content.length < 0x80) return joined([tag, content.length], content)
  for (let left = content.length; left > 0; left = Math.floor(left / 256)) length.unshift(left % 256)
  return joined([tag, 0x80 | length.length, ...length], content)
}

export function oid (dotted) {
  const [first, second, ...others] = dotted.split('.').map(Number)
  const content = []
  for (let number of [40 * first + second, ...others]) {
    const digits = [number & 0x7f]
    while ((number = Math.floor(number / 128)) > 0) digits.unshift(0x80 | (number & 0x7f))
    content.push(...digits)
  }
  return tlv(0x06, content)
}

/** UTCTime or GeneralizedTime in UTC, as a Date. */
export function time (value) {
  const text = ascii(body(value))
  const found = /^(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d+)?Z$/.exec(text)
  if (!found || (value[0] === 0x18) !== (found[1] !== undefined)) throw new NotAsSigned('no time')
  const [, century, year, month, day, hour, minute, second, fraction] = found
  const full = century ?? (Number(year) < 50 ? '20' : '19')
  const thousandths = fraction ? Math.floor(Number(`0${fraction}`) * 1000) : 0
  const [y, mo, d, h, mi, s] = [full + year, month, day, hour, minute, second].map(Number)
  return new Date(Date.UTC(y, mo - 1, d, h, mi, s, thousandths))
}

export function joined (...contents) {
  const all = new Uint8Array(contents.reduce((sum, each) => sum + each.length, 0))
  let at = 0
  for (const each of contents) {
    all.set(each, at)
    at += each.length
  }
  return all
}

export function same (one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

/** In the order of DER's sets. */
export function sorted (values) {
  return [...values].sort((one, other) => {
    const length = Math.min(one.length, other.length)
    for (let at = 0; at < length; at++) if (one[at] !== other[at]) return one[at] - other[at]
    return one.length - other.length
  })
}

export function ascii (content) {
  return String.fromCharCode(...content)
}

export function hex (content) {
  return Array.from(content, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const NULL = Uint8Array.of(5, 0)
export const SEQUENCE = 0x30
export const SET = 0x31
export const OCTETS = 0x04
export const FIRST = 0xa0
export const SECOND = 0xa1
