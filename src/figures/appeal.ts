import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { addDays, daysBetween } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { ContextView } from '../domain/views.ts'
import type { Hand } from './charts.ts'
import { drawAgainstNeed, drawOverTime, drawTimeline } from './charts.ts'
import { parseFigureId } from './definitions.ts'
import type { Block, Chart, PlainDocument, Run, Text } from './document.ts'
import { plain, runsOf } from './document.ts'
import { roundTo5, SMALLEST_PUBLIC } from './disclosure.ts'
import type { PublicFigure } from './public-figures.ts'
import { findVisible } from './public-figures.ts'
import type { Words } from './say.ts'
import { Speaker } from './say.ts'
import { toFragment, toPage } from './to-html.ts'
import { toMarkdown } from './to-markdown.ts'
import type { Told } from './told-figure.ts'
import { figuresTold, refuseUntellable } from './told-figure.ts'
import { ToldSpeaker } from './told-text.ts'
import { ENGLISH } from './wording/english.ts'
import type { AppealWording, SentenceId, TextKind, WantedKind } from './wording/wording.ts'

/** What more places of one kind would do, as the plan worked it out. */
export interface WantedPlaces {
  readonly kind: WantedKind
  readonly state: StateCode
  readonly places: number
  /** Further persons who could leave; null: not worked out. */
  readonly persons: number | null
}

export interface AppealInput {
  /** An appeal when absent. */
  readonly kind?: TextKind
  readonly operation: string
  readonly asOf: PlainDate
  /** The operation's today. */
  readonly today: PlainDate
  /** How old the figures may be, in days. */
  readonly freshForDays: number
  /** From publishFigures, and from nowhere else. */
  readonly figures: readonly PublicFigure[]
  /** What was published before, the oldest first: the lines of charts. */
  readonly earlier?: readonly (readonly PublicFigure[])[]
  readonly wanted: readonly WantedPlaces[]
  /** What others said: of incidents, and what was asked for by its handle. */
  readonly told: Told
  readonly context: ContextView
  /** A State's name in the language of the text; its code where there is none. */
  readonly stateName?: (state: StateCode) => string
}

export interface Appeal {
  /** What it says, before it has a form. */
  readonly document: PlainDocument
  readonly markdown: string
  /** A page of its own, made for print. */
  readonly html: string
  /** The same text for the screen: classes only, no style. */
  readonly fragment: string
}

/**
 * The public appeal, written from published figures alone. Errors: `rule_broken` for figures of
 * another day, too old or missing, for figures that would tell of 1 to 4 people, for a sentence of
 * mixed units or with a figure that nobody approved, and for what others said where that may not be
 * told (told-figure.ts).
 */
export function writeAppeal(input: AppealInput, wording: AppealWording = ENGLISH): Appeal {
  refuseStale(input)
  refuseVisible(input.figures)
  refuseUntellable(input.told, input.asOf, input.freshForDays)
  const writer = new Writer(input, wording)
  const document: PlainDocument = {
    title: writer.title(),
    language: wording.language,
    direction: wording.direction,
    blocks: writer.blocks(),
  }
  return {
    document,
    markdown: toMarkdown(document),
    html: toPage(document),
    fragment: toFragment(document),
  }
}

/** A sentence begins with a capital, also when it begins with «about». */
function asSentence(text: Text): readonly Run[] {
  const [first, ...rest] = runsOf(text)
  if (first === undefined) return []
  const capital = (one: string): string => one.slice(0, 1).toUpperCase() + one.slice(1)
  return [
    typeof first === 'string' ? capital(first) : { ...first, text: capital(first.text) },
    ...rest,
  ]
}

