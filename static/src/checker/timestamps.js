// Timestamp tokens (RFC 3161).  A token comes from another house, so it must have the plain form
// that services give it: put together again from what it says, it must be the same.

import {
  NotAsSigned, body, exactly, oid, parts, same, sorted, time, tlv, FIRST, NULL, OCTETS, SEQUENCE, SET
} from './der.js'
import { hasCurve, issuedBy, mayTellTime, opened, verified } from './certificate.js'

const ONE = Uint8Array.of(2, 1, 1)
const THREE = Uint8Array.of(2, 1, 3)
const SIGNED_DATA = oid('1.2.840.113549.1.7.2')
const TST_INFO = oid('1.2.840.113549.1.9.16.1.4')
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4')
const RSA = oid('1.2.840.113549.1.1.1')
const HASHES = [
  ['SHA-256', oid('2.16.840.1.101.3.4.2.1'), oid('1.2.840.10045.4.3.2')],
  ['SHA-384', oid('2.16.840.1.101.3.4.2.2'), oid('1.2.840.10045.4.3.3')],
  ['SHA-512', oid('2.16.840.1.101.3.4.2.3'), oid('1.2.840.10045.4.3.4')]
].map(([name, digest, withCurve]) => ({ name, digest, withCurve }))

/** The certificate that a message by anybody names as its signer's; believed in nothing. */
export function signerCertificate (der) {
  const fields = parts(body(body(parts(body(der))[1])))
  const [signer] = parts(body(fields.at(-1)))
  const sid = parts(body(signer))[1]
  return named(parts(body(fields.find((each) => each[0] === FIRST))), sid).der
}

/** When a service under one of the roots saw the signature. */
export async function timestampOver (signature, token, roots) {
  const [, tagged] = exactly(2, body(token))
  const fields = exactly(5, body(body(tagged)))
  const [, , content, certificates, signers] = fields
  const said = body(body(exactly(2, body(content))[1]))
  const [signer] = exactly(1, body(signers))
  const [, sid, algorithm, attributes, , made] = exactly(6, body(signer))
  const given = parts(body(certificates))
  const by = named(given, sid)
  const hash = hashNamed(algorithm)
  const it = { said, attributes: body(attributes), made: body(made), given, by, hash }
  if (!possible(it).some((each) => same(each, token))) throw new NotAsSigned('not the plain form')
  await proven(it, said)
  const moment = await momentIn(said, signature)
  if (!mayTellTime(by) || moment < by.begins || moment > by.ends) throw new NotAsSigned('no service')
  await ledToRoots(given, roots)
  return moment
}

/** The token as it may look: services write NULL behind the names of algorithms, or nothing. */
function possible ({ said, attributes, made, given, by, hash }) {
  const nulls = [[], NULL]
  const signedWith = hasCurve(by) ? hash.withCurve : RSA
  const found = []
  for (const outer of nulls) {
    for (const inner of nulls) {
      for (const last of nulls) {
        const signedBy = tlv(SEQUENCE, ONE, tlv(SEQUENCE, by.issuer, by.serial),
          tlv(SEQUENCE, hash.digest, inner), tlv(FIRST, attributes),
          tlv(SEQUENCE, signedWith, last), tlv(OCTETS, made))
        const data = tlv(SEQUENCE, THREE, tlv(SET, tlv(SEQUENCE, hash.digest, outer)),
          tlv(SEQUENCE, TST_INFO, tlv(FIRST, tlv(OCTETS, said))),
          tlv(FIRST, ...sorted(given)), tlv(SET, signedBy))
        found.push(tlv(SEQUENCE, SIGNED_DATA, tlv(FIRST, data)))
      }
    }
  }
  return found
}

/** That the service's key signed what is said. */
async function proven ({ attributes, made, by, hash }, said) {
  const digests = parts(attributes).map((each) => exactly(2, body(each)))
    .filter(([kind]) => same(kind, MESSAGE_DIGEST)).map(([, values]) => body(body(values)))
  const expected = await hashed(hash, said)
  if (digests.length !== 1 || !same(digests[0], expected)) throw new NotAsSigned('another digest')
  if (!await verified(by, hash.name, made, tlv(SET, attributes))) throw new NotAsSigned('signature')
}

async function momentIn (said, signature) {
  const [, , imprint, , moment] = parts(body(said))
  const [algorithm, seen] = exactly(2, body(imprint))
  if (!same(body(seen), await hashed(hashNamed(algorithm), signature))) {
    throw new NotAsSigned('a timestamp of something else')
  }
  return time(moment)
}

/** That each certificate is a root, or was issued under one. */
async function ledToRoots (given, roots) {
  const trusted = [...roots]
  let pending = given.filter((each) => !roots.some((root) => same(root.der, each))).map(opened)
  while (pending.length) {
    const left = []
    for (const each of pending) {
      const checks = await Promise.all(trusted.map((by) => issuedBy(each, by)))
      if (checks.some(Boolean)) trusted.push(each)
      else left.push(each)
    }
    if (left.length === pending.length) throw new NotAsSigned('no root of ours')
    pending = left
  }
}

function named (certificates, sid) {
  const [issuer, serial] = exactly(2, body(sid))
  for (const der of certificates) {
    const each = opened(der)
    if (same(each.issuer, issuer) && same(each.serial, serial)) return each
  }
  throw new NotAsSigned('its signer does not come along')
}

function hashNamed (algorithm) {
  const name = parts(body(algorithm))[0]
  const found = HASHES.find((each) => same(each.digest, name))
  if (!found) throw new NotAsSigned('another hash')
  return found
}

async function hashed (hash, content) {
  return new Uint8Array(await crypto.subtle.digest(hash.name, content))
}
