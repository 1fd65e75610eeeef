// From what a check found to what a person reads: the same sentences, by the same rules, as
// app/checking/answering.py writes them for browsers without scripts.

const GOOD = 'genuine'
const TONES = { current: 'good', not_asked: 'good', failed: 'good', unlisted: 'caution', overtaken: 'caution', withdrawn: 'bad' }
const BAD = new Set(['altered', 'key_not_valid'])

/**
 * The answer about a PDF or a code.
 *
 * found: {how: 'pdf' | 'code', finding, sealedBy, sealedAt, timestamped, facts}
 * state: {name, kind, on, parts}; name is current, overtaken, withdrawn, unlisted (not in the
 * register), failed (it could not be asked) or not_asked.
 */
export function answerTo (found, state, words, { demonstration = false, address = '' } = {}) {
  const { how, finding } = found
  const filled = {
    by: found.sealedBy ?? '–',
    at: found.sealedAt ? words.moment(found.sealedAt) : '–',
    on: found.facts ? words.day(found.facts.issuedOn) : '–'
  }
  const lines = [words.say(`${how}.${finding}.why`, filled)]
  if (found.timestamped && found.sealedAt) lines.push(words.say('timestamped', filled))
  if (finding !== GOOD) lines.push(words.say(`${how}.${finding}.next`, filled))
  if (finding === 'foreign' && /^Parcours demonstration/.test(found.sealedBy ?? '')) {
    lines.push(words.say('foreign.demonstration'))
  }
  if (finding === GOOD) lines.push(stateLine(state, words, address))
  return {
    tone: finding === GOOD ? TONES[state.name] : BAD.has(finding) ? 'bad' : 'unknown',
    title: words.say(finding === GOOD ? `genuine.${state.name}` : `${how}.${finding}`),
    lines,
    warning: demonstration && found.finding === GOOD ? words.say('demonstration') : null,
    facts: factsOf(found, words),
    compare: found.facts ? words.say('compare') : null
  }
}

function stateLine (state, words, address) {
  return words.say(`state.${state.name}`, {
    date: state.on ? words.day(state.on) : '–',
    parts: words.list((state.parts ?? []).map((part) => words.part(part))),
    address
  })
}

/** What the code says, as lines to compare with the paper. */
function factsOf ({ how, facts, attached }, words) {
  if (how === 'pdf') return attached ? attachedLines(attached, words) : []
  if (!facts) return []
  const own = Object.keys(facts.facts).map((name) => [words.fact(name), said(name, facts, words)])
  const born = facts.bornOn ? [[words.say('label.born'), words.bornOn(facts.bornOn)]] : []
  return [
    [words.say('label.kind'), words.kind(facts.kind)],
    [words.say('label.number'), facts.number],
    [words.say('label.name'), facts.name],
    ...born,
    [words.say('label.issued'), words.day(facts.issuedOn)],
    ...own
  ]
}

/** A fact in words; of work that began and has no last day, that it goes on. */
function said (name, { facts, issuedOn }, words) {
  const goesOn = facts.last === null && (facts.first ?? null) !== null
  if (name === 'last' && goesOn) return words.say('value.goes_on', { date: words.day(issuedOn) })
  return words.value(name, facts[name])
}

/** The few lines that tell which document this is; the rest stands in it. */
function attachedLines (attached, words) {
  const { kind, number, holder, about, issuedAt } = attached
  const name = holder?.name ?? about?.name
  return [
    kind && [words.say('label.kind'), words.kind(kind)],
    number && [words.say('label.number'), number],
    name && [words.say('label.name'), name],
    issuedAt && [words.say('label.issued'), words.moment(new Date(issuedAt))]
  ].filter(Boolean)
}
