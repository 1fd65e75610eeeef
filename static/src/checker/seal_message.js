// The signed message (CMS, RFC 5652) inside a seal of ours.  It has one form only: taken apart and
// put together again it must be the same, byte for byte.

import {
  NotAsSigned, body, exactly, extent, oid, parts, same, sorted, tlv,
  FIRST, NULL, OCTETS, SECOND, SEQUENCE, SET
} from './der.js'
import { hasCurve, verified } from './certificate.js'

const ONE = Uint8Array.of(2, 1, 1)
const DATA = oid('1.2.840.113549.1.7.1')
const SIGNED_DATA = oid('1.2.840.113549.1.7.2')
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4')
const TIMESTAMP = oid('1.2.840.113549.1.9.16.2.14')
const SHA256 = tlv(SEQUENCE, oid('2.16.840.1.101.3.4.2.1'), NULL)
const ECDSA = tlv(SEQUENCE, oid('1.2.840.10045.4.3.2'))
const RSA = tlv(SEQUENCE, oid('1.2.840.113549.1.1.11'), NULL)

/** What may vary in a message; believed in nothing yet. */
export function read (der) {
  const [, tagged] = exactly(2, body(der))
  const [, , , certificates, signers] = exactly(5, body(body(tagged)))
  const [signedBy] = exactly(1, body(signers))
  const found = parts(body(signedBy))
  const six = found.slice(0, 6)
  if (six.length < 3) throw new NotAsSigned('another shape than ours')
  let timestamp = null
  if (found.length === 7) {
    const [attribute] = exactly(1, body(found[6]))
    const [, values] = exactly(2, body(attribute))
    timestamp = body(values)
  }
  return {
    certificates: parts(body(certificates)),
    signedAttributes: tlv(SET, body(six.at(-3))),
    signature: body(six.at(-1)),
    timestamp
  }
}

/** The message as it must be when this certificate, with its chain, signed it. */
export function written (message, certificate, chain) {
  const stamped = message.timestamp === null
    ? []
    : tlv(SECOND, tlv(SEQUENCE, TIMESTAMP, tlv(SET, message.timestamp)))
  const signedBy = tlv(SEQUENCE, ONE, tlv(SEQUENCE, certificate.issuer, certificate.serial), SHA256,
    tlv(FIRST, body(message.signedAttributes)), hasCurve(certificate) ? ECDSA : RSA,
    tlv(OCTETS, message.signature), stamped)
  const data = tlv(SEQUENCE, ONE, tlv(SET, SHA256), tlv(SEQUENCE, DATA),
    tlv(FIRST, ...sorted([certificate.der, ...chain])), tlv(SET, signedBy))
  return tlv(SEQUENCE, SIGNED_DATA, tlv(FIRST, data))
}

/** SHA-256 of the document, as the signed attributes have it. */
export function digestIn (message) {
  for (const attribute of parts(body(message.signedAttributes))) {
    const [kind, values] = exactly(2, body(attribute))
    if (same(kind, MESSAGE_DIGEST)) return body(body(values))
  }
  throw new NotAsSigned('no digest')
}

export async function verify (message, certificate) {
  const good = await verified(certificate, 'SHA-256', message.signature, message.signedAttributes)
  if (!good) throw new NotAsSigned('the signature does not fit')
}

/** Where the value at the beginning ends, as it says. */
export function lengthSaid (content) {
  return extent(content, 0)[1]
}
