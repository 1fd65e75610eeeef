// Reading a code from a camera or a picture: with what the browser has, or else with jsQR.

import jsQR from 'jsqr'

/** Pixels along the longer side: enough for the finest code that we print, and quick. */
const MOST = 1600

function detector () {
  try {
    return 'BarcodeDetector' in globalThis ? new BarcodeDetector({ formats: ['qr_code'] }) : null
  } catch (error) {
    return null
  }
}

/** The text of the code in a picture file; null when none is found. */
export async function readPicture (file) {
  const picture = await createImageBitmap(file)
  for (const most of [MOST, 900, 3000]) {
    const found = await readFrom(picture, picture.width, picture.height, most)
    if (found) return found
  }
  return null
}

/**
 * Look through the camera until a code is found, or the caller gives up.
 *
 * Answers with the text, or null when `signal` was aborted; throws what the browser says when
 * there is no camera, or it may not be used.
 */
export async function readCamera (video, signal) {
  const wanted = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } }
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false })
  try {
    video.srcObject = stream
    await video.play()
    const native = detector()
    while (!signal.aborted) {
      const found = await readFrom(video, video.videoWidth, video.videoHeight, 1200, native)
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, 120))
    }
    return null
  } finally {
    stream.getTracks().forEach((track) => track.stop())
    video.srcObject = null
  }
}

async function readFrom (source, width, height, most, native = detector()) {
  if (!width || !height) return null
  if (native) {
    try {
      const [found] = await native.detect(source)
      if (found) return found.rawValue
    } catch (error) {
      // Some browsers have it by name only; ours reads as well.
    }
  }
  const scale = Math.min(1, most / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const drawing = canvas.getContext('2d', { willReadFrequently: true })
  drawing.drawImage(source, 0, 0, canvas.width, canvas.height)
  const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height)
  const found = jsQR(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })
  return found ? found.data : null
}
