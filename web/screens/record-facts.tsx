import type { ReactNode } from 'react'
import type { HouseholdView, RecordView } from '../../src/domain/person-views.ts'
import { Birth } from '../parts/birth.tsx'
import { langOf } from '../parts/name-lines.ts'
import { Names } from '../parts/names.tsx'
import { CaseLink, Day, PersonLink, Ref } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** Everything one record says of a person. */
export function RecordFacts({ record }: { readonly record: RecordView }): ReactNode {
  const { say, state, language, list } = useSpeaker()
  const needs = record.needs.map((need) => say(`need.${need}`))
  const days = ['registeredOn', 'departedOn', 'leftOn', 'diedOn'] as const
  return (
    <dl className="facts">
      {record.names.map((part) => (
        <div key={`${part.role} ${part.text}`}>
          <dt>{say(`nameRole.${part.role}`)}</dt>
          <dd>
            <bdi lang={langOf(part.script)}>{part.text}</bdi>
          </dd>
        </div>
      ))}
      <div>
        <dt>{say('persons.birth')}</dt>
        <dd>
          <Birth birth={record.birth} />
        </dd>
      </div>
      <div>
        <dt>{say('persons.sex')}</dt>
        <dd>{say(`sex.${record.sex}`)}</dd>
      </div>
      <div>
        <dt>{say('persons.nationality')}</dt>
        <dd>
          {record.nationality === undefined ? say('word.unknown') : state(record.nationality)}
        </dd>
      </div>
      <div>
        <dt>{say('case.languages')}</dt>
        <dd>{list(record.languages.map(language)) || say('word.unknown')}</dd>
      </div>
      <div>
        <dt>{say('case.needs')}</dt>
        <dd>{list(needs) || say('word.none')}</dd>
      </div>
      <div>
        <dt>{say('case.protection')}</dt>
        <dd>{say(`protection.${record.protectionStatus}`)}</dd>
      </div>
      {days.map(
        (name) =>
          record[name] !== undefined && (
            <div key={name}>
              <dt>{say(`persons.${name}`)}</dt>
              <dd>
                <Day date={record[name]} />
              </dd>
            </div>
          ),
      )}
      <div>
        <dt>{say('persons.cases')}</dt>
        <dd>
          <Cases record={record} />
        </dd>
      </div>
    </dl>
  )
}

/** The cases of a record, each with where it stands. */
export function Cases({ record }: { readonly record: RecordView }): ReactNode {
  const { say } = useSpeaker()
  if (record.cases.length === 0) return say('word.none')
  return (
    <ul className="plain">
      {record.cases.map((one) => (
        <li key={one.case}>
          <CaseLink reference={one.case} /> {say(`status.${one.status}`)}
        </li>
      ))}
    </ul>
  )
}

/** Who else is in the household, and who of them matches somebody in the other one. */
export function Household({
  household,
}: {
  readonly household: HouseholdView | undefined
}): ReactNode {
  const { say } = useSpeaker()
  if (household === undefined) return say('word.none')
  return (
    <>
      <Ref>{household.household}</Ref>
      <ul className="plain">
        {household.members.length === 0 && <li>{say('persons.alone')}</li>}
        {household.members.map((member) => (
          <li key={member.person}>
            <PersonLink reference={member.person} /> <Names names={member.names} />
            {say('word.comma')}
            {say(`sex.${member.sex}`)}
            {member.birth !== undefined && (
              <>
                {say('word.comma')}
                <Birth birth={member.birth} />
              </>
            )}
            {member.matches !== undefined && (
              <>
                {' '}
                <span className="mark mark-good">
                  <span aria-hidden="true">◆ </span>
                  {say('same.memberMatches')} <Ref>{member.matches}</Ref>
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
