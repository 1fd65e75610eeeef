// The offline checker: one file, no network.  Everything it knows stands in it.

import { attachedFacts, checkPdf, openHistory, readCode } from './checks.js'
import { answerTo } from './answering.js'
import { show, tell } from './saying.js'
import { readCamera, readPicture } from './scanning.js'
import { Words } from './words.js'

const given = JSON.parse(document.getElementById('given').textContent)
const place = document.getElementById('answer')
const named = (name) => document.getElementById(name)
let words = null
let again = null // shows the present answer in another language
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

async function answerFile (file, keys) {
  tell(place, words.say('busy'))
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (file.type.startsWith('image/')) return answerText(await readPicture(file), keys)
  const found = { how: 'pdf', ...await checkPdf(bytes, keys) }
  if (found.finding === 'genuine') found.attached = await attachedFacts(bytes)
  return answer(found, keys)
}

async function answerText (text, keys) {
  if (!text) return tell(place, words.say('no_code_seen'))
  const { finding, facts } = await readCode(text, keys)
  return answer({ how: 'code', finding, facts }, keys)
}

async function throughCamera (keys) {
  if (watching) return watching.abort()
  const video = named('viewfinder')
  watching = new AbortController()
  video.hidden = false
  named('camera').textContent = words.say('camera.close')
  try {
    const text = await readCamera(video, watching.signal)
    if (text) await answerText(text, keys)
  } catch (error) {
    tell(place, words.say('no_camera'))
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
    if (!file) return
    answerFile(file, keys).catch(() => tell(place, words.say('unreadable_picture')))
  })
  named('paste').addEventListener('submit', (event) => {
    event.preventDefault()
    answerText(named('code').value, keys)
  })
  named('camera').addEventListener('click', () => throughCamera(keys))
}

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
