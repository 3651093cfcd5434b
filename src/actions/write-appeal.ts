import { look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { toAlpha2 } from '../domain/iso-country.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { PlanView } from '../domain/views.ts'
import type { Appeal, AppealInput, WantedPlaces } from '../figures/appeal.ts'
import { writeAppeal as write } from '../figures/appeal.ts'
import type { PublicFigure } from '../figures/public-figures.ts'
import { publishFigures } from '../figures/public-figures.ts'
import type { Told } from '../figures/told-figure.ts'
import type { TextLanguage } from '../figures/wording/languages.ts'
import { WORDINGS } from '../figures/wording/languages.ts'
import type { TextKind } from '../figures/wording/wording.ts'
import { selectContext } from '../storage/context.ts'
import type { Tx } from '../storage/database.ts'
import { findLastPlan } from '../storage/plans.ts'
import { listPublishedFigures } from '../storage/published-texts.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { figuresAt } from './get-figures.ts'
import { toldAt } from './tell-figures.ts'

/** Which text is asked for. */
export interface TextAsked {
  /** The operation's today when absent. */
  readonly asOf?: PlainDate
  /** English when absent. */
  readonly language?: TextLanguage
  /** An appeal when absent. */
  readonly kind?: TextKind
  /** How old the figures may be, in days of the operation; any age when absent. */
  readonly freshForDays?: number
  /** Handles of figures of others that it tells beside those of incidents. */
  readonly using?: readonly string[]
}

/** An appeal with the public figures that it was written from. */
export interface WrittenAppeal extends Appeal {
  readonly asOf: PlainDate
  readonly figures: readonly PublicFigure[]
  /** What it tells of others. */
  readonly told: Told
}

/** A day long past may be written about: the appeal says of which day it speaks. */
const ANY_AGE = 100_000
const KINDS_SHOWN = 8

/** Writes the public appeal of a day, from protected figures alone. Publishes nothing. */
export async function writeAppeal(desk: Desk, asked: TextAsked): Promise<WrittenAppeal> {
  requireAccess(desk.actor, 'appeal.read')
  return look(desk, (tx) => appealAt(tx, desk, asked))
}

/** The same inside a transaction of the caller, who has checked access. */
export async function appealAt(tx: Tx, desk: Desk, asked: TextAsked): Promise<WrittenAppeal> {
  const asOf = asked.asOf ?? today(desk)
  const earlier = await listPublishedFigures<readonly PublicFigure[]>(tx)
  const figures = publishFigures(await figuresAt(tx, desk, { asOf }), earlier)
  const plan = (await tx.asSystem(findLastPlan))?.view
  // What more places would do is known for the day of the plan only.
  const wanted = plan?.asOf === asOf ? wantedPlaces(plan) : []
  const told = await toldAt(tx, { asOf, using: asked.using ?? [] })
  return writeFrom(tx, desk, { ...asked, asOf, figures, earlier, wanted, told })
}

/** The text of figures that have passed disclosure control. */
export async function writeFrom(
  tx: Tx,
  desk: Desk,
  asked: TextAsked &
    Pick<AppealInput, 'asOf' | 'figures' | 'wanted' | 'told'> & { readonly earlier: Editions },
): Promise<WrittenAppeal> {
  const { asOf, figures, earlier, wanted, told } = asked
  const wording = WORDINGS[asked.language ?? 'en']
  const appeal = write(
    {
      kind: asked.kind ?? 'appeal',
      operation: desk.operation.name,
      asOf,
      today: today(desk),
      freshForDays: asked.freshForDays ?? ANY_AGE,
      figures,
      earlier: earlier.filter(([first]) => first !== undefined && first.asOf <= asOf),
      wanted,
      told,
      context: await selectContext(tx, desk.operation.origin, asOf),
      stateName: namesIn(wording.locale),
    },
    wording,
  )
  return { ...appeal, asOf, figures, told }
}

type Editions = readonly (readonly PublicFigure[])[]

/** A State's name in the language of the text; its code where there is none. */
function namesIn(locale: string): (state: StateCode) => string {
  const regions = new Intl.DisplayNames(locale, { type: 'region' })
  return (state) => {
    const region = toAlpha2(state)
    return (region && regions.of(region)) ?? state
  }
}

/** Few persons are not spoken of in public: only what at least so many would do. */
const FEWEST_PERSONS = 5

/** The kinds of places that would help most, by persons for each place. */
function wantedPlaces(plan: PlanView): readonly WantedPlaces[] {
  const all = plan.offers.flatMap(({ state, oneMore }) =>
    oneMore
      .filter((one) => (one.persons ?? 0) >= FEWEST_PERSONS)
      .map((one) => ({
        kind: one.of,
        state,
        places: one.places,
        persons: one.persons,
      })),
  )
  const worth = (one: WantedPlaces): number => (one.persons ?? 0) / one.places
  return all.toSorted((a, b) => worth(b) - worth(a)).slice(0, KINDS_SHOWN)
}
