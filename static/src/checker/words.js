// The sentences of one language, and how it writes dates, numbers and the units of facts.

const BELGIUM = 'Europe/Brussels'

export class Words {
  /** given: {language, sentences, kinds, parts, facts: {name: {label, unit}}, questions} */
  constructor (given) {
    this.given = given
    this.language = `${given.language}-BE`
  }

  say (key, filled = {}) {
    const sentence = this.given.sentences[key] ?? key
    return sentence.replace(/%\((\w+)\)s/g, (_all, name) => filled[name] ?? '').replace(/%%/g, '%')
  }

  kind (name) {
    return this.given.kinds[name] ?? name
  }

  part (name) {
    return this.given.parts[name] ?? name
  }

  fact (name) {
    return this.given.facts[name]?.label ?? name
  }

  list (words) {
    return new Intl.ListFormat(this.language, { type: 'conjunction' }).format(words)
  }

  /** A day, YYYY-MM-DD, as people write it. */
  day (text) {
    const how = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
    const day = new Date(`${text}T00:00:00Z`)
    return Number.isNaN(day.getTime()) ? text : new Intl.DateTimeFormat(this.language, how).format(day)
  }

  moment (moment) {
    const how = { dateStyle: 'long', timeStyle: 'short', timeZone: BELGIUM }
    return new Intl.DateTimeFormat(this.language, how).format(moment)
  }

  /** A day of birth of which month or day may not be known (00). */
  bornOn (text) {
    const known = text.replace(/-00/g, '')
    if (known.length === 10) return this.day(known)
    if (known.length === 4) return known
    const how = { month: 'long', year: 'numeric', timeZone: 'UTC' }
    return new Intl.DateTimeFormat(this.language, how).format(new Date(`${known}-01T00:00:00Z`))
  }

  number (value, most = 0) {
    return new Intl.NumberFormat(this.language, { maximumFractionDigits: most }).format(value)
  }

  /** The value of a fact, written for people in its unit. */
  value (name, value) {
    const unit = this.given.facts[name]?.unit ?? 'text'
    if (value === null) return this.say(unit === 'yes_no' ? 'value.not_known' : 'value.none')
    switch (unit) {
      case 'yes_no': return this.say(value ? 'value.yes' : 'value.no')
      case 'date': return this.day(value)
      case 'minutes': return this.hours(value)
      case 'hundredths': return this.number(value / 100, 2)
      case 'money': return this.money(value)
      case 'months': return this.say('unit.months', { number: this.number(value) })
      case 'years': return this.say('unit.years', { number: this.number(value) })
      case 'calendar_days': return this.say('unit.days', { number: this.number(value) })
      case 'count': return this.number(value)
      case 'question': return this.given.questions[value] ?? String(value)
      case 'enterprise': return String(value).replace(/^(\d{4})(\d{3})(\d{3})$/, '$1.$2.$3')
      default: return String(value)
    }
  }

  hours (minutes) {
    const rest = minutes % 60
    const filled = { hours: this.number(Math.trunc(minutes / 60)), minutes: Math.abs(rest) }
    return this.say(rest ? 'unit.hours_minutes' : 'unit.hours', filled)
  }

  money (cents) {
    const how = { style: 'currency', currency: 'EUR' }
    return new Intl.NumberFormat(this.language, how).format(cents / 100)
  }
}
