// The sentences of one language, and how it writes the values of a code: as the paper does, so
// that the two can be laid side by side (certificates/writing.py).

const BELGIUM = 'Europe/Brussels'
const NO_BREAK = '\u00a0'

export class Words {
  /** given: {language, sentences, kinds, parts, facts: {name: {label, unit}}, questions, paper} */
  constructor (given) {
    this.given = given
    this.language = given.language
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
    const last = words.slice(-2).join(this.given.paper['calendar.and'])
    return [...words.slice(0, -2), last].join(', ')
  }

  /** A day, YYYY-MM-DD, in full. */
  day (text) {
    const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
    const months = this.given.paper['calendar.months'].split(/\s+/)
    if (!found || !months[found[2] - 1]) return text
    const day = Number(found[3])
    const first = this.language === 'fr' && day === 1 ? '1er' : `${day}`
    const dot = this.language === 'de' ? '.' : ''
    return [first + dot, months[found[2] - 1], Number(found[1])].join(NO_BREAK)
  }

  /** A moment as a day in Belgium, and its time there. */
  moment (moment) {
    const how = {
      timeZone: BELGIUM, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit'
    }
    const found = Object.fromEntries(new Intl.DateTimeFormat('en-GB', how).formatToParts(moment)
      .map(({ type, value }) => [type, value]))
    return this.say('moment', {
      day: this.day(`${found.year}-${found.month}-${found.day}`), time: `${found.hour}:${found.minute}`
    })
  }

  /** A day of birth of which month or day may not be known (00). */
  bornOn (text) {
    if (!/-00/.test(text)) return this.day(text)
    return text.split('-').reverse().filter((part) => !/^0*$/.test(part)).join('.')
  }

  number (value) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, this.language === 'en' ? ',' : NO_BREAK)
  }

  /** A number of hundredths, without idle zeros. */
  decimal (hundredths, { idleZeros = false } = {}) {
    const whole = Math.trunc(Math.abs(hundredths) / 100)
    const rest = String(Math.abs(hundredths) % 100).padStart(2, '0')
    const fraction = idleZeros ? rest : rest.replace(/0+$/, '')
    const mark = this.language === 'en' ? '.' : ','
    return (hundredths < 0 ? '-' : '') + this.number(whole) + (fraction ? mark + fraction : '')
  }

  money (cents) {
    const sign = cents < 0 ? '-' : ''
    return sign + this.paper('money.amount', { amount: this.decimal(Math.abs(cents), { idleZeros: true }) })
  }

  duration (minutes) {
    const hours = Math.floor(minutes / 60)
    const rest = minutes - hours * 60
    const form = hours && rest ? 'both' : rest ? 'minutes' : 'hours'
    const filled = { hours: this.number(hours), minutes: hours ? String(rest).padStart(2, '0') : rest }
    return this.paper(`hours.${form}`, filled)
  }

  yearsAndMonths (months) {
    const years = Math.floor(months / 12)
    const rest = months % 12
    const both = [years && this.count('years_worked', years), (rest || !years) && this.count('months_worked', rest)]
    return both.filter(Boolean).join(this.given.paper['calendar.and'])
  }

  count (key, number) {
    const single = number === 1 || (number === 0 && this.language === 'fr')
    return this.paper(`${key}.${single ? 'one' : 'other'}`, { number: this.number(number) })
  }

  paper (key, filled) {
    return this.given.paper[key].replace(/\{(\w+)\}/g, (_all, name) => filled[name] ?? '')
  }

  /** The value of a fact, in its unit (certificates/coded.py). */
  value (name, value) {
    const unit = this.given.facts[name]?.unit ?? 'text'
    if (value === null) return this.say(unit === 'yes_no' ? 'value.not_known' : 'value.none')
    switch (unit) {
      case 'yes_no': return this.given.paper[value ? 'yes_no.yes' : 'yes_no.no']
      case 'date': return this.day(value)
      case 'minutes': return this.duration(value)
      case 'hundredths': return this.decimal(value)
      case 'money': return this.money(value)
      case 'months': return this.yearsAndMonths(value)
      case 'years': return this.count('years_worked', value)
      case 'calendar_days': return this.count('calendar_days', value)
      case 'count': return this.number(value)
      case 'question': return this.given.questions[value] ?? String(value)
      case 'enterprise': return value.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1.$2.$3')
      default: return String(value)
    }
  }
}
