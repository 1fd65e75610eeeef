// The checks themselves, for the page, for the offline file, and for anybody else's.

export { attachedFacts } from './attached.js'
export { CodeFinding, readCode } from './codes.js'
export { openHistory } from './keys.js'
export { Finding, checkPdf } from './pdf.js'
