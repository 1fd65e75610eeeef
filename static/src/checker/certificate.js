// Reading a certificate (X.509), and verifying what its key signed, with WebCrypto.

import { NotAsSigned, body, exactly, joined, oid, parts, same, time, SEQUENCE } from './der.js'

const COMMON_NAME = oid('2.5.4.3')
const ORGANISATION = oid('2.5.4.10')
const CONSTRAINTS = oid('2.5.29.19')
const EXTENDED_USAGE = oid('2.5.29.37')
const TIME_STAMPING = oid('1.3.6.1.5.5.7.3.8')
const RSA = oid('1.2.840.113549.1.1.1')
const EC = oid('1.2.840.10045.2.1')
const CURVES = [
  ['P-256', oid('1.2.840.10045.3.1.7'), 32],
  ['P-384', oid('1.3.132.0.34'), 48],
  ['P-521', oid('1.3.132.0.35'), 66]
]
const SIGNATURES = [
  ['1.2.840.10045.4.3.2', 'SHA-256', EC], ['1.2.840.10045.4.3.3', 'SHA-384', EC],
  ['1.2.840.10045.4.3.4', 'SHA-512', EC], ['1.2.840.113549.1.1.11', 'SHA-256', RSA],
  ['1.2.840.113549.1.1.12', 'SHA-384', RSA], ['1.2.840.113549.1.1.13', 'SHA-512', RSA]
].map(([name, hash, kind]) => ({ name: oid(name), hash, kind }))

/** A certificate in DER, taken apart. */
export function opened (der) {
  const [tbs, algorithm, signature] = exactly(3, body(der))
  const fields = parts(body(tbs))
  if (fields[0][0] === 0xa0) fields.shift() // the version
  const [serial, inner, issuer, validity, subject, spki, ...others] = fields
  const [begins, ends] = exactly(2, body(validity)).map(time)
  const extensions = others.find((each) => each[0] === 0xa3)
  return {
    der, tbs, algorithm, inner, signature, serial, issuer, subject, spki, begins, ends,
    extensions: extensions ? parts(body(body(extensions))) : []
  }
}

/** Whom the certificate names; null when it names nobody. */
export function commonName (certificate) {
  return nameIn(certificate.subject, COMMON_NAME)
}

/** The organisation that says it issued the certificate; null when it does not say. */
export function issuingOrganisation (certificate) {
  return nameIn(certificate.issuer, ORGANISATION)
}

export function maySign (certificate) {
  const found = extension(certificate, CONSTRAINTS)
  if (!found) return false
  const [first] = parts(body(found))
  return first !== undefined && first[0] === 0x01 && body(first)[0] === 0xff
}

export function mayTellTime (certificate) {
  const found = extension(certificate, EXTENDED_USAGE)
  return found !== null && parts(body(found)).some((each) => same(each, TIME_STAMPING))
}

/** Whether one certificate was issued by the other, which may do so. */
export async function issuedBy (certificate, issuer) {
  if (!maySign(issuer) || !same(certificate.issuer, issuer.subject)) return false
  if (!same(certificate.algorithm, certificate.inner)) return false
  const name = parts(body(certificate.algorithm))[0]
  const how = SIGNATURES.find((each) => same(each.name, name))
  const bits = body(certificate.signature)
  if (!how || bits[0] !== 0 || !isOfKind(issuer, how.kind)) return false
  return verified(issuer, how.hash, bits.subarray(1), certificate.tbs)
}

export function hasCurve (certificate) {
  return isOfKind(certificate, EC)
}

/** Whether the certificate's key made this signature over these bytes. */
export async function verified (certificate, hash, signature, data) {
  const [kind, parameters] = algorithmOf(certificate)
  try {
    if (same(kind, RSA)) {
      const how = { name: 'RSASSA-PKCS1-v1_5', hash }
      const key = await crypto.subtle.importKey('spki', certificate.spki, how, false, ['verify'])
      return await crypto.subtle.verify(how, key, signature, data)
    }
    const curve = CURVES.find(([, name]) => same(kind, EC) && same(name, parameters))
    if (!curve) return false
    const [namedCurve, , size] = curve
    const how = { name: 'ECDSA', namedCurve, hash }
    const key = await crypto.subtle.importKey('spki', certificate.spki, how, false, ['verify'])
    return await crypto.subtle.verify(how, key, bothHalves(signature, size), data)
  } catch (error) {
    return false
  }
}

/** A signature in DER as the two numbers that WebCrypto wants. */
function bothHalves (signature, size) {
  if (signature[0] !== SEQUENCE || !fills(signature)) throw new NotAsSigned('no signature')
  return joined(...exactly(2, body(signature)).map((number) => {
    const digits = body(number)
    const needed = digits[0] === 0 && digits.length > 1
    if (number[0] !== 0x02 || digits[0] > 0x7f || (needed && digits[1] < 0x80)) {
      throw new NotAsSigned('no number in DER')
    }
    const bare = needed ? digits.subarray(1) : digits
    if (bare.length > size) throw new NotAsSigned('too large a number')
    return joined(new Uint8Array(size - bare.length), bare)
  }))
}

/** Whether a value says its own length in the shortest way, and nothing stands behind it. */
function fills (value) {
  const shortest = value.length - 2 < 0x80 ? 2 : value.length - 3 < 0x100 ? 3 : 4
  return body(value).length === value.length - shortest
}

function algorithmOf (certificate) {
  return parts(body(parts(body(certificate.spki))[0]))
}

function isOfKind (certificate, kind) {
  return same(algorithmOf(certificate)[0], kind)
}

function extension (certificate, name) {
  const found = certificate.extensions.map((each) => parts(body(each)))
    .find(([kind]) => same(kind, name))
  return found ? body(found.at(-1)) : null
}

function nameIn (names, wanted) {
  for (const set of parts(body(names))) {
    for (const each of parts(body(set))) {
      const [kind, value] = parts(body(each))
      if (same(kind, wanted)) return new TextDecoder().decode(body(value))
    }
  }
  return null
}
