// The offline checker: one file, no network.  Everything it knows stands in it.

import { attachedFacts, checkPdf, openHistory, readCode } from './checks.js'
import { answerTo } from './answering.js'
import { show, tell } from './saying.js'
import { Reader } from './scanning.js'
import { Words } from './words.js'

const named = (name) => document.getElementById(name)
let given, place, beside, reader // what the file holds, where it answers, and what reads pictures
let words = null
let again = null // says in another language what was said last
let present = new AbortController()
let watching = null

function speak (language) {
  words = new Words(given.words[language])
  document.documentElement.lang = language
  for (const each of document.querySelectorAll('[data-say]')) {
    each.textContent = words.say(each.dataset.say, { day: words.day(given.made), address: given.address })
  }
  document.title = `${words.say('offline.title')} – Parcours`
  for (const each of document.querySelectorAll('[data-language]')) {
    each.setAttribute('aria-pressed', String(each.dataset.language === language))
  }
  if (watching) named('camera').textContent = words.say('camera.close')
}

function answer (found, keys) {
  const options = { demonstration: keys.demonstration, address: `${given.address}/check` }
  again = () => {
    const made = answerTo(found, { name: 'not_asked' }, words, options)
    // A key that came later is not in this file: only a newer one can tell.
    if (['foreign', 'unknown_key'].includes(found.finding)) {
      made.lines.push(words.say('offline.older', { day: words.day(given.made) }))
    }
    show(place, made)
  }
  again()
}

/** What was under way is given up for what is asked now; `signal` says when this is, in its turn. */
function begin () {
  present.abort()
  present = new AbortController()
  for (const each of [place, ...Object.values(beside)]) tell(each, '')
  again = null
  return present.signal
}

async function answerFile (file, keys) {
  const signal = begin()
  try {
    if (file.type.startsWith('image/')) return await answerPicture(file, keys, signal)
    const bytes = new Uint8Array(await file.arrayBuffer())
    const found = { how: 'pdf', ...await checkPdf(bytes, keys) }
    if (found.finding === 'genuine') found.attached = await attachedFacts(bytes)
    if (!signal.aborted) answer(found, keys)
  } catch (error) {
    if (!signal.aborted) tell(beside.file, words.say('unreadable_picture'), true)
  }
}

async function answerPicture (file, keys, signal) {
  tell(beside.file, words.say('looking'))
  const text = await reader.readPicture(file, signal)
  if (signal.aborted) return
  tell(beside.file, '')
  if (text) return answerText(text, keys, signal)
  again = () => {
    const instead = words.say('offline.no_code_number', { address: `${given.address}/check` })
    tell(beside.file, `${words.say('no_code_seen')} ${instead}`, true)
  }
  again()
}

async function answerText (text, keys, signal = begin()) {
  const { finding, facts } = await readCode(text, keys)
  if (!signal.aborted) answer({ how: 'code', finding, facts }, keys)
}

async function throughCamera (keys) {
  if (watching) return watching.abort()
  const signal = begin()
  const video = named('viewfinder')
  watching = present
  video.hidden = false
  named('camera').textContent = words.say('camera.close')
  try {
    const text = await reader.readCamera(video, signal)
    if (text) await answerText(text, keys, signal)
  } catch (error) {
    if (!signal.aborted) tell(beside.camera, words.say('no_camera'), true)
  }
  video.hidden = true
  named('camera').textContent = words.say('camera.open')
  watching = null
}

function wire (keys) {
  // The same file may be chosen again, after it was changed.
  named('file').addEventListener('click', (event) => { event.currentTarget.value = '' })
  named('file').addEventListener('change', (event) => {
    const [file] = event.currentTarget.files
    if (file) answerFile(file, keys)
  })
  named('paste').addEventListener('submit', (event) => {
    event.preventDefault()
    answerText(named('code').value, keys)
  })
  named('camera').addEventListener('click', () => throughCamera(keys))
}

function open () {
  for (const each of document.querySelectorAll('[data-with-script]')) each.hidden = false
  given = JSON.parse(named('given').textContent)
  place = named('answer')
  beside = { file: named('file-said'), camera: named('camera-said') }
  // A worker from the script of this very file: beside it there is none.
  const script = new Blob([document.currentScript.textContent], { type: 'text/javascript' })
  reader = new Reader(() => new Worker(URL.createObjectURL(script)))
  const preferred = navigator.languages.map((each) => each.slice(0, 2)).find((each) => given.words[each])
  speak(preferred ?? given.language)
  for (const each of document.querySelectorAll('[data-language]')) {
    each.addEventListener('click', () => {
      speak(each.dataset.language)
      if (again) again()
      each.focus()
    })
  }
  if (globalThis.crypto?.subtle) {
    openHistory(given.history).then(wire)
  } else {
    tell(place, words.say('offline.no_crypto'))
  }
}

// The worker is begun from the same script, and has no page.
if (globalThis.document) open()