function refuseStale({ figures, asOf, today, freshForDays }: AppealInput): void {
  const [first] = figures
  if (first === undefined)
    throw new DomainError('rule_broken', 'An appeal needs figures. Compute them for its day first.')
  const strays = figures.filter((one) => one.asOf !== asOf || one.knownOn !== first.knownOn)
  if (strays.length > 0)
    throw new DomainError(
      'rule_broken',
      `${strays.length} figures are not as of ${asOf} and known on ${first.knownOn}, among them ${strays[0]?.id}. Compute all figures for one day.`,
    )
  const age = daysBetween(asOf, today)
  if (age < 0 || age > freshForDays)
    throw new DomainError(
      'rule_broken',
      `The figures are as of ${asOf}, ${age} days before today; an appeal may use figures of at most ${freshForDays} days. Compute newer ones.`,
    )
}

function refuseVisible(figures: readonly PublicFigure[]): void {
  const visible = findVisible(figures)
  if (visible.length === 0) return
  throw new DomainError(
    'rule_broken',
    `These figures would tell of 1 to 4 people: ${visible.join(', ')}. Publish them through disclosure control first.`,
  )
}

const STATE_COLUMNS = ['submitted_persons', 'accepted', 'departed', 'arrived'] as const
const PLACE_COLUMNS = ['places_confirmed', 'case_places_confirmed'] as const
const HUNDRED_YEARS = 36_525

class Writer {
  readonly #input: AppealInput
  readonly #wording: AppealWording
  readonly #speak: Speaker
  readonly #told: ToldSpeaker

  constructor(input: AppealInput, wording: AppealWording) {
    this.#input = input
    this.#wording = wording
    this.#speak = new Speaker(wording, input.figures)
    this.#told = new ToldSpeaker(this.#speak, wording)
  }

  title(): string {
    const title = this.#wording.titles[this.#input.kind ?? 'appeal']
    return plain(this.#speak.say(title, { operation: this.#input.operation }))
  }

  blocks(): readonly Block[] {
    const isAppeal = this.#input.kind !== 'report'
    return [
      this.#asOf(),
      ...this.#section('people', this.#people()),
      ...this.#section('byState', this.#byState()),
      ...this.#section('places', this.#places()),
      ...this.#section('times', this.#times()),
      ...(isAppeal ? this.#request() : []),
      ...this.#section('incidents', this.#incidents()),
      ...this.#section('said', this.#said()),
      ...(isAppeal ? this.#section('context', this.#context()) : []),
      ...this.#section('definitions', this.#notes()),
      ...this.#section('method', [
        this.#sentence('methodSources'),
        this.#sentence('methodRounding'),
        this.#sentence('methodUnits'),
      ]),
    ]
  }

  /** What an appeal asks for, and a situation report leaves to others. */
  #request(): readonly Block[] {
    return [
      ...this.#section(
        'pace',
        [90, 365].flatMap((days) => this.#pace(days)),
      ),
      ...this.#section('help', this.#help()),
    ]
  }

