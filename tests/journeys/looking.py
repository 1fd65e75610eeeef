"""What axe has to say against a page, and whether the page fits a phone."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Rules of WCAG 2.2 AA, and what axe calls best practice.
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Describing all that passes takes as long as looking for what does not.
    "resultTypes": ["violations"],
    "selectors": False,
}
#: Of what looks alike, axe measures the contrast three times: lists repeat what they show by the
#: hundred, and measuring took longer than all other rules.  Alike is what has the same letters
#: and colours, and lies on the same ones; what is drawn or put over others is always measured.
_LOOK = """async (rules) => {
  const TELLING = ['color', 'backgroundColor', 'backgroundImage', 'opacity', 'textShadow',
    'webkitTextFillColor', 'filter', 'mixBlendMode', 'fontSize', 'fontWeight', 'overflowX']
  const looks = new Map()
  const look = (element) => {
    if (!element) return ''
    if (!looks.has(element)) {
      const style = getComputedStyle(element)
      const apart = element instanceof SVGElement ||
        !['static', 'relative'].includes(style.position) ? looks.size : ''
      const seen = element.checkVisibility({visibilityProperty: true})
      const own = TELLING.map((each) => style[each])
      looks.set(element, [apart, seen, ...own, look(element.parentElement)].join())
    }
    return looks.get(element)
  }
  const measured = new Map()
  for (const element of document.body.querySelectorAll('*')) {
    const says = [...element.childNodes].some((each) => each.nodeType === 3 && each.data.trim())
    if (!says && !element.matches('input, select, textarea')) continue
    const alike = look(element) + element.localName
    const before = measured.get(alike) ?? 0
    measured.set(alike, before + 1)
    if (before < 3) element.setAttribute('data-measured', '')
  }
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-measured]'}]})
  const found = await axe.run(rules)
  return found.violations.map(({id, help, nodes}) => `${id}: ${help}: ${nodes[0].html}`)
}"""


def faults(page: Page, axe: Axe) -> list[str]:
    """What is wrong with a page as it stands, a line each; its window is wide again then."""
    page.evaluate(axe.axe_script)
    found = [f"{page.url}: {each}" for each in page.evaluate(_LOOK, _RULES)]
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.set_viewport_size({"width": 1280, "height": 720})
    return [*found, f"{page.url}: {wide} px too wide for a phone"] if wide > 0 else found
