// The published history of keys: whose seal and whose code may be believed.
// Its form is that of /keys/history.json.

import { same, hex } from './der.js'
import { commonName, issuingOrganisation, opened } from './certificate.js'

const FORMAT = 'parcours-keys-1'
const DEMONSTRATION = 'Parcours demonstration'

/** The history from its JSON, with certificates opened. */
export async function openHistory (content) {
  if (content.format !== FORMAT) throw new Error(`not a key history of the format ${FORMAT}`)
  const seals = await Promise.all(content.seals.map(async (one) => {
    const certificate = opened(fromBase64(one.certificate))
    return {
      certificate,
      chain: one.chain.map(fromBase64),
      fingerprint: hex(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate.der))),
      name: commonName(certificate),
      ...term(one)
    }
  }))
  return {
    seals,
    codes: content.codes.map((one) => ({ kid: one.kid, x: one.x, y: one.y, ...term(one) })),
    timestamping: content.timestamping.map((each) => opened(fromBase64(each))),
    // Anybody can make such keys: what they sign proves nothing.
    demonstration: seals.some((key) => issuingOrganisation(key.certificate) === DEMONSTRATION)
  }
}

export function sealOf (history, certificate) {
  return history.seals.find((key) => same(key.certificate.der, certificate))
}

/** Whether we used the key then, and its certificate was valid. */
export function goodAt (key, moment) {
  const { begins, ends } = key.certificate
  return key.from <= moment && (key.until === null || moment < key.until) &&
    begins <= moment && moment <= ends
}

/** Whether the key was in use at some time of that day (YYYY-MM-DD); a day knows no hour. */
export function inUseOn (key, day) {
  const hour = 3600_000
  const begins = Date.parse(`${day}T00:00:00Z`) - 2 * hour
  const ends = begins + 26 * hour
  return key.from.getTime() < ends && (key.until === null || begins < key.until.getTime())
}

function term (one) {
  return { from: new Date(one.from), until: one.until ? new Date(one.until) : null }
}

function fromBase64 (text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
