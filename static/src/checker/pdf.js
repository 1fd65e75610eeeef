// Is this PDF, byte for byte, what was sealed?  No PDF is interpreted: a seal has one form only.

import { NotAsSigned, hex, same } from './der.js'
import { commonName, opened } from './certificate.js'
import { digestIn, lengthSaid, read, verify, written } from './seal_message.js'
import { goodAt, sealOf } from './keys.js'
import { signerCertificate, timestampOver } from './timestamps.js'

export const Finding = {
  GENUINE: 'genuine', // sealed by us, and not a byte has changed since
  ALTERED: 'altered', // a seal of ours is in it, but this is not what was sealed
  KEY_NOT_VALID: 'key_not_valid', // whole, but the key was not in use then
  FOREIGN: 'foreign', // sealed by somebody else
  UNSEALED: 'unsealed', // a PDF without any seal that can be read
  UNREADABLE: 'unreadable' // no PDF
}

const MARK = '/ByteRange'
const RANGE = '/ByteRange[ \\t-\\r]*\\[[ \\t-\\r]*(\\d{1,10})[ \\t-\\r]+(\\d{1,10})[ \\t-\\r]+' +
  '(\\d{1,10})[ \\t-\\r]+(\\d{1,10})[ \\t-\\r]*\\]'
const TIME = /\/M[ \t-\r]*\(D(?::|\\072)(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z\)/
const HEAD = 1024

/** What a file is, told by the keys of the history alone; never throws for any bytes. */
export async function checkPdf (pdf, history) {
  const file = { bytes: pdf, text: new TextDecoder('windows-1252').decode(pdf) }
  try {
    return await whole(file, history)
  } catch (error) {
    return await notWhole(file, history)
  }
}

function verdict (finding, sealedBy = null, sealedAt = null, timestamped = false) {
  return { finding, sealedBy, sealedAt, timestamped }
}

async function whole (file, history) {
  const match = new RegExp(RANGE, 'y')
  match.lastIndex = file.text.lastIndexOf(MARK)
  const place = match.lastIndex >= 0 ? placeOf(match.exec(file.text), file) : null
  if (place === null || !place.covered) throw new NotAsSigned('not covered')
  const der = between(file, place)
  const message = read(der)
  const key = keyOf(message, history)
  if (!key || !same(der, written(message, key.certificate, key.chain))) {
    throw new NotAsSigned('not a message of ours')
  }
  if (!same(digestIn(message), await digest(file, place))) throw new NotAsSigned('changed')
  await verify(message, key.certificate)
  const stamped = message.timestamp !== null
  const moment = stamped
    ? await timestampOver(message.signature, message.timestamp, history.timestamping)
    : statedTime(file, place)
  const finding = goodAt(key, moment) ? Finding.GENUINE : Finding.KEY_NOT_VALID
  return verdict(finding, key.name, moment, stamped)
}

function keyOf (message, history) {
  return message.certificates.map((each) => sealOf(history, each)).find(Boolean)
}

/** Where a seal lies, and whether everything else in the file is covered. */
function placeOf (found, file) {
  if (!found) return null
  const [start, begins, ends, rest] = found.slice(1).map(Number)
  if (!(begins < ends && ends <= file.bytes.length)) return null
  return { begins, ends, covered: start === 0 && ends + rest === file.bytes.length }
}

/** The message in its one spelling: uppercase hexadecimal, then nothing but zeros. */
function between (file, place) {
  const text = file.text.slice(place.begins, place.ends)
  const der = messageIn(text)
  if (text !== `<${hex(der).toUpperCase().padEnd(text.length - 2, '0')}>`) {
    throw new NotAsSigned('another spelling')
  }
  return der
}

/** The DER value at the beginning of <hexadecimal>, as long as it says it is. */
function messageIn (text) {
  const pairs = text.slice(1, -1).replace(/[ \t-\r]*([0-9a-fA-F]{2})[ \t-\r]*/g, '$1')
  if (pairs.length % 2 || /[^0-9a-fA-F]/.test(pairs)) throw new NotAsSigned('no hexadecimal')
  const content = new Uint8Array(pairs.length / 2)
  for (let at = 0; at < content.length; at++) content[at] = parseInt(pairs.substr(2 * at, 2), 16)
  return content.subarray(0, lengthSaid(content))
}

async function digest (file, place) {
  const covered = new Uint8Array(file.bytes.length - place.ends + place.begins)
  covered.set(file.bytes.subarray(0, place.begins))
  covered.set(file.bytes.subarray(place.ends), place.begins)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', covered))
}

/** The time in the dictionary around the seal; covered by it. */
function statedTime (file, place) {
  const begins = file.text.lastIndexOf(' obj', place.begins - 4)
  const ends = file.text.indexOf('endobj', place.ends)
  const found = TIME.exec(file.text.slice(Math.max(begins, 0), Math.max(ends, 0)))
  if (!found) throw new NotAsSigned('no time')
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number)
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second))
}

/** In which way a file that did not pass is wrong. */
async function notWhole (file, history) {
  const messages = messagesIn(file)
  for (const der of messages) {
    const found = await altered(der, history)
    if (found) return found
  }
  const lowered = file.text.toLowerCase()
  const traces = history.seals.flatMap((key) => [hex(key.certificate.der), key.fingerprint])
  if (traces.some((trace) => lowered.includes(trace))) return verdict(Finding.ALTERED)
  if (messages.length) return verdict(Finding.FOREIGN, nameIn(messages.at(-1)))
  const isPdf = file.text.slice(0, HEAD).includes('%PDF-')
  return verdict(isPdf ? Finding.UNSEALED : Finding.UNREADABLE)
}

async function altered (der, history) {
  let key, message
  try {
    message = read(der)
    key = keyOf(message, history)
    if (!key) return null
    await verify(message, key.certificate)
  } catch (error) {
    return null
  }
  try {
    const token = message.timestamp ?? new Uint8Array()
    const moment = await timestampOver(message.signature, token, history.timestamping)
    return verdict(Finding.ALTERED, key.name, moment, true)
  } catch (error) {
    return verdict(Finding.ALTERED, key.name)
  }
}

/** Everything in the place of a seal that could be one, in the order of the file. */
function messagesIn (file) {
  const messages = []
  for (const found of file.text.matchAll(new RegExp(RANGE, 'g'))) {
    const place = placeOf(found, file)
    if (place === null) continue
    try {
      messages.push(messageIn(file.text.slice(place.begins, place.ends)))
    } catch (error) {
      continue
    }
  }
  return messages
}

function nameIn (der) {
  try {
    return commonName(opened(signerCertificate(der)))
  } catch (error) {
    return null
  }
}
