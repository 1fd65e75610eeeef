// Bring the few components that have behaviour to life.  Every page works without it.
import { initAll } from './govuk-frontend.min.js'

initAll()

// What a choice hides is not sent: it belongs to the other choice.
document.addEventListener('formdata', (event) => {
  for (const field of event.target.querySelectorAll('.govuk-radios__conditional--hidden [name]')) {
    event.formData.delete(field.name)
  }
})
