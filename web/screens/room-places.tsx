import { useState } from 'react'
import type { ReactNode } from 'react'
import { COUNTING_BASES, OFFER_KINDS, OFFER_MODES } from '../../src/domain/offer.ts'
import type { StatedOfferView, StateHomeView } from '../../src/domain/state-views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { Instant, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSend } from '../request/use-send.ts'
import { useSpeaker } from '../texts/language.tsx'

/** Places that the liaison's State offers: what it stated here, and a new statement. */
export function RoomPlacesScreen(): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<StateHomeView>('/api/state/home')
  const home = query.data
  return (
    <Page title={say('places.title')}>
      {home === undefined || query.error !== null ? (
        <PageState query={query} />
      ) : (
        <>
          <Section title={say('places.all')} help={say('places.help')}>
            {home.offers.length === 0 && <p>{say('places.none')}</p>}
            <ul className="plain">
              {home.offers.map((one) => (
                <Stated key={one.offer} offer={one} />
              ))}
            </ul>
          </Section>
          <OfferPlaces key={home.offers.length} />
        </>
      )}
    </Page>
  )
}

/** An offer in words, as its State stated it. */
export function OfferWords({ offer }: { readonly offer: StatedOfferView }): ReactNode {
  const { say, day } = useSpeaker()
  return (
    <>
      <p>
        <Series
          items={[
            <strong key="programme">
              <bdi>{offer.programme}</bdi>
            </strong>,
            say('count.places', { n: offer.total }),
            say(`basis.${offer.countingBasis}`),
            say(`offerKind.${offer.kind}`),
            say(`mode.${offer.mode}`),
            offer.closesOn !== undefined && say('places.until', { date: day(offer.closesOn) }),
            <Ref key="offer">{offer.offer}</Ref>,
          ]}
        />
      </p>
      <p>
        <strong>{say(`stated.${offer.status}`)}</strong> <Instant at={offer.statedAt} />
      </p>
      {offer.criteriaText !== undefined && (
        <p>
          <bdi>{offer.criteriaText}</bdi>
        </p>
      )}
    </>
  )
}

function Stated({ offer }: { readonly offer: StatedOfferView }): ReactNode {
  const { say } = useSpeaker()
  const withdrawing = useSend<StatedOfferView, object>(`/api/state/offers/${offer.offer}/withdraw`)
  return (
    <li>
      <OfferWords offer={offer} />
      {(offer.status === 'stated' || offer.status === 'confirmed') && (
        <p>
          <button type="button" onClick={() => withdrawing.mutate({})}>
            {say('places.withdraw', { offer: offer.offer })}
          </button>
        </p>
      )}
      {withdrawing.error !== null && <Problem error={withdrawing.error} />}
    </li>
  )
}

const EMPTY = {
  programme: '',
  kind: OFFER_KINDS[0] as string,
  countingBasis: COUNTING_BASES[0] as string,
  mode: OFFER_MODES[0] as string,
  total: '',
  closesOn: '',
  criteriaText: '',
}

function OfferPlaces(): ReactNode {
  const { say } = useSpeaker()
  const [fields, setFields] = useState(EMPTY)
  const offering = useSend<StatedOfferView, unknown>('/api/state/offers')
  const change = (some: Partial<typeof EMPTY>): void =>
    setFields((before) => ({ ...before, ...some }))
  const total = Number(fields.total)
  const isReady =
    fields.programme.trim() !== '' && Number.isInteger(total) && total > 0 && !offering.isPending
  return (
    <Section title={say('places.new')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const { closesOn, criteriaText, ...rest } = fields
          if (isReady)
            offering.mutate({
              ...rest,
              total,
              ...(closesOn === '' ? {} : { closesOn }),
              ...(criteriaText.trim() === '' ? {} : { criteriaText }),
            })
        }}
      >
        <div className="filters">
          <label className="grow">
            <span>{say('room.programme')}</span>
            <input
              dir="auto"
              maxLength={200}
              value={fields.programme}
              onChange={(event) => change({ programme: event.target.value })}
            />
          </label>
          <label>
            <span>{say('places.total')}</span>
            <input
              type="number"
              min={1}
              dir="ltr"
              value={fields.total}
              onChange={(event) => change({ total: event.target.value })}
            />
          </label>
          <Choice
            label={say('places.basis')}
            value={fields.countingBasis}
            options={COUNTING_BASES.map((one) => [one, say(`basis.${one}`)])}
            onChange={(countingBasis) => change({ countingBasis })}
          />
          <Choice
            label={say('places.kind')}
            value={fields.kind}
            options={OFFER_KINDS.map((one) => [one, say(`offerKind.${one}`)])}
            onChange={(kind) => change({ kind })}
          />
          <Choice
            label={say('places.mode')}
            value={fields.mode}
            options={OFFER_MODES.map((one) => [one, say(`mode.${one}`)])}
            onChange={(mode) => change({ mode })}
          />
          <label>
            <span>{say('places.closes')}</span>
            <input
              type="date"
              value={fields.closesOn}
              onChange={(event) => change({ closesOn: event.target.value })}
            />
          </label>
          <label className="grow">
            <span>{say('places.criteria')}</span>
            <input
              dir="auto"
              maxLength={1_000}
              value={fields.criteriaText}
              onChange={(event) => change({ criteriaText: event.target.value })}
            />
          </label>
        </div>
        <p>
          <button type="submit" className="primary" aria-disabled={!isReady}>
            {say('places.do')}
          </button>
        </p>
        {offering.error !== null && <Problem error={offering.error} />}
      </form>
    </Section>
  )
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, text: string])[]
  readonly onChange: (value: string) => void
}): ReactNode {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
