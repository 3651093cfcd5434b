import type { ReactNode } from 'react'
import type { SnapshotDifference } from '../../src/domain/snapshot.ts'
import type { TransmissionView, VersionView } from '../../src/domain/state-views.ts'
import { Birth } from '../parts/birth.tsx'
import { NameNotes, Names } from '../parts/names.tsx'
import { Section } from '../parts/page.tsx'
import { Day, Hash, Instant, Ref } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'

type Member = VersionView['snapshot']['members'][number]

/** Who was transmitted, in one version. */
export function TransmittedMembers({ version }: { readonly version: VersionView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('case.members')}>
      <ul className="cards">
        {version.snapshot.members.map((member) => (
          <TransmittedMember key={member.person} member={member} />
        ))}
      </ul>
    </Section>
  )
}

function TransmittedMember({ member }: { readonly member: Member }): ReactNode {
  const speaker = useSpeaker()
  return (
    <li>
      <h3>
        <Names names={member.names} />
      </h3>
      <NameNotes names={member.names} />
      <p>
        <Ref>{member.person}</Ref>
        {speaker.say('word.comma')}
        {speaker.word('relationship', member.relationship) ?? <Ref>{member.relationship}</Ref>}
      </p>
      <dl>
        {factsOf(member, speaker).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

function factsOf(
  member: Member,
  { say, state, language, list }: Speaker,
): readonly (readonly [label: string, value: ReactNode])[] {
  const needs = [
    ...member.needs.map((need) => say(`need.${need}`)),
    ...(member.needsMedicalPlace ? [say('case.medicalPlace')] : []),
  ]
  return [
    [say('case.sex'), say(`sex.${member.sex}`)],
    [say('case.born'), <Birth key="birth" birth={member.birth} />],
    [
      say('case.nationality'),
      member.nationality === undefined ? say('word.unknown') : state(member.nationality),
    ],
    [say('case.languages'), list(member.languages.map(language)) || say('word.unknown')],
    [say('case.needs'), list(needs) || say('word.none')],
    [say('case.protection'), say(`protection.${member.protectionStatus}`)],
  ]
}

/** Every version that was sent, the newest first, with what it says otherwise. */
export function Versions({
  versions,
  chosen,
  choose,
}: {
  readonly versions: readonly VersionView[]
  readonly chosen: number
  readonly choose: (version: number) => void
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('room.versions')} help={say('room.versionsHelp')}>
      <ol className="plain" reversed>
        {versions.map((one) => (
          <li key={one.sha256}>
            <p>
              <strong>{say('room.version', { n: one.snapshot.version })}</strong>
              {say('word.comma')}
              <Day date={one.snapshot.transmittedOn} /> (<Instant at={one.sentAt} />){' '}
              {versions.length > 1 && (
                <button
                  type="button"
                  aria-pressed={one.snapshot.version === chosen}
                  onClick={() => choose(one.snapshot.version)}
                >
                  {say('room.showVersion', { n: one.snapshot.version })}
                </button>
              )}
            </p>
            {one.reason !== undefined && (
              <p>
                {say('room.reason')}: <bdi>{one.reason}</bdi>
              </p>
            )}
            <Differences differences={one.differences} />
            <p>
              <small>
                SHA-256: <Hash>{one.sha256}</Hash>
              </small>
            </p>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** Field by field what differs. */
export function Differences({
  differences,
}: {
  readonly differences: readonly SnapshotDifference[]
}): ReactNode {
  const { say, word } = useSpeaker()
  if (differences.length === 0) return null
  return (
    <ul className="differences">
      {differences.map((one) => (
        <li key={`${one.of} ${one.field}`}>
          {one.of === 'case' ? say('room.ofCase') : <Ref>{one.of}</Ref>}
          {say('word.comma')}
          {word('field', one.field) ?? <Ref>{one.field}</Ref>}
          {': '}
          <del>
            <Value field={one.field} json={one.before} />
          </del>
          {' → '}
          <ins>
            <Value field={one.field} json={one.after} />
          </ins>
        </li>
      ))}
    </ul>
  )
}

/** The words of a field whose values are codes. */
const FAMILIES: Readonly<Record<string, string>> = {
  priority: 'priority',
  primary: 'category',
  secondary: 'category',
  sex: 'sex',
  protectionStatus: 'protection',
  relationship: 'relationship',
  needs: 'need',
}

/** A value as it was transmitted, in words where it has some. */
function Value({
  field,
  json,
}: {
  readonly field: string
  readonly json: string | undefined
}): ReactNode {
  const { say, word, list, state, language } = useSpeaker()
  if (json === undefined) return say('word.none')
  const value = JSON.parse(json) as unknown
  if (typeof value === 'boolean') return say(value ? 'word.yes' : 'word.no')
  if (field === 'names') return <Names names={value as Member['names']} />
  if (field === 'birth') return <Birth birth={value as NonNullable<Member['birth']>} />
  const named = (code: string): string => {
    if (field === 'nationality') return state(code)
    if (field === 'languages') return language(code)
    return word(FAMILIES[field] ?? '', code) ?? code
  }
  if (typeof value === 'string') return <bdi dir="auto">{named(value)}</bdi>
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string')
  return <bdi dir="auto">{isList ? list(value.map(named)) || say('word.none') : json}</bdi>
}

/** What the State said of each member. */
export function SaidOfMembers({
  decisions,
}: {
  readonly decisions: TransmissionView['decisions']
}): ReactNode {
  const { say } = useSpeaker()
  const said = decisions.filter((one) => one.decision !== undefined)
  if (said.length === 0) return null
  return (
    <Section title={say('room.said')}>
      <ul className="plain">
        {said.map((one) => (
          <li key={one.person}>
            <Ref>{one.person}</Ref>: <strong>{say(`decision.${one.decision ?? 'denied'}`)}</strong>
            {one.reasonKind !== undefined && (
              <>
                {say('word.comma')}
                {say(`reasonKind.${one.reasonKind}`)}
              </>
            )}
            {say('word.comma')}
            <Day date={one.decidedOn} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** How the submission stands. */
export function TransmissionFacts({ view }: { readonly view: TransmissionView }): ReactNode {
  const { say, state } = useSpeaker()
  const last = view.versions[0]?.snapshot
  const facts: readonly (readonly [string, ReactNode])[] = [
    [say('column.status'), <strong key="status">{say(`submission.${view.status}`)}</strong>],
    ...(view.decision === undefined
      ? []
      : ([[say('case.decision'), say(`decision.${view.decision}`)]] as const)),
    ...(view.deferredWhy === undefined
      ? []
      : ([[say('room.deferredWhy'), say(`deferral.${view.deferredWhy}`)]] as const)),
    [say('column.priority'), say(`priority.${view.priority}`)],
    [say('case.primary'), last?.primary === undefined ? '–' : say(`category.${last.primary}`)],
    [
      say('case.secondary'),
      last?.secondary === undefined ? '–' : say(`category.${last.secondary}`),
    ],
    [say('column.state'), state(view.state)],
    [say('room.programme'), <bdi key="programme">{view.programme}</bdi>],
    [say('case.transmitted'), <Day key="day" date={view.transmittedOn} />],
    ...(view.interviewOn === undefined
      ? []
      : ([[say('room.interviewOn'), <Day key="interview" date={view.interviewOn} />]] as const)),
  ]
  return (
    <>
      <dl className="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {last !== undefined && last.links.length > 0 && (
        <p>
          <Text
            name="room.links"
            values={{
              cases: (
                <span key="cases">
                  {last.links.map((one) => (
                    <span key={one.case}>
                      <Ref>{one.case}</Ref> ({say(`link.${one.kind}`)}){' '}
                    </span>
                  ))}
                </span>
              ),
            }}
          />
        </p>
      )}
    </>
  )
}
