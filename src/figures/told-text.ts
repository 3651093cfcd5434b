import type { ClaimValue } from '../domain/claim.ts'
import type { Note, Run, Text } from './document.ts'
import { plain } from './document.ts'
import type { Words } from './say.ts'
import type { Speaker } from './say.ts'
import type { ToldBy, ToldFigure, ToldIncident, ToldName } from './told-figure.ts'
import type { AppealWording, SentenceId } from './wording/wording.ts'

/** Says what others said in one language: each number with its unit, its range and its sources. */
export class ToldSpeaker {
  readonly #speak: Speaker
  readonly #wording: AppealWording

  constructor(speak: Speaker, wording: AppealWording) {
    this.#speak = speak
    this.#wording = wording
  }

  /** Between things of one list, as the script writes it. */
  get #between(): string {
    return this.#wording.direction === 'rtl' ? '؛ ' : '; '
  }

  /** An incident in as many sentences as its numbers have units. */
  incident({ kind, where, happenedOn, said }: ToldIncident): readonly Text[] {
    const units = [...new Set(said.map((one) => one.unit))]
    return units.map((unit) =>
      this.#say('incident', {
        kind: this.#wording.incidents[kind] ?? kind,
        where,
        date: this.#speak.day(happenedOn),
        figures: this.#together(said.filter((one) => one.unit === unit)),
      }),
    )
  }

  /** A figure that stands alone. */
  alone(figure: ToldFigure): Text {
    return this.#say('saidOf', {
      subject: this.name(figure.subject),
      date: this.#speak.day(figure.asOf.to),
      figures: this.#together([figure]),
    })
  }

  /** The number of a figure with its unit: the best value, beside the range where it differs. */
  amount({ unit, low, best, high, approximate }: ToldFigure): string {
    const range = this.#range({ low, high }, (value) => this.#speak.count(unit, value))
    if (best === null) return range
    const count = this.#speak.count(unit, best)
    const one = approximate ? this.#about(count) : count
    if (low === best && high === best) return one
    return this.#words('saidWithRange', { best: one, range })
  }

  /** Where a number comes from, with the handle that `onward figures --trail` takes. */
  note(figure: ToldFigure): Note {
    const id = figure.figure ?? ''
    const sources = [...new Set(figure.by.map((one) => this.name(one.origin)))]
    return {
      id,
      text: this.#words('noteSaid', {
        measure: asHeading(this.measure(figure)),
        unit: this.#wording.unitNames[figure.unit],
        asOf: this.#speak.day(figure.asOf.to),
        source: sources.join(this.#between),
        policy: figure.policy,
        id,
        version: figure.version ?? 1,
      }),
    }
  }

  measure({ statement }: ToldFigure): string {
    return this.#wording.measures[statement.measure]
  }

  /** A name in the language of the text, else the first; who is unknown is said to be. */
  name(names: readonly ToldName[]): string {
    const language = this.#wording.language.slice(0, 2)
    const own = names.find((one) => one.language.startsWith(language)) ?? names[0]
    return own === undefined ? this.#wording.unnamedSource : own.text
  }

  /** What one source said, in its place in a table: the number without its unit. */
  value({ does, value }: ToldBy): string {
    if (does === 'denies') return this.#words('denies')
    const said = this.#said(value)
    return does === 'took_back' ? this.#words('tookBack', { value: said }) : said
  }

  #together(figures: readonly ToldFigure[]): readonly Run[] {
    return figures.flatMap((figure, at): readonly Run[] => [
      ...(at === 0 ? [] : [this.#between]),
      ...this.#say('saidFigure', {
        measure: this.measure(figure),
        amount: this.#noted(figure),
        standing: figure.status === 'no_figure' ? '' : this.#wording.standings[figure.status],
        sayings: figure.by.map((one) => this.#saying(one)).join(this.#between),
      }),
    ])
  }

  #noted(figure: ToldFigure): Text {
    const text = this.amount(figure)
    return figure.figure === undefined ? text : [{ text, note: figure.figure }]
  }

  #saying(one: ToldBy): string {
    const words = {
      origin: this.name(one.origin),
      date: this.#speak.day(one.on),
      value: this.value(one),
    }
    return one.publisher === undefined
      ? this.#words('saying', words)
      : this.#words('sayingCited', { ...words, publisher: this.name(one.publisher) })
  }

  #said(value: ClaimValue): string {
    const number = (one: number): string => this.#speak.number(one)
    switch (value.kind) {
      case 'exact':
        return number(value.point)
      case 'about':
        return this.#about(number(value.point))
      case 'at_least':
        return this.#range({ low: value.low, high: null }, number)
      case 'at_most':
        return this.#range({ low: null, high: value.high }, number)
      case 'between':
        return this.#range(value, number)
      case 'zero':
        return number(0)
      case 'unquantified':
        return this.#words('several')
    }
  }

  #range(
    { low, high }: { readonly low: number | null; readonly high: number | null },
    count: (value: number) => string,
  ): string {
    if (low === null)
      return high === null ? this.#words('several') : this.#words('atMost', { number: count(high) })
    if (high === null) return this.#words('atLeast', { number: count(low) })
    if (low === high) return count(low)
    return this.#words('fromTo', { low: this.#speak.number(low), high: count(high) })
  }

  #about(count: string): string {
    return this.#wording.about.replace('{$number}', count)
  }

  #say(id: SentenceId, words?: Words): readonly Run[] {
    return this.#speak.say(this.#wording.sentences[id], words)
  }

  #words(id: SentenceId, words?: Words): string {
    return plain(this.#say(id, words))
  }
}

function asHeading(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
