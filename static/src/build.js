// Compile the stylesheet and copy, from the pinned packages, the files that pages ask for.
// Run by `npm run build`; the results are committed, so that the portal needs no Node to start.

import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { compile } from 'sass'

const source = dirname(fileURLToPath(import.meta.url))
const target = dirname(source)
const packages = join(source, 'node_modules')

const { css } = compile(join(source, 'parcours.scss'), {
  loadPaths: [packages],
  style: 'compressed',
  quietDeps: true
})
writeFileSync(join(target, 'parcours.css'), css + '\n')

const govuk = join(packages, 'govuk-frontend/dist/govuk')
// Its source map is not published, so the comment that points to it goes too.
const components = readFileSync(join(govuk, 'govuk-frontend.min.js'), 'utf8')
writeFileSync(
  join(target, 'govuk-frontend.min.js'),
  '/*! govuk-frontend, MIT licence: see LICENSES.md */\n' +
    components.replace(/\/\/# sourceMappingURL=.*\s*$/, '\n')
)
for (const name of ['parcours.js', 'enhanced.js']) {
  copyFileSync(join(source, name), join(target, name))
}

mkdirSync(join(target, 'fonts'), { recursive: true })
const family = 'atkinson-hyperlegible-next'
const fonts = [
  // One variable file for screens, in the two alphabets our languages and names need.
  ...['latin', 'latin-ext'].map((set) => [`@fontsource-variable/${family}`, `${set}-wght`]),
  // Fixed weights for paper: PDF writers embed a plain font more reliably than an instance.
  ...['latin', 'latin-ext'].flatMap((set) =>
    ['400', '600', '700'].map((weight) => [`@fontsource/${family}`, `${set}-${weight}`])
  )
]
for (const [name, style] of fonts) {
  const file = `${family}-${style}-normal.woff2`
  copyFileSync(join(packages, name, 'files', file), join(target, 'fonts', file))
}
copyFileSync(join(packages, `@fontsource/${family}/LICENSE`), join(target, 'fonts/OFL.txt'))

// The checks: as modules for the check page, and all of it in one file that needs no network.
const checker = join(source, 'checker')
const bundle = (entry, options) => buildSync({
  entryPoints: [join(checker, entry)],
  bundle: true,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  target: 'es2022',
  write: false,
  ...options
}).outputFiles[0].text
mkdirSync(join(target, 'checker'), { recursive: true })
for (const name of ['checks.js', 'scanning.js', 'page.js']) {
  const external = name === 'page.js' ? ['./checks.js', './scanning.js'] : []
  const licence = name === 'scanning.js' ? '/*! with jsQR, Apache-2.0 licence: see LICENSES.md */\n' : ''
  writeFileSync(join(target, 'checker', name), licence + bundle(name, { format: 'esm', external }))
}
const hashed = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`
const script = bundle('offline.js', { format: 'iife' }).trim().replaceAll('</script', '<\\/script')
const style = compile(join(checker, 'offline.scss'), { style: 'compressed' }).css
const blanks = { SCRIPT: script, 'SCRIPT-HASH': hashed(script), STYLE: style, 'STYLE-HASH': hashed(style) }
writeFileSync(
  join(target, 'checker', 'offline.html'),
  readFileSync(join(checker, 'offline.html'), 'utf8')
    .replace(/%(SCRIPT|SCRIPT-HASH|STYLE|STYLE-HASH)%/g, (_all, name) => blanks[name])
)
