// Reading a code from a camera or a picture: with what the browser has, or else by looking for it
// in a worker, so that the page goes on answering however long that takes.

import { beLooker, looksIn } from './looking.js'

/** Milliseconds for one picture, and for a worker to begin. */
const LIMIT = 3000
const BEGINNING = 10_000

// The file that holds this is the worker's too.
if (globalThis.DedicatedWorkerGlobalScope) beLooker()

/** What the browser itself can do; null where it can do nothing. */
function detector () {
  try {
    return 'BarcodeDetector' in globalThis ? new BarcodeDetector({ formats: ['qr_code'] }) : null
  } catch (error) {
    return null
  }
}

/**
 * Reads codes. `newWorker` makes a worker from the file that holds this; where it cannot, pictures
 * are looked at here, with a pause after each look.
 */
export class Reader {
  constructor (newWorker) {
    this.newWorker = newWorker
    this.worker = null // a promise of one, or of null where there can be none
    this.native = detector()
  }

  /**
   * The text of the code in a picture file; null when none is found within `limit` milliseconds
   * of looking, or `signal` was aborted. Throws when it is no picture that the browser reads.
   */
  async readPicture (file, signal, limit = LIMIT) {
    const picture = await createImageBitmap(file)
    return this.read(picture, 'picture', signal, limit)
  }

  /**
   * Look through the camera until a code is found, or the caller gives up.
   *
   * Answers with the text, or null when `signal` was aborted; throws what the browser says when
   * there is no camera, or it may not be used.
   */
  async readCamera (video, signal) {
    const wanted = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } }
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false })
    try {
      video.srcObject = stream
      await video.play()
      while (!signal.aborted) {
        // The next frame is taken once this one was looked at; those between are let go.
        const frame = video.videoWidth ? await createImageBitmap(video) : null
        const found = frame && await this.read(frame, 'frame', signal, LIMIT)
        if (found) return found
        await pause(120)
      }
      return null
    } finally {
      stream.getTracks().forEach((track) => track.stop())
      video.srcObject = null
    }
  }

  async read (picture, what, signal, limit) {
    try {
      const found = await this.readNatively(picture)
      if (found || signal.aborted) return signal.aborted ? null : found
      this.worker ??= started(this.newWorker)
      const worker = await this.worker
      if (signal.aborted) return null
      return worker
        ? await this.ask(worker, picture, what, signal, limit)
        : await lookHere(picture, what, signal, limit)
    } finally {
      picture.close()
    }
  }

  async readNatively (picture) {
    try {
      const found = await this.native?.detect(picture)
      return found?.[0]?.rawValue || null
    } catch (error) {
      return null // Some browsers have it by name only; ours reads as well.
    }
  }

  /** A look cannot be interrupted: when time is up, or another picture was chosen, the worker ends. */
  ask (worker, picture, what, signal, limit) {
    return new Promise((resolve) => {
      const end = (text, spent = false) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
        if (spent) {
          worker.terminate()
          this.worker = null
        }
        resolve(text)
      }
      const stop = () => end(null, true)
      const timer = setTimeout(stop, limit)
      signal.addEventListener('abort', stop)
      worker.onmessage = ({ data }) => end(data)
      worker.onerror = stop
      worker.postMessage({ picture, what }, [picture])
    })
  }
}

/** A worker that has said that it is there; null where there is none. */
function started (newWorker) {
  return new Promise((resolve) => {
    let worker = null
    const none = () => {
      worker?.terminate()
      resolve(null)
    }
    const timer = setTimeout(none, BEGINNING)
    try {
      worker = newWorker()
      worker.onerror = none
      worker.onmessage = ({ data }) => {
        if (data !== 'ready') return none()
        clearTimeout(timer)
        resolve(worker)
      }
    } catch (error) {
      none() // a browser that gives a file from disk none
    }
  })
}

/** Without a worker: the same looks, each of which is short, and time for the page in between. */
async function lookHere (picture, what, signal, limit) {
  const ends = performance.now() + limit
  for (const found of looksIn(picture, what)) {
    if (found) return found
    await pause(20)
    if (signal.aborted || performance.now() > ends) return null
  }
  return null
}

function pause (milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
