import type { ReactNode } from 'react'
import type { OneMore, PlanOfferView, PlanView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Ref } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'

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
  const speaker = useSpeaker()
  const { say, state } = speaker
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
              <li key={more.of}>{oneMoreInWords(more, speaker)}</li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  )
}

function oneMoreInWords({ of, places, persons }: OneMore, { say }: Speaker): string {
  const values = { places: say('count.places', { n: places }), of: say(`oneMore.${of}`) }
  return persons === null
    ? say('plan.oneMoreUnknown', values)
    : say('plan.oneMoreText', { ...values, persons })
}
