import type { ReactNode } from 'react'
import type { CountingBasis } from '../../src/domain/offer.ts'
import type { OffersView, OfferView } from '../../src/domain/views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Day, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import { ArrivalsContext } from './offers-context.tsx'
import { OfferTermsList } from './offer-terms-list.tsx'

/** What States offer, how far it is used, and who received people from here before. */
export function OffersScreen(): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<OffersView>('/api/offers')
  return (
    <Page title={say('page.offers')}>
      {query.data === undefined || query.error !== null ? <PageState query={query} /> : null}
      {query.data !== undefined && (
        <>
          <Section title={say('offers.table')} help={say('offers.help')}>
            {query.data.offers.length === 0 ? (
              <p>
                {say('offers.none')} <code dir="ltr">npx onward import offers FILE</code>
              </p>
            ) : (
              <Offers offers={query.data.offers} />
            )}
          </Section>
          <ArrivalsContext context={query.data.context} />
        </>
      )}
    </Page>
  )
}

const IN_BASIS = ['total', 'used', 'reserved', 'free'] as const
const IN_PERSONS = [
  'personsSubmitted',
  'personsAccepted',
  'personsDeparted',
  'personsArrived',
] as const

/** Those that count or may count, open ones first; what ended is folded away after them. */
function Offers({ offers }: { readonly offers: readonly OfferView[] }): ReactNode {
  const { say, number } = useSpeaker()
  const { operation } = useSession()
  const isPast = ({ status, terms }: OfferView): boolean =>
    status === 'withdrawn' || (terms.closesOn !== undefined && terms.closesOn < operation.today)
  const past = offers.filter(isPast)
  const current = offers.filter((offer) => !isPast(offer))
  const pastTitle = say('offers.past', { n: number(past.length) })
  return (
    <>
      {current.length === 0 ? (
        <p>{say('offers.noneCurrent')}</p>
      ) : (
        <OfferTable offers={current} label={say('offers.table')} />
      )}
      {past.length > 0 && (
        <details className="more">
          <summary>{pastTitle}</summary>
          <OfferTable offers={past} label={pastTitle} />
        </details>
      )}
    </>
  )
}

function OfferTable({
  offers,
  label,
}: {
  readonly offers: readonly OfferView[]
  readonly label: string
}): ReactNode {
  const { say } = useSpeaker()
  const openFirst = offers.toSorted((a, b) => Number(b.open) - Number(a.open))
  return (
    <Scroller label={label}>
      <table role="table" className="stack" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" rowSpan={2}>
              {say('offers.offer')}
            </th>
            <th role="columnheader" scope="col" rowSpan={2}>
              {say('offers.status')}
            </th>
            <th role="columnheader" scope="colgroup" colSpan={5}>
              {say('offers.inBasis')}
            </th>
            <th role="columnheader" scope="colgroup" colSpan={4}>
              {say('offers.inPersons')}
            </th>
            <th role="columnheader" scope="col" rowSpan={2}>
              {say('offers.period')}
            </th>
          </tr>
          <tr role="row">
            {IN_BASIS.map((key) => (
              <th key={key} role="columnheader" scope="col">
                {say(`offers.${key}`)}
              </th>
            ))}
            <th role="columnheader" scope="col">
              {say('offers.basis')}
            </th>
            {IN_PERSONS.map((key) => (
              <th key={key} role="columnheader" scope="col">
                {say(`offers.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {openFirst.map((offer) => (
            <OfferRow key={offer.offer} offer={offer} />
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function OfferRow({ offer }: { readonly offer: OfferView }): ReactNode {
  const { say, number, state } = useSpeaker()
  const { terms, persons } = offer
  const total = number(terms.total)
  return (
    <tr role="row" className={offer.open ? undefined : 'faint'}>
      <th role="rowheader" scope="row" className="prose">
        <Series
          items={[
            <strong key="state">{state(terms.state)}</strong>,
            <bdi key="programme">{terms.programme}</bdi>,
          ]}
        />
        <br />
        <Series items={[<Ref key="offer">{offer.offer}</Ref>, say(`offerKind.${terms.kind}`)]} />
        <details>
          <summary aria-label={say('offers.termsOf', { offer: offer.offer })}>
            {say('offers.terms')}
          </summary>
          <OfferTermsList terms={terms} />
        </details>
      </th>
      <td role="cell" data-label={say('offers.status')}>
        <strong>{say(`offerStatus.${offer.status}`)}</strong>
        <br />
        <span className={offer.open ? 'mark mark-good' : 'mark'}>
          <span aria-hidden="true">{offer.open ? '● ' : '○ '}</span>
          {say(offer.open ? 'offers.counts' : 'offers.countsNot')}
        </span>
      </td>
      <Cell name="total" unit={terms.countingBasis}>
        {terms.about ? say('offers.about', { total }) : total}
      </Cell>
      <Cell name="used" unit={terms.countingBasis}>
        {number(offer.used)}
      </Cell>
      <Cell name="reserved" unit={terms.countingBasis}>
        {number(offer.reserved)}
      </Cell>
      <Cell name="free" unit={terms.countingBasis}>
        <strong>{number(offer.free)}</strong>
      </Cell>
      <td role="cell" data-label={say('offers.basis')}>
        {say(`basis.${terms.countingBasis}`)}
      </td>
      <Cell name="personsSubmitted">{number(persons.submitted)}</Cell>
      <Cell name="personsAccepted">{number(persons.accepted)}</Cell>
      <Cell name="personsDeparted">{number(persons.departed)}</Cell>
      <Cell name="personsArrived">{number(persons.arrived)}</Cell>
      <td role="cell" data-label={say('offers.period')}>
        {terms.opensOn !== undefined && (
          <Text name="offers.from" values={{ date: <Day date={terms.opensOn} /> }} />
        )}{' '}
        {terms.closesOn !== undefined && (
          <Text name="offers.until" values={{ date: <Day date={terms.closesOn} /> }} />
        )}
      </td>
    </tr>
  )
}

function Cell({
  name,
  unit = 'persons',
  children,
}: {
  readonly name: (typeof IN_BASIS)[number] | (typeof IN_PERSONS)[number]
  readonly unit?: CountingBasis
  readonly children: ReactNode
}): ReactNode {
  const { say } = useSpeaker()
  const label = `${say(`offers.${name}`)} (${say(`basis.${unit}`)})`
  return (
    <td role="cell" className="number" data-label={label}>
      {children}
    </td>
  )
}
