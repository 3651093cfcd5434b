import { canonical } from './canonical.ts'
import type { LinkKind } from './case.ts'
import type { Category } from './category.ts'
import type { BirthDate, NamePart, Person, PersonFile, ProtectionStatus, Sex } from './person.ts'
import type { PlainDate } from './plain-date.ts'
import type { Priority } from './priority.ts'
import type { SpecificNeed } from './specific-need.ts'
import type { StateCode } from './state-code.ts'

/** Named in every snapshot, so that whoever reads one in ten years knows how. */
export const SNAPSHOT_FORMAT = 'onward-snapshot/1'

/** A member as a State is told of them: bio-data, place in the case, needs. */
export interface SnapshotMember {
  readonly person: string
  readonly relationship: string
  readonly names: readonly NamePart[]
  readonly sex: Sex
  readonly birth?: BirthDate
  readonly nationality?: StateCode
  readonly protectionStatus: ProtectionStatus
  readonly languages: readonly string[]
  readonly needs: readonly SpecificNeed[]
  readonly needsMedicalPlace: boolean
}

/** Everything but the members. */
export interface SnapshotHead {
  readonly format: typeof SNAPSHOT_FORMAT
  readonly case: string
  readonly version: number
  readonly state: StateCode
  readonly programme: string
  readonly offer: string
  /** The day of this version. */
  readonly transmittedOn: PlainDate
  readonly priority: Priority
  readonly primary?: Category
  readonly secondary?: Category
  /** Cases before the same State that this one is linked with; no other link leaves the house. */
  readonly links: readonly { readonly case: string; readonly kind: LinkKind }[]
}

/**
 * What was transmitted to one State about one case, and nothing else: no other State, wish, tie,
 * place, household, consent, drafter or note. Never changed; a correction is the next version.
 */
export interface Snapshot extends SnapshotHead {
  readonly members: readonly SnapshotMember[]
}

/** The part of a person that is transmitted. */
export function snapshotMember(
  { person, file }: { readonly person: Person; readonly file: PersonFile },
  relationship: string,
): SnapshotMember {
  const { birth, nationality } = person
  return {
    person: person.reference,
    relationship,
    names: person.names,
    sex: person.sex,
    ...(birth === undefined ? {} : { birth }),
    ...(nationality === undefined ? {} : { nationality }),
    protectionStatus: file.protectionStatus,
    languages: person.languages,
    needs: person.needs,
    needsMedicalPlace: person.needsMedicalPlace,
  }
}

/** The whole as the text that is hashed, signed and sent. */
export function snapshotText(snapshot: Snapshot): string {
  return canonical(snapshot)
}

/** One field that differs between two versions; a member who came or went differs as a whole. */
export interface SnapshotDifference {
  /** `case`, or the member's reference. */
  readonly of: string
  readonly field: string
  /** As JSON text; absent: it was not there. */
  readonly before?: string
  readonly after?: string
}

/** What says itself in every version: no difference of content. */
const OF_THE_VERSION: ReadonlySet<string> = new Set(['format', 'version', 'transmittedOn'])

/** Field by field, what a later version says otherwise; the case first, then members in order. */
export function snapshotDifferences(
  before: Snapshot,
  after: Snapshot,
): readonly SnapshotDifference[] {
  const head = ({ members: _members, ...rest }: Snapshot): Fields => rest as unknown as Fields
  const of = (one: Snapshot): ReadonlyMap<string, Fields> =>
    new Map(one.members.map(({ person, ...rest }) => [person, rest as unknown as Fields]))
  const [was, is] = [of(before), of(after)]
  const persons = [...new Set([...was.keys(), ...is.keys()])]
  return [
    ...differences('case', head(before), head(after)),
    ...persons.flatMap((person) => differences(person, was.get(person), is.get(person))),
  ]
}

type Fields = Readonly<Record<string, unknown>>

function differences(of: string, before: Fields = {}, after: Fields = {}): SnapshotDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((field) => {
    if (OF_THE_VERSION.has(field)) return []
    const was = before[field] === undefined ? undefined : canonical(before[field])
    const is = after[field] === undefined ? undefined : canonical(after[field])
    if (was === is) return []
    return [
      {
        of,
        field,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ]
  })
}
