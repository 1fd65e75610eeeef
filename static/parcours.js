// Bring the few components that have behaviour to life.  Every page works without it.
import { initAll } from './govuk-frontend.min.js'

initAll()

// GOV.UK's radios say of those that reveal a part whether it is expanded, a state that WAI-ARIA
// does not know of a radio.  The part follows its radio: whoever reads on comes to it.
function sayNothingOfParts() {
  for (const radio of document.querySelectorAll('[type=radio][aria-expanded]')) {
    radio.removeAttribute('aria-expanded')
  }
}
window.addEventListener('pageshow', sayNothingOfParts)
document.addEventListener('click', sayNothingOfParts)

// What a choice hides is not sent: it belongs to the other choice.
document.addEventListener('formdata', (event) => {
  for (const field of event.target.querySelectorAll('.govuk-radios__conditional--hidden [name]')) {
    event.formData.delete(field.name)
  }
})
