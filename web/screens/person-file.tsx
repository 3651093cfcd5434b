import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { PersonFileView } from '../../src/domain/person-views.ts'
import { BandMark } from '../parts/evidence.tsx'
import { NameNotes, Names } from '../parts/names.tsx'
import { GlassHint } from '../parts/glass-hint.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { PersonLink, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import { ConfidentialNotes } from './confidential-notes.tsx'
import { pairPath } from './pair-path.ts'
import { Household, RecordFacts } from './record-facts.tsx'

/** One person: the record, the others that are the same person, and pairs with more. */
export function PersonFileScreen({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<PersonFileView>(`/api/persons/${encodeURIComponent(reference)}`)
  const file = query.data
  return (
    <Page
      title={say('persons.title', { person: reference })}
      shown={<Text name="persons.title" values={{ person: <Ref>{reference}</Ref> }} />}
    >
      <p className="noprint">
        <Link href="/persons">{say('persons.back')}</Link>
      </p>
      {file === undefined || query.error !== null ? <PageState query={query} /> : null}
      <GlassHint error={query.error} kind="person" reference={reference} />
      {file !== undefined && <File file={file} />}
    </Page>
  )
}

function File({ file }: { readonly file: PersonFileView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      <p className="big-name">
        <Names names={file.names} />
        <NameNotes names={file.names} />
      </p>
      {file.shownAs !== undefined && (
        <p className="notice">
          <Text
            name="persons.shownAs"
            values={{ person: <PersonLink reference={file.shownAs} /> }}
          />
        </p>
      )}
      <Section title={say('persons.record')}>
        <RecordFacts record={file} />
      </Section>
      <Section title={say('persons.household')}>
        <Household household={file.household} />
      </Section>
      {file.alsoRecordedAs.length > 0 && (
        <Section title={say('persons.alsoRecordedAs')} help={say('persons.alsoHelp')}>
          {file.alsoRecordedAs.map((record) => (
            <article key={record.person} className="card">
              <h3>
                <PersonLink reference={record.person} /> <Names names={record.names} />
              </h3>
              <RecordFacts record={record} />
            </article>
          ))}
        </Section>
      )}
      <ConfidentialNotes person={file.person} />
      <Pairs file={file} />
    </>
  )
}

function Pairs({ file }: { readonly file: PersonFileView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('same.pairs')}>
      {file.pairs.length === 0 && <p>{say('same.pairsNone')}</p>}
      <ul className="plain">
        {file.pairs.map((pair) => (
          <li key={pair.other}>
            <Link href={pairPath(file.person, pair.other)}>
              <Text name="same.pairWith" values={{ person: <Ref>{pair.other}</Ref> }} />
            </Link>{' '}
            <BandMark band={pair.band} /> {say(`pairStatus.${pair.status}`)}
          </li>
        ))}
      </ul>
    </Section>
  )
}
