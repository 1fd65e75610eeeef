// The code on paper: a compact JWS (ES256) in one spelling only.

import { inUseOn } from './keys.js'

export const CodeFinding = {
  GENUINE: 'genuine', // signed by us, and not a character has changed since
  ALTERED: 'altered', // meant to be a code, but not one that was signed
  KEY_NOT_VALID: 'key_not_valid', // whole, but its key was not in use then
  UNKNOWN_KEY: 'unknown_key', // it names a key that is not ours
  NO_CODE: 'no_code' // something else
}

const VERSION = 1
const SHORTEST = 120
const HALF_ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551') / 2n
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
// What Python calls white space, so that both ways of checking read the same text.
// eslint-disable-next-line no-control-regex
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g

class Altered extends Error {}

/** What a text is, as scanned or pasted: a code, or an address that ends in one. */
export async function readCode (text, history) {
  const bare = text.replace(SPACE, '')
  const code = bare.slice(bare.lastIndexOf('#') + 1)
  const pieces = code.split('.')
  // eslint-disable-next-line no-control-regex
  if (code.length < SHORTEST || pieces.length < 2 || !/^[\x00-\x7f]*$/.test(code)) {
    return { finding: CodeFinding.NO_CODE, facts: null }
  }
  try {
    return await read(pieces, history)
  } catch (error) {
    return { finding: CodeFinding.ALTERED, facts: null }
  }
}

async function read (pieces, history) {
  if (pieces.length !== 3) throw new Altered()
  const [header, payload, signature] = pieces.map(fromBase64url)
  const said = utf8(header)
  const { kid } = JSON.parse(said)
  if (typeof kid !== 'string' || said !== JSON.stringify({ alg: 'ES256', kid })) throw new Altered()
  const key = history.codes.find((each) => each.kid === kid)
  if (!key) return { finding: CodeFinding.UNKNOWN_KEY, facts: null }
  await verify(key, `${pieces[0]}.${pieces[1]}`, signature)
  const facts = factsIn(utf8(payload))
  const finding = inUseOn(key, facts.issuedOn) ? CodeFinding.GENUINE : CodeFinding.KEY_NOT_VALID
  return { finding, facts }
}

async function verify (key, signed, signature) {
  if (signature.length !== 64) throw new Altered()
  const half = Array.from(signature.subarray(32), (byte) => byte.toString(16).padStart(2, '0'))
  if (BigInt(`0x${half.join('')}`) > HALF_ORDER) throw new Altered()
  const how = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const jwk = { kty: 'EC', crv: 'P-256', x: key.x, y: key.y }
  const opened = await crypto.subtle.importKey('jwk', jwk, how, false, ['verify'])
  const data = new TextEncoder().encode(signed)
  if (!await crypto.subtle.verify(how, opened, signature, data)) throw new Altered()
}

function factsIn (text) {
  const content = JSON.parse(text)
  if (!Array.isArray(content) || content.length !== 8) throw new Altered()
  const [version, kind, layout, number, name, bornOn, issuedOn, facts] = content
  if (version !== VERSION || JSON.stringify(content) !== text) throw new Altered()
  if (!/^\d{4}-\d{2}-\d{2}$/.test(issuedOn)) throw new Altered()
  return { kind, layout, number, name, bornOn, issuedOn, facts }
}

/** Anything but the one spelling of base64url throws. */
function fromBase64url (text) {
  const bytes = []
  let held = 0
  let bits = 0
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter)
    if (value < 0) throw new Altered()
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  if (bits >= 6 || (held & ((1 << bits) - 1)) !== 0) throw new Altered()
  return Uint8Array.from(bytes)
}

function utf8 (bytes) {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}
