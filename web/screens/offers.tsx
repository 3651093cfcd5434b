import type { ReactNode } from 'react'
import type { OffersView, OfferView } from '../../src/domain/views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Day, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
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
                {say('offers.none')} <code dir="ltr">onward import offers FILE</code>
              </p>
            ) : (
              <OfferTable offers={query.data.offers} />
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

function OfferTable({ offers }: { readonly offers: readonly OfferView[] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Scroller label={say('offers.table')}>
      <table className="offers">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {say('offers.offer')}
            </th>
            <th scope="col" rowSpan={2}>
              {say('offers.status')}
            </th>
            <th scope="colgroup" colSpan={5}>
              {say('offers.inBasis')}
            </th>
            <th scope="colgroup" colSpan={4}>
              {say('offers.inPersons')}
            </th>
            <th scope="col" rowSpan={2}>
              {say('offers.period')}
            </th>
          </tr>
          <tr>
            {IN_BASIS.map((key) => (
              <th key={key} scope="col">
                {say(`offers.${key}`)}
              </th>
            ))}
            <th scope="col">{say('offers.basis')}</th>
            {IN_PERSONS.map((key) => (
              <th key={key} scope="col">
                {say(`offers.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {offers.map((offer) => (
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
    <tr className={offer.open ? undefined : 'faint'}>
      <th scope="row" className="prose">
        <strong>{state(terms.state)}</strong>, <bdi>{terms.programme}</bdi>
        <br />
        <Ref>{offer.offer}</Ref>, {say(`offerKind.${terms.kind}`)}
        <details>
          <summary aria-label={say('offers.termsOf', { offer: offer.offer })}>
            {say('offers.terms')}
          </summary>
          <OfferTermsList terms={terms} />
        </details>
      </th>
      <td>
        <strong>{say(`offerStatus.${offer.status}`)}</strong>
        <br />
        <span className={offer.open ? 'mark mark-good' : 'mark'}>
          <span aria-hidden="true">{offer.open ? '● ' : '○ '}</span>
          {say(offer.open ? 'offers.counts' : 'offers.countsNot')}
        </span>
      </td>
      <td className="number">{terms.about ? say('offers.about', { total }) : total}</td>
      <td className="number">{number(offer.used)}</td>
      <td className="number">{number(offer.reserved)}</td>
      <td className="number">
        <strong>{number(offer.free)}</strong>
      </td>
      <td>{say(`basis.${terms.countingBasis}`)}</td>
      <td className="number">{number(persons.submitted)}</td>
      <td className="number">{number(persons.accepted)}</td>
      <td className="number">{number(persons.departed)}</td>
      <td className="number">{number(persons.arrived)}</td>
      <td>
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
