import type { ReactNode } from 'react'
import type { OneMore, PlanOfferView, PlanView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { English, Ref } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** How the plan uses each offer, and which places would help most. */
export function PlanOffers({ plan }: { readonly plan: PlanView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('plan.offers')} help={say('plan.offersHelp')}>
      <Scroller label={say('plan.offers')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('offers.offer')}</th>
              <th scope="col" className="number">
                {say('plan.used')}
              </th>
              <th scope="col" className="number">
                {say('plan.free')}
              </th>
              <th scope="col">{say('plan.oneMore')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.offers.map((offer) => (
              <OfferRow key={offer.offer} offer={offer} />
            ))}
          </tbody>
        </table>
      </Scroller>
    </Section>
  )
}

function OfferRow({ offer }: { readonly offer: PlanOfferView }): ReactNode {
  const { say, state } = useSpeaker()
  const count = (n: number): string => say(`count.${offer.countingBasis}`, { n })
  return (
    <tr>
      <th scope="row">
        {state(offer.state)} <Ref>{offer.offer}</Ref>
      </th>
      <td className="number">{count(offer.used)}</td>
      <td className="number">{count(offer.free)}</td>
      <td className="prose">
        {offer.oneMore.length === 0 ? (
          <span className="help">{say('plan.oneMoreNone')}</span>
        ) : (
          <ul className="plain">
            {offer.oneMore.map((more) => (
              <li key={`${more.of} ${more.places}`}>
                <OneMoreText more={more} />
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  )
}

function OneMoreText({ more }: { readonly more: OneMore }): ReactNode {
  const { say, code } = useSpeaker()
  // With nobody more placed, the English sentence may still say who would be placed in time.
  if (code === 'en' || more.persons === 0) return <English>{more.text}</English>
  const what = say(`oneMore.${more.of}`, { n: more.places })
  return more.persons === null
    ? say('plan.oneMoreUnknown', { what })
    : say('plan.oneMoreText', { what, persons: more.persons })
}
