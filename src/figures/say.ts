import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { FigureView } from '../domain/views.ts'
import type { AppealWording, Sentence } from './appeal-wording.ts'
import { SMALLEST_PUBLIC } from './disclosure.ts'
import type { PublicFigure } from './public-figures.ts'

/** Words given beside the figures: `{$asOf}`. A number chooses the form of a sentence too. */
export type Words = Readonly<Record<string, string | number>>

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
    this.#plural = new Intl.PluralRules(wording.language)
    this.#number = new Intl.NumberFormat(wording.language)
    this.#date = new Intl.DateTimeFormat(wording.language, { dateStyle: 'long', timeZone: 'UTC' })
  }

  /**
   * One sentence. Errors: `rule_broken` when a figure is missing or when figures of different
   * units would stand in one sentence.
   */
  say(sentence: Sentence, words: Words = {}): string {
    const template = this.#choose(sentence, words)
    const units = new Set<string>()
    const text = template.replaceAll(/\{(\$?)(\w+)\}/g, (_whole, isWord: string, name: string) => {
      if (isWord !== '') return this.#word(words, name)
      const figure = this.figure(name)
      units.add(figure.unit)
      return this.amount(figure)
    })
    if (units.size > 1)
      throw new DomainError(
        'rule_broken',
        `A sentence would mix ${[...units].join(' and ')}. Give each unit a sentence of its own.`,
      )
    return text
  }

  /** A published figure by its id. Errors: `rule_broken` when it was not given. */
  figure(id: string): PublicFigure {
    const figure = this.#figures.get(id)
    if (figure === undefined)
      throw new DomainError(
        'rule_broken',
        `The text needs the figure ${id}, which is missing. Compute all figures of the day first.`,
      )
    return figure
  }

  has(id: string): boolean {
    return this.#figures.has(id)
  }

  /** The figure in words with its unit: `about 210 persons`. */
  amount(figure: PublicFigure): string {
    const { shown } = figure
    const count = shown.as === 'exact' || shown.as === 'about' ? shown.value : undefined
    return `${this.cell(figure)} ${this.unit(figure.unit, count)}`
  }

  /** The figure without its unit, for a table whose heading names it. */
  cell({ shown }: PublicFigure): string {
    if (shown.as === 'exact') return this.number(shown.value)
    if (shown.as === 'about')
      return this.#wording.about.replace('{$number}', this.number(shown.value))
    return shown.as === 'few' ? this.#wording.few : this.#wording.withheld
  }

  /** A count with its unit. */
  count(unit: FigureView['unit'], value: number): string {
    return `${this.number(value)} ${this.unit(unit, value)}`
  }

  /** A number of persons that stands alone, so that nothing else tells of it. */
  people(value: number): string {
    const few = value > 0 && value < SMALLEST_PUBLIC
    return few ? `${this.#wording.few} ${this.unit('persons')}` : this.count('persons', value)
  }

  /** The unit's name for a count; the general form without one. */
  unit(unit: FigureView['unit'], count?: number): string {
    return this.#form(this.#wording.units[unit], count)
  }

  number(value: number): string {
    return this.#number.format(value)
  }

  day(date: PlainDate): string {
    return this.#date.format(new Date(`${date}T00:00:00Z`))
  }

  measure(measure: string, count: number): string {
    const forms = this.#wording.measures[measure]
    return forms === undefined ? measure : this.#form(forms, count)
  }

  #choose(sentence: Sentence, words: Words): string {
    if (typeof sentence === 'string') return sentence
    const word = words[sentence.by]
    if (typeof word === 'number') return this.#form(sentence, word)
    const { shown } = this.figure(sentence.by)
    return this.#form(sentence, shown.as === 'exact' ? shown.value : undefined)
  }

  #form(forms: { readonly one: string; readonly other: string }, count?: number): string {
    return count !== undefined && this.#plural.select(count) === 'one' ? forms.one : forms.other
  }

  #word(words: Words, name: string): string {
    const word = words[name]
    if (word === undefined)
      throw new DomainError('rule_broken', `The text needs the word ${name}, which is missing.`)
    return typeof word === 'number' ? this.number(word) : word
  }
}
