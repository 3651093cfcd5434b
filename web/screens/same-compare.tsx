import { useId } from 'react'
import type { ReactNode } from 'react'
import type { BirthDate, NamePart } from '../../src/domain/person.ts'
import type { RecordView } from '../../src/domain/person-views.ts'
import { Birth } from '../parts/birth.tsx'
import { langOf } from '../parts/name-lines.ts'
import { Day, PersonLink } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'
import { differing } from './differing.ts'
import { Cases, Household } from './record-facts.tsx'

interface Row {
  readonly label: string
  readonly left: ReactNode
  readonly right: ReactNode
  /** Whether the two say the same; undefined where there is nothing to compare. */
  readonly agrees?: boolean
}

/** Two records field by field, each name in its script, with what differs marked. */
export function Compare({
  left,
  right,
}: {
  readonly left: RecordView
  readonly right: RecordView
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const id = useId()
  return (
    <table className="compare" aria-label={say('same.compare')}>
      <thead>
        <tr>
          {[left, right].map((record) => (
            <th key={record.person} scope="col" id={`${id}-${record.person}`}>
              <PersonLink reference={record.person} />
            </th>
          ))}
        </tr>
      </thead>
      {rowsOf(left, right, speaker).map((row) => (
        <tbody key={row.label}>
          <tr>
            <th colSpan={2} scope="rowgroup">
              {row.label}
              {row.agrees !== undefined && (
                <span className={row.agrees ? 'agrees' : 'differs'}>
                  <span aria-hidden="true">{row.agrees ? ' = ' : ' ≠ '}</span>
                  {say(row.agrees ? 'same.agrees' : 'same.differs')}
                </span>
              )}
            </th>
          </tr>
          <tr>
            <td headers={`${id}-${left.person}`}>{row.left}</td>
            <td headers={`${id}-${right.person}`}>{row.right}</td>
          </tr>
        </tbody>
      ))}
    </table>
  )
}

function rowsOf(left: RecordView, right: RecordView, speaker: Speaker): readonly Row[] {
  const { say, state } = speaker
  const both = <T,>(of: (record: RecordView) => T | undefined): boolean | undefined => {
    const [one, other] = [of(left), of(right)]
    return one === undefined || other === undefined ? undefined : one === other
  }
  const plain = (label: string, of: (record: RecordView) => string | undefined): Row => {
    const agrees = both(of)
    return {
      label,
      left: of(left) ?? '–',
      right: of(right) ?? '–',
      ...(agrees === undefined ? {} : { agrees }),
    }
  }
  const births = both(({ birth }) => birth && `${birth.earliest} ${birth.latest}`)
  return [
    ...nameRows(left, right, speaker),
    {
      label: say('persons.birth'),
      left: <WrittenBirth own={left.birth} other={right.birth} />,
      right: <WrittenBirth own={right.birth} other={left.birth} />,
      ...(births === undefined ? {} : { agrees: births }),
    },
    plain(say('persons.sex'), (one) => (one.sex === 'unknown' ? undefined : say(`sex.${one.sex}`))),
    plain(say('persons.nationality'), (one) => one.nationality && state(one.nationality)),
    {
      label: say('persons.registeredOn'),
      left: <Day date={left.registeredOn} />,
      right: <Day date={right.registeredOn} />,
    },
    {
      label: say('persons.household'),
      left: <Household household={left.household} />,
      right: <Household household={right.household} />,
    },
    { label: say('persons.cases'), left: <Cases record={left} />, right: <Cases record={right} /> },
  ]
}

/** A row for each role of a name that either record has; spellings of one script are compared. */
function nameRows(left: RecordView, right: RecordView, { say }: Speaker): readonly Row[] {
  const roles = [...new Set([...left.names, ...right.names].map((part) => part.role))]
  return roles.map((role) => {
    const [own, theirs] = [partsOf(left, role), partsOf(right, role)]
    // Across scripts letters say nothing: whether the names sound the same stands beside, under why.
    const isOneScript = own.some((one) => theirs.some((other) => other.script === one.script))
    const isShared = own.some((one) => theirs.some((other) => sameText(one, other)))
    return {
      label: say(`nameRole.${role}`),
      left: <Spellings own={own} other={theirs} />,
      right: <Spellings own={theirs} other={own} />,
      ...(isOneScript ? { agrees: isShared } : {}),
    }
  })
}

function partsOf(record: RecordView, role: NamePart['role']): readonly NamePart[] {
  return record.names.filter((part) => part.role === role)
}

function sameText(one: NamePart, other: NamePart): boolean {
  return one.text.toLowerCase() === other.text.toLowerCase()
}

function Spellings({
  own,
  other,
}: {
  readonly own: readonly NamePart[]
  readonly other: readonly NamePart[]
}): ReactNode {
  if (own.length === 0) return '–'
  return own.map((part) => {
    // Letters of two scripts all differ: marking them would say nothing.
    const beside = other.filter((one) => one.script === part.script)
    const nearest = beside.find((one) => sameText(one, part)) ?? beside[0]
    return (
      <span key={part.text} className="spelling">
        <bdi lang={langOf(part.script)}>
          {nearest === undefined ? part.text : <Marked text={part.text} other={nearest.text} />}
        </bdi>
      </span>
    )
  })
}

function Marked({ text, other }: { readonly text: string; readonly other: string }): ReactNode {
  // Letters of Arabic script join: a mark around one would tear them apart, so the word is marked.
  if (/\p{Script=Arabic}/u.test(text))
    return text.split(' ').map((word, at) => (
      <span key={`${word} ${at}`}>
        {at > 0 && ' '}
        {other.split(' ').includes(word) ? word : <mark>{word}</mark>}
      </span>
    ))
  return differing(text, other).map((piece, at) =>
    piece.differs ? (
      <mark key={`${piece.text} ${at}`}>{piece.text}</mark>
    ) : (
      <span key={`${piece.text} ${at}`}>{piece.text}</span>
    ),
  )
}

function WrittenBirth({
  own,
  other,
}: {
  readonly own: BirthDate | undefined
  readonly other: BirthDate | undefined
}): ReactNode {
  const isSameCalendar = own !== undefined && own.calendar === other?.calendar
  return (
    <>
      <Birth birth={own} />
      {isSameCalendar && own.earliest !== other.earliest && (
        <small className="name-note">
          <bdi>
            <Marked text={own.text} other={other.text} />
          </bdi>
        </small>
      )}
    </>
  )
}
