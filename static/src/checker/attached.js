// The data that a document carries beside what is printed.  Only to be shown after the seal was
// found genuine: nothing here checks anything.

const STREAM = /\/Type\s*\/EmbeddedFile\b/g

/** The attached JSON as a value; null when there is none that can be read. */
export async function attachedFacts (pdf) {
  const text = new TextDecoder('windows-1252').decode(pdf)
  for (const found of text.matchAll(STREAM)) {
    const begins = text.lastIndexOf(' obj', found.index)
    const opens = text.indexOf('stream', found.index)
    const length = /\/Length\s+(\d+)\b(?!\s+\d+\s+R)/.exec(text.slice(begins, opens))
    if (!length) continue
    const first = opens + 6 + (text[opens + 6] === '\r' ? 2 : 1)
    try {
      const packed = pdf.subarray(first, first + Number(length[1]))
      const plain = text.slice(begins, opens).includes('/FlateDecode') ? await unpacked(packed) : packed
      return JSON.parse(new TextDecoder().decode(plain))
    } catch (error) {
      continue
    }
  }
  return null
}

async function unpacked (packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