  #chart(chart: Chart | undefined): readonly Block[] {
    return chart === undefined ? [] : [{ kind: 'chart', ...chart }]
  }

  get #hand(): Hand {
    return { speak: this.#speak, told: this.#told, wording: this.#wording }
  }

  #section(heading: keyof AppealWording['headings'], blocks: readonly Block[]): readonly Block[] {
    if (blocks.length === 0) return []
    return [{ kind: 'heading', text: this.#wording.headings[heading] }, ...blocks]
  }

  #say(id: SentenceId, words?: Words): readonly Run[] {
    return this.#speak.say(this.#wording.sentences[id], words)
  }

  #sentence(id: SentenceId, words?: Words): Block {
    return { kind: 'paragraph', text: this.#say(id, words) }
  }

  #asOf(): Block {
    const knownOn = this.#speak.figure('population').knownOn
    return this.#sentence('asOf', {
      asOf: this.#speak.day(this.#input.asOf),
      knownOn: this.#speak.day(knownOn),
    })
  }

  #people(): readonly Block[] {
    const items = (
      [
        'population',
        'needs',
        'submittedCases',
        'submitted',
        ...(this.#isCount('with_states_persons') ? (['waiting'] as const) : []),
        'decided',
        'departed',
        'arrived',
        'outOfDanger',
      ] as const
    ).map((id) => this.#say(id))
    const editions = [...(this.#input.earlier ?? []), this.#input.figures]
    return [
      { kind: 'list', items: items.map(asSentence) },
      ...this.#acceptanceRate(),
      ...this.#chart(drawOverTime(this.#hand, editions)),
    ]
  }

  /** Whether a number of people of at least 5 is shown; less, and nobody, is left unsaid. */
  #isCount(id: string): boolean {
    const { shown } = this.#speak.figure(id)
    return (shown.as === 'exact' || shown.as === 'about') && shown.value >= SMALLEST_PUBLIC
  }

  /** Only from exact figures: a rate can be turned back into what it was made of. */
  #acceptanceRate(): readonly Block[] {
    const accepted = this.#speak.figure('accepted').shown
    const denied = this.#speak.figure('denied').shown
    if (accepted.as !== 'exact' || denied.as !== 'exact') return []
    const decided = accepted.value + denied.value
    if (decided === 0) return []
    const rate = new Intl.NumberFormat(this.#wording.locale, { style: 'percent' })
    return [
      this.#sentence('acceptanceRate', {
        rate: rate.format(accepted.value / decided),
        accepted: accepted.value,
        denied: denied.value,
      }),
    ]
  }

  #byState(): readonly Block[] {
    return this.#stateTable('byStateCaption', STATE_COLUMNS)
  }

  #stateTable(caption: SentenceId, columns: readonly string[]): readonly Block[] {
    const cells = new Map(this.#input.figures.map((one) => [one.id, one]))
    const states = [
      ...new Set(
        this.#input.figures.flatMap(({ id, state }) =>
          state !== undefined && columns.includes(id.replace(/_[^_]+$/, '')) ? [state] : [],
        ),
      ),
    ].toSorted((a, b) => Number(a === 'other') - Number(b === 'other') || (a < b ? -1 : 1))
    if (states.length === 0) return []
    const used = columns.filter((column) => states.some((state) => cells.has(`${column}_${state}`)))
    return [
      {
        kind: 'table',
        caption: plain(this.#say(caption)),
        columns: ['state', ...used].map((column) => {
          const text = this.#wording.columns[column] ?? column
          return column === 'state' ? text : [{ text, note: column }]
        }),
        rows: states.map((state) => [
          state === 'other' ? this.#wording.otherStates : this.#stateName(state),
          ...used.map((column) => {
            const figure = cells.get(`${column}_${state}`)
            return figure === undefined ? this.#speak.number(0) : this.#speak.noted(figure)
          }),
        ]),
      },
    ]
  }

  #places(): readonly Block[] {
    const gap = this.#speak.figure('gap').shown
    const isNobody = gap.as === 'exact' && gap.value === 0
    const ofCases = this.#speak.figure('case_places_confirmed').shown
    return [
      this.#sentence('confirmed'),
      ...(ofCases.as === 'exact' && ofCases.value === 0 ? [] : [this.#sentence('confirmedCases')]),
      ...(gap.as === 'withheld' ? [] : [this.#sentence(isNobody ? 'free' : 'gap')]),
      ...this.#chart(drawAgainstNeed(this.#hand)),
      ...this.#stateTable('placesCaption', PLACE_COLUMNS),
    ]
  }

  #times(): readonly Block[] {
    const spans = [
      ['registeredToSubmitted', 'days_registered_to_submitted'],
      ['submittedToDecided', 'days_submitted_to_decided'],
      ['acceptedToDeparted', 'days_accepted_to_departed'],
    ] as const
    const items = spans.flatMap(([id, figure]) => {
      const known = [`${figure}_median`, `${figure}_p90`].every(
        (part) => this.#speak.has(part) && this.#speak.figure(part).shown.as !== 'withheld',
      )
      return known ? [this.#say(id)] : []
    })
    return items.length === 0 ? [] : [{ kind: 'list', items }]
  }

  /** Worked out from the published numbers only, so that it tells no more than they do. */
  #pace(days: number): readonly Block[] {
    const population = this.#rounded('population')
    const departed = this.#rounded(`departed_last_${days}_days`)
    if (population === undefined) return []
    if (departed === undefined) return [this.#sentence('paceTooFew', { days })]
    const wait = Math.ceil((population * days) / departed)
    const formula = this.#sentence('paceFormula', { days, population, departed, wait })
    if (wait > HUNDRED_YEARS) return [this.#sentence('paceFar', { days }), formula]
    const date = this.#speak.day(addDays(this.#input.asOf, wait))
    return [this.#sentence('paceDate', { days, date }), formula]
  }

  /** A shown number in steps of 5; undefined when fewer than 5 are shown, or nothing is. */
  #rounded(id: string): number | undefined {
    const { shown } = this.#speak.figure(id)
    if (shown.as === 'withheld' || shown.as === 'few') return undefined
    return shown.value < SMALLEST_PUBLIC ? undefined : roundTo5(shown.value)
  }

  #help(): readonly Block[] {
    const items = this.#input.wanted.map(({ kind, state, places, persons }) => {
      const name = { state: this.#stateName(state) }
      const text = this.#speak.say(this.#wording.wanted[kind], name)
      const more = { text, places: this.#speak.count('places', places) }
      if (persons === null) return this.#say('helpUnknown', more)
      return this.#say('help', { ...more, persons: this.#speak.people(persons) })
    })
    return items.length === 0 ? [] : [{ kind: 'list', items }]
  }

  #incidents(): readonly Block[] {
    const told = this.#input.told.incidents.filter(({ said }) => said.length > 0)
    const items = told.flatMap((one) => this.#told.incident(one))
    if (items.length === 0) return []
    return [{ kind: 'list', items }, ...this.#chart(drawTimeline(this.#hand, told))]
  }

  #said(): readonly Block[] {
    const items = this.#input.told.said.map((one) => this.#told.alone(one))
    return items.length === 0 ? [] : [{ kind: 'list', items }]
  }

  #context(): readonly Block[] {
    const { origins, years, rows, attribution } = this.#input.context
    const [first] = years
    const last = years.at(-1)
    if (rows.length === 0 || first === undefined || last === undefined) return []
    return [
      this.#sentence('contextIntro', {
        origins: origins.map((one) => this.#stateName(one)).join(', '),
        years: `${first}–${last}`,
      }),
      {
        kind: 'table',
        caption: plain(this.#say('contextCaption')),
        columns: [
          this.#wording.columns['state'] ?? 'state',
          ...years.map(String),
          this.#wording.columns['total'] ?? 'total',
        ],
        rows: rows.map(({ state, arrivals, persons }) => [
          this.#stateName(state),
          ...arrivals.map((one) =>
            one === null ? this.#wording.notInTable : this.#speak.number(one),
          ),
          this.#speak.number(persons),
        ]),
      },
      this.#sentence('contextCaveat'),
      ...attribution.map((one) => this.#sentence('contextSource', { attribution: one })),
    ]
  }

  /** Where each number comes from: what it counts, in which unit, as of when, by whom. */
  #notes(): readonly Block[] {
    const notes = this.#input.figures.flatMap((figure) => {
      const { id, unit, definition, asOf, knownOn, state, source } = figure
      if (state !== undefined || parseFigureId(id) === undefined) return []
      const own = this.#speak.say(this.#wording.ownRecords, { operation: this.#input.operation })
      const words = {
        definition: this.#wording.definitions?.[id] ?? definition,
        unit: this.#wording.unitNames[unit],
        asOf: this.#speak.day(asOf),
        knownOn: this.#speak.day(knownOn),
        source: source?.name ?? own,
        id,
      }
      return [{ id, text: plain(this.#say('note', words)) }]
    })
    const said = figuresTold(this.#input.told).map((one) => this.#told.note(one))
    return [{ kind: 'notes', notes: [...notes, ...said] }]
  }

  #stateName(state: StateCode): string {
    return this.#input.stateName?.(state) ?? state
  }
}
