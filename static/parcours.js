// Bring the few components that have behaviour to life.  Every page works without it.
import { initAll } from './govuk-frontend.min.js'

initAll()
