import type { ReactNode } from 'react'
import type { OfferTerms } from '../../src/domain/offer.ts'
import { Day } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'

/** What an offer asks for and how it is counted, in words. */
export function OfferTermsList({ terms }: { readonly terms: OfferTerms }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const criteria = criteriaInWords(terms, speaker)
  return (
    <dl>
      <dt>{say('offers.parts')}</dt>
      {partsInWords(terms, speaker).map((part) => (
        <dd key={part}>{part}</dd>
      ))}
      <dt>{say('offers.criteria')}</dt>
      {criteria.map((one) => (
        <dd key={one}>{one}</dd>
      ))}
      {terms.criteria.text !== undefined && (
        <dd>
          <bdi>“{terms.criteria.text}”</bdi>
        </dd>
      )}
      <dt>{say('offers.mode')}</dt>
      <dd>
        {say(`mode.${terms.mode}`)}
        {terms.missionOn !== undefined && (
          <>
            {'; '}
            <Text name="offers.mission" values={{ date: <Day date={terms.missionOn} /> }} />
          </>
        )}
      </dd>
      <dt>{say('offers.consumed')}</dt>
      <dd>{say(`consumed.${terms.consumedAt}`)}</dd>
      {terms.statedBy !== undefined && (
        <>
          <dt>{say('offers.stated')}</dt>
          <dd>
            <Text
              name="offers.statedBy"
              values={{ by: <bdi>{terms.statedBy}</bdi>, date: <Day date={terms.statedOn} /> }}
            />
          </dd>
        </>
      )}
      {terms.source !== undefined && (
        <>
          <dt>{say('offers.source')}</dt>
          <dd>
            <bdi>{terms.source}</bdi>
          </dd>
        </>
      )}
    </dl>
  )
}

function partsInWords(terms: OfferTerms, { say, number }: Speaker): readonly string[] {
  const { emergencyPlaces, medicalPlaces, unallocatedPlaces } = terms
  return [
    ...(emergencyPlaces === undefined
      ? []
      : [say('offers.emergency', { n: number(emergencyPlaces) })]),
    medicalPlaces === undefined
      ? say('offers.noMedicalLimit')
      : say('offers.medical', { n: number(medicalPlaces) }),
    ...(unallocatedPlaces === undefined
      ? []
      : [say('offers.unallocated', { n: number(unallocatedPlaces) })]),
  ]
}

function criteriaInWords(
  { criteria }: OfferTerms,
  { say, list, state, language }: Speaker,
): readonly string[] {
  const persons = (n: number): string => say('count.persons', { n })
  const asked = [
    [
      say('offers.nationalities', { list: list(criteria.nationalities.map(state)) }),
      criteria.nationalities,
    ],
    [
      say('offers.categories', {
        list: list(criteria.categories.map((code) => say(`category.${code}`))),
      }),
      criteria.categories,
    ],
    [say('offers.languages', { list: list(criteria.languages.map(language)) }), criteria.languages],
    [
      say('offers.excluded', {
        list: list(criteria.excludedNeeds.map((code) => say(`need.${code}`))),
      }),
      criteria.excludedNeeds,
    ],
  ] as const
  const words = [
    ...asked.filter(([, items]) => items.length > 0).map(([text]) => text),
    ...(criteria.minCaseSize === undefined
      ? []
      : [say('offers.minSize', { n: persons(criteria.minCaseSize) })]),
    ...(criteria.maxCaseSize === undefined
      ? []
      : [say('offers.maxSize', { n: persons(criteria.maxCaseSize) })]),
  ]
  return [
    ...(words.length === 0 ? [say('offers.noCriteria')] : words),
    say(criteria.acceptsMedical ? 'offers.acceptsMedical' : 'offers.noMedical'),
  ]
}
