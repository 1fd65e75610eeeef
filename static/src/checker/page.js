// The check page in a browser with scripts: files and codes are read here and stay here.  What is
// asked of us afterwards is only whether the number, or the fingerprint, is still current.

import { attachedFacts, checkPdf, openHistory, readCode } from './checks.js'
import { answerTo } from './answering.js'
import { hex } from './der.js'
import { show, tell } from './saying.js'
import { Words } from './words.js'

const page = document.getElementById('checking')
const place = document.getElementById('answer')
const words = new Words(JSON.parse(page.dataset.words))
const history = fetch(page.dataset.history).then((answer) => answer.json()).then(openHistory)
history.catch(() => {}) // said when something is to be checked

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
async function answer (find, otherwise) {
  tell(place, words.say('busy'))
  try {
    const keys = await history
    const { found, asked } = await find(keys)
    const state = found.finding === 'genuine' ? await stateOf(asked) : { name: 'not_asked' }
    show(place, answerTo(found, state, words, { demonstration: keys.demonstration }))
    document.getElementById('lead')?.remove() // the answer comes first, and again
  } catch (error) {
    otherwise()
  }
}

function answerCode (text, otherwise) {
  return answer(async (keys) => {
    const { finding, facts } = await readCode(text, keys)
    return { found: { how: 'code', finding, facts }, asked: { number: facts?.number } }
  }, otherwise)
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
  if (file) answerPdf(file, otherwise)
  return Boolean(file)
})
onSubmit('form-code', (form, otherwise) => {
  const text = form.elements.code.value
  if (text.trim()) answerCode(text, otherwise)
  return Boolean(text.trim())
})

let watching = null

async function scan (read) {
  const { readCamera, readPicture } = await import('./scanning.js')
  try {
    const text = await read({ readCamera, readPicture })
    if (text) await answerCode(text, () => tell(place, words.say('no_keys')))
    return text
  } catch (error) {
    tell(place, words.say('no_camera'))
    return ''
  }
}

function wireCamera () {
  const button = document.getElementById('camera')
  const video = document.getElementById('viewfinder')
  const { open, close } = button.dataset
  button.addEventListener('click', async () => {
    if (watching) return watching.abort()
    watching = new AbortController()
    video.hidden = false
    button.textContent = close
    await scan(({ readCamera }) => readCamera(video, watching.signal))
    video.hidden = true
    button.textContent = open
    watching = null
  })
  document.getElementById('picture').addEventListener('change', async (event) => {
    const [file] = event.currentTarget.files
    if (!file) return
    tell(place, words.say('busy'))
    const text = await scan(({ readPicture }) => readPicture(file))
    if (text === null) tell(place, words.say('no_code_seen'))
  })
}

for (const each of document.querySelectorAll('[data-with-script]')) each.hidden = false
for (const each of document.querySelectorAll('[data-instead]')) each.textContent = each.dataset.instead
wireCamera()
window.addEventListener('hashchange', fromAddress)
fromAddress()
