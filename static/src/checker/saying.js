// An answer as part of a page.  Text is only ever set as text.

const SHAPES = { good: '✓', caution: '!', bad: '✕', unknown: '?' }

function element (name, className, ...children) {
  const made = document.createElement(name)
  if (className) made.className = className
  made.append(...children)
  return made
}

/** Put an answer in its place and lead the reader to it. */
export function show (place, answer) {
  const title = element('h2', 'verdict__title',
    element('span', 'verdict__shape', SHAPES[answer.tone]), answer.title)
  title.firstChild.setAttribute('aria-hidden', 'true')
  title.id = 'answer-title'
  title.tabIndex = -1
  const box = element('section', `verdict verdict--${answer.tone}`, title)
  box.setAttribute('aria-labelledby', title.id)
  for (const line of answer.lines) box.append(element('p', '', line))
  if (answer.warning) box.append(element('p', 'verdict__warning', answer.warning))
  if (answer.compare) box.append(element('p', 'verdict__compare', answer.compare))
  if (answer.facts.length) {
    const list = element('dl', 'verdict__facts')
    for (const [label, value] of answer.facts) {
      list.append(element('div', '', element('dt', '', label), element('dd', '', value)))
    }
    box.append(list)
  }
  place.replaceChildren(box)
  title.focus()
}

/** Say something in passing: what is under way, or, as a warning, why it came to nothing. */
export function tell (place, sentence, warning = false) {
  const className = warning ? 'verdict__passing verdict__warning' : 'verdict__passing'
  place.replaceChildren(...sentence ? [element('p', className, sentence)] : [])
}
