import { requireAccess } from '../domain/access.ts'
import { toAlpha2 } from '../domain/iso-country.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { PlanView } from '../domain/views.ts'
import type { Appeal, WantedPlaces } from '../figures/appeal.ts'
import { writeAppeal as write } from '../figures/appeal.ts'
import type { PublicFigure } from '../figures/public-figures.ts'
import { publishFigures } from '../figures/public-figures.ts'
import { selectContext } from '../storage/context.ts'
import type { Tx } from '../storage/database.ts'
import { listIncidents } from '../storage/incidents.ts'
import { findLastPlan } from '../storage/plans.ts'
import { listPublishedFigures } from '../storage/published-texts.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { figuresAt } from './get-figures.ts'

/** An appeal with the public figures that it was written from. */
export interface WrittenAppeal extends Appeal {
  readonly asOf: PlainDate
  readonly figures: readonly PublicFigure[]
}

/** A day long past may be written about: the appeal says of which day it speaks. */
const ANY_AGE = 100_000
const KINDS_SHOWN = 8

/** Writes the public appeal of a day, from protected figures alone. Publishes nothing. */
export async function writeAppeal(
  desk: Desk,
  options: { readonly asOf?: PlainDate },
): Promise<WrittenAppeal> {
  requireAccess(desk.actor, 'appeal.read')
  return desk.db.read(desk.operation.id, (tx) => appealAt(tx, desk, options.asOf ?? today(desk)))
}

/** The same inside a transaction of the caller, who has checked access. */
export async function appealAt(tx: Tx, desk: Desk, asOf: PlainDate): Promise<WrittenAppeal> {
  const earlier = await listPublishedFigures<readonly PublicFigure[]>(tx)
  const figures = publishFigures(await figuresAt(tx, desk, { asOf }), earlier)
  const plan = (await findLastPlan(tx))?.view
  const appeal = write({
    operation: desk.operation.name,
    asOf,
    today: today(desk),
    freshForDays: ANY_AGE,
    figures,
    // What more places would do is known for the day of the plan only.
    wanted: plan?.asOf === asOf ? wantedPlaces(plan) : [],
    incidents: (await listIncidents(tx))
      .filter((one) => one.happenedOn <= asOf)
      .map(statedBy(asOf)),
    context: await selectContext(tx, desk.operation.origin, asOf),
    stateName: englishName,
  })
  return { ...appeal, asOf, figures }
}

const REGIONS = new Intl.DisplayNames('en', { type: 'region' })

/** A State's name in the appeal's language; its code where there is none. */
function englishName(state: StateCode): string {
  const region = toAlpha2(state)
  return (region && REGIONS.of(region)) ?? state
}

/** What was not said yet on the day stays out. */
function statedBy(asOf: PlainDate) {
  return ({ id: _id, ...incident }: Awaited<ReturnType<typeof listIncidents>>[number]) => ({
    ...incident,
    statements: incident.statements.filter((one) => one.statedOn <= asOf),
  })
}

const KIND: Readonly<Record<'total' | 'medical' | 'emergency', string>> = {
  total: 'Places of any kind',
  medical: 'Medical places',
  emergency: 'Places no longer kept for emergencies',
}

/** Few persons are not spoken of in public: only what at least so many would do. */
const FEWEST_PERSONS = 5

/** The kinds of places that would help most, by persons for each place. */
function wantedPlaces(plan: PlanView): readonly WantedPlaces[] {
  const all = plan.offers.flatMap(({ state, oneMore }) =>
    oneMore
      .filter((one) => (one.persons ?? 0) >= FEWEST_PERSONS)
      .map((one) => ({
        text: `${KIND[one.of]}, ${englishName(state)}`,
        places: one.places,
        persons: one.persons,
      })),
  )
  const worth = (one: WantedPlaces): number => (one.persons ?? 0) / one.places
  return all.toSorted((a, b) => worth(b) - worth(a)).slice(0, KINDS_SHOWN)
}
