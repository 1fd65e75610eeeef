// Compile the stylesheet and copy, from the pinned packages, the files that pages ask for.
// Run by `npm run build`; the results are committed, so that the portal needs no Node to start.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
const script = readFileSync(join(govuk, 'govuk-frontend.min.js'), 'utf8')
writeFileSync(
  join(target, 'govuk-frontend.min.js'),
  '/*! govuk-frontend, MIT licence: see LICENSES.md */\n' +
    script.replace(/\/\/# sourceMappingURL=.*\s*$/, '\n')
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
