// The check page in a browser with scripts: files and codes are read here and stay here.  What is
// asked of us afterwards is only whether the number, or the fingerprint, is still current.

import { attachedFacts, checkPdf, openHistory, readCode } from './checks.js'
import { answerTo } from './answering.js'
import { hex } from './der.js'
import { show, tell } from './saying.js'
import { Words } from './words.js'

const page = document.getElementById('checking')
const place = document.getElementById('answer')
const reading = document.getElementById('reading')
const words = new Words(JSON.parse(page.dataset.words))
const history = fetch(page.dataset.history).then((answer) => answer.json()).then(openHistory)
history.catch(() => {}) // said when something is to be checked
let present = new AbortController()

/** What was under way is given up for what is asked now; `signal` says when this is, in its turn. */
function begin () {
  present.abort()
  present = new AbortController()
  tell(reading, '')
  return present.signal
}

async function stateOf (asked) {
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': page.dataset.token }
  try {
    const answer = await fetch(page.dataset.state, { method: 'POST', headers, body: JSON.stringify(asked) })
    return answer.ok ? await answer.json() : { name: 'failed' }
  } catch (error) {
    return { name: 'failed' }
  }
}

/** Find out, say so; without our keys, or where something breaks, hand over to `otherwise`. */
async function answer (find, otherwise, signal = begin()) {
  tell(place, words.say('busy'))
  try {
    const keys = await history
    const { found, asked } = await find(keys)
    const state = found.finding === 'genuine' ? await stateOf(asked) : { name: 'not_asked' }
    if (signal.aborted) return
    show(place, answerTo(found, state, words, { demonstration: keys.demonstration }))
    document.getElementById('lead')?.remove() // the answer comes first, and again
  } catch (error) {
    if (!signal.aborted) otherwise()
  }
}

function answerCode (text, otherwise, signal) {
  return answer(async (keys) => {
    const { finding, facts } = await readCode(text, keys)
    return { found: { how: 'code', finding, facts }, asked: { number: facts?.number } }
  }, otherwise, signal)
}

function answerPdf (file, otherwise) {
  return answer(async (keys) => {
    const pdf = new Uint8Array(await file.arrayBuffer())
    const found = { how: 'pdf', ...await checkPdf(pdf, keys) }
    if (found.finding === 'genuine') found.attached = await attachedFacts(pdf)
    const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', pdf)))
    return { found, asked: { sha256 } }
  }, otherwise)
}

/** A code in the address: read once, and taken out again, so that it stays in no history. */
function fromAddress () {
  const code = location.hash.slice(1)
  if (code.length < 120) return
  window.history.replaceState(null, '', location.pathname + location.search)
  answerCode(code, () => tell(place, words.say('no_keys')))
}

function onSubmit (id, handle) {
  document.getElementById(id)?.addEventListener('submit', (event) => {
    const form = event.currentTarget
    if (handle(form, () => form.submit())) event.preventDefault()
  })
}

onSubmit('form-document', (form, otherwise) => {
  const [file] = form.elements.document.files
  if (file?.type.startsWith('image/')) answerPicture(file, place)
  else if (file) answerPdf(file, otherwise)
  return Boolean(file)
})
onSubmit('form-code', (form, otherwise) => {
  const text = form.elements.code.value
  if (text.trim()) answerCode(text, otherwise)
  return Boolean(text.trim())
})

/** What reads pictures is large: it comes when it is wanted. */
async function newReader () {
  const { Reader } = await import('./scanning.js')
  return new Reader(() => new Worker(new URL('./scanning.js', import.meta.url), { type: 'module' }))
}

let reader = null

/** Have a code read, and answer to it; null when there was none, and nothing else was begun. */
async function scan (read, problem, signal, beside = reading) {
  try {
    reader ??= await newReader()
    const text = await read(reader)
    if (text) await answerCode(text, () => tell(place, words.say('no_keys')), signal)
    return signal.aborted ? '' : text
  } catch (error) {
    if (!signal.aborted) tell(beside, words.say(problem), true)
    return ''
  }
}

async function answerPicture (file, beside = reading) {
  const signal = begin()
  place.replaceChildren()
  tell(beside, words.say('looking'))
  const text = await scan((from) => from.readPicture(file, signal), 'unreadable_picture', signal, beside)
  if (text && beside !== place) tell(beside, '')
  if (text === null) tell(beside, `${words.say('no_code_seen')} ${words.say('no_code_number')}`, true)
}

function wireCamera () {
  const button = document.getElementById('camera')
  const video = document.getElementById('viewfinder')
  const { open, close } = button.dataset
  let watching = null
  button.addEventListener('click', async () => {
    if (watching) return watching.abort()
    const signal = begin()
    watching = present
    video.hidden = false
    button.textContent = close
    await scan((from) => from.readCamera(video, signal), 'no_camera', signal)
    video.hidden = true
    button.textContent = open
    watching = null
  })
}

function wirePicture () {
  const input = document.getElementById('picture')
  // The same picture may be chosen again, after it was cropped.
  input.addEventListener('click', () => { input.value = '' })
  input.addEventListener('change', () => {
    const [file] = input.files
    if (file) answerPicture(file)
  })
}

for (const each of document.querySelectorAll('[data-with-script]')) each.hidden = false
for (const each of document.querySelectorAll('[data-instead]')) each.textContent = each.dataset.instead
wireCamera()
wirePicture()
window.addEventListener('hashchange', fromAddress)
fromAddress()
