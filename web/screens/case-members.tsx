import type { ReactNode } from 'react'
import type { MemberView } from '../../src/domain/views.ts'
import { Birth } from '../parts/birth.tsx'
import { Names } from '../parts/names.tsx'
import { Section } from '../parts/page.tsx'
import { Day, Ref, Series } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'

export function Members({ members }: { readonly members: readonly MemberView[] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('case.members')}>
      <ul className="cards">
        {members.map((member) => (
          <Member key={member.person} member={member} />
        ))}
      </ul>
    </Section>
  )
}

function Member({ member }: { readonly member: MemberView }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  return (
    <li>
      <h3>
        <Names names={member.names} />
      </h3>
      <p>
        <Series
          items={[
            <Text
              key="person"
              name="case.member"
              values={{ person: <Ref>{member.person}</Ref> }}
            />,
            speaker.word('relationship', member.relationship) ?? (
              <Ref key="relationship">{member.relationship}</Ref>
            ),
          ]}
        />
      </p>
      <dl>
        {memberFacts(member, speaker).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{say('case.location')}</dt>
          <dd>
            {say(`location.${member.location}`)}
            {say('word.comma')}
            <span className={member.safe ? 'mark' : 'mark mark-soon'}>
              <span aria-hidden="true">{member.safe ? '● ' : '▲ '}</span>
              {say(member.safe ? 'case.safe' : 'case.notSafe')}
            </span>
          </dd>
        </div>
      </dl>
    </li>
  )
}

function memberFacts(
  member: MemberView,
  { say, state, language, list }: Speaker,
): readonly (readonly [label: string, value: ReactNode])[] {
  const needs = [
    ...member.needs.map((need) => say(`need.${need}`)),
    ...(member.needsMedicalPlace ? [say('case.medicalPlace')] : []),
  ]
  return [
    [say('case.sex'), say(`sex.${member.sex}`)],
    [
      say('case.age'),
      member.ageYears === undefined
        ? say('word.unknown')
        : say('count.years', { n: member.ageYears }),
    ],
    [say('case.born'), <Birth key="birth" birth={member.birth} />],
    [
      say('case.nationality'),
      member.nationality === undefined ? say('word.unknown') : state(member.nationality),
    ],
    [say('case.languages'), list(member.languages.map(language)) || say('word.unknown')],
    [say('case.needs'), list(needs) || say('word.none')],
    [say('case.protection'), say(`protection.${member.protectionStatus}`)],
    [say('case.consent'), <Consent key="consent" member={member} />],
    [say('case.engagement'), say(`engagement.${member.engagement}`)],
    ...(member.household === undefined
      ? []
      : [[say('case.household'), <Ref key="household">{member.household}</Ref>] as const]),
  ]
}

function Consent({ member }: { readonly member: MemberView }): ReactNode {
  const { say, state, list } = useSpeaker()
  const { consent, consentNeeded } = member
  if (consent === undefined) return say(consentNeeded ? 'case.consentNone' : 'case.consentChild')
  const date = <Day date={consent.on} />
  if (consent.states === 'any') return <Text name="case.consentAny" values={{ date }} />
  return (
    <Text name="case.consentStates" values={{ states: list(consent.states.map(state)), date }} />
  )
}
