import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { FigureView } from '../domain/views.ts'
import type { AppealWording, Forms, Sentence, TextUnit } from './wording/wording.ts'
import type { Run, Text } from './document.ts'
import { runsOf } from './document.ts'
import { SMALLEST_PUBLIC } from './disclosure.ts'
import type { PublicFigure } from './public-figures.ts'

/** Words given beside the figures: `{$asOf}`. A number chooses the form of a sentence too. */
export type Words = Readonly<Record<string, Text | number>>

/** Fills sentences in one language with published figures and their units. */
export class Speaker {
  readonly #wording: AppealWording
  readonly #figures: ReadonlyMap<string, PublicFigure>
  readonly #plural: Intl.PluralRules
  readonly #number: Intl.NumberFormat
  readonly #date: Intl.DateTimeFormat

  constructor(wording: AppealWording, figures: readonly PublicFigure[]) {
    this.#wording = wording
    this.#figures = new Map(figures.map((one) => [one.id, one]))
    this.#plural = new Intl.PluralRules(wording.locale)
    this.#number = new Intl.NumberFormat(wording.locale)
    this.#date = new Intl.DateTimeFormat(wording.locale, { dateStyle: 'long', timeZone: 'UTC' })
  }

  /**
   * One sentence, each figure in it with the note of where it comes from. Errors: `rule_broken`
   * when a figure is missing or not approved, or when figures of different units would stand in
   * one sentence.
   */
  say(sentence: Sentence, words: Words = {}): readonly Run[] {
    const template = this.#choose(sentence, words)
    const units = new Set<string>()
    const runs = template.split(/(\{\$?\w+\})/).flatMap((part): readonly Run[] => {
      const [, isWord, name] = /^\{(\$?)(\w+)\}$/.exec(part) ?? []
      if (name === undefined) return part === '' ? [] : [part]
      if (isWord !== '') return this.#word(words, name)
      const figure = this.figure(name)
      units.add(figure.unit)
      return [{ text: this.amount(figure), note: noteOf(figure) }]
    })
    if (units.size > 1)
      throw new DomainError(
        'rule_broken',
        `A sentence would mix ${[...units].join(' and ')}. Give each unit a sentence of its own.`,
      )
    return runs
  }

  /** A published figure by its id. Errors: `rule_broken` when it was not given or not approved. */
  figure(id: string): PublicFigure {
    const figure = this.#figures.get(id)
    if (figure === undefined)
      throw new DomainError(
        'rule_broken',
        `The text needs the figure ${id}, which is missing. Compute all figures of the day first.`,
      )
    if (figure.source?.approvedBy === null)
      throw new DomainError(
        'rule_broken',
        `The figure ${id} comes from ${figure.source.name} and nobody has approved it. Let it be approved, or leave it out.`,
      )
    return figure
  }

  has(id: string): boolean {
    return this.#figures.has(id)
  }

  /** The figure in words with its unit: `about 210 persons`. */
  amount(figure: PublicFigure): string {
    const { shown, unit } = figure
    if (shown.as === 'withheld')
      return this.#wording.withheldOf.replace('{$unit}', this.#wording.unitNames[unit])
    if (shown.as === 'few') return this.#few(unit)
    const count = this.count(unit, shown.value)
    return shown.as === 'exact' ? count : this.#wording.about.replace('{$number}', count)
  }

  /** The figure without its unit, for a table whose heading names it. */
  cell({ shown }: PublicFigure): string {
    if (shown.as === 'exact') return this.number(shown.value)
    if (shown.as === 'about')
      return this.#wording.about.replace('{$number}', this.number(shown.value))
    return shown.as === 'few' ? this.#wording.few : this.#wording.withheld
  }

  /** The same, leading to the note that the heading of its column marks. */
  noted(figure: PublicFigure): Text {
    return [{ text: this.cell(figure), note: noteOf(figure), isQuiet: true }]
  }

  /** A name of another script, kept together in a text that runs the other way. */
  name(text: string): string {
    return this.#wording.direction === 'rtl' && /[a-z]/i.test(text) ? `\u2068${text}\u2069` : text
  }

  /** A count with its unit. */
  count(unit: TextUnit, value: number): string {
    return this.#form(this.#wording.units[unit], value).replace('{$number}', this.number(value))
  }

  /** A number of persons that stands alone, so that nothing else tells of it. */
  people(value: number): string {
    return value > 0 && value < SMALLEST_PUBLIC
      ? this.#few('persons')
      : this.count('persons', value)
  }

  number(value: number): string {
    return this.#number.format(value)
  }

  day(date: PlainDate): string {
    return this.#date.format(new Date(`${date}T00:00:00Z`))
  }

  #choose(sentence: Sentence, words: Words): string {
    if (typeof sentence === 'string') return sentence
    const word = words[sentence.by]
    if (typeof word === 'number') return this.#form(sentence, word)
    const { shown } = this.figure(sentence.by)
    return this.#form(sentence, shown.as === 'exact' ? shown.value : undefined)
  }

  #form(forms: Forms, count?: number): string {
    return (count === undefined ? undefined : forms[this.#plural.select(count)]) ?? forms.other
  }

  #few(unit: FigureView['unit']): string {
    const forms = this.#form(this.#wording.units[unit], SMALLEST_PUBLIC)
    return forms.replace('{$number}', this.#wording.few)
  }

  #word(words: Words, name: string): readonly Run[] {
    const word = words[name]
    if (word === undefined)
      throw new DomainError('rule_broken', `The text needs the word ${name}, which is missing.`)
    if (typeof word === 'number') return [this.number(word)]
    return typeof word === 'string' ? [this.name(word)] : runsOf(word)
  }
}

/** The id of a figure's note: States share the one of their figure. */
function noteOf({ id }: PublicFigure): string {
  return id.replace(/_(?:[A-Z]{3}|other)$/, '')
}
