import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { LikelyPerson } from '../../src/domain/person-views.ts'
import { Birth } from '../parts/birth.tsx'
import { BandMark, Evidence } from '../parts/evidence.tsx'
import { NameNotes, Names } from '../parts/names.tsx'
import { Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { CaseLink, Ref, Series } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'
import type { Registration } from './use-register.ts'

/** Who on file may be the person of the form: a word on each before anything is registered. */
export function LikelyPersons({ work }: { readonly work: Registration }): ReactNode {
  const { say } = useSpeaker()
  const { likely } = work
  const found = likely?.likely ?? []
  const most = found.filter((one) => one.mustBeJudged).length
  return (
    <Section title={say('register.likely')} help={say('register.likelyHelp')} className="likely">
      <p role="status" className="found">
        {work.isEmpty && say('register.typeFirst')}
        {!work.isEmpty && likely !== undefined && found.length === 0 && say('register.nobody')}
        {found.length > 0 && say('register.found', { n: found.length, likely: most })}
      </p>
      {work.likelyError !== null && <Problem error={work.likelyError} />}
      <ul className="cards one">
        {found.map((one) => (
          <Likely key={one.person.person} one={one} work={work} />
        ))}
      </ul>
    </Section>
  )
}

function Likely({
  one,
  work,
}: {
  readonly one: LikelyPerson
  readonly work: Registration
}): ReactNode {
  const { say } = useSpeaker()
  const { person } = one
  const isOther = work.others.has(person.person)
  return (
    <li className={isOther ? 'judged' : undefined}>
      <h3>
        <Names names={person.names} /> <BandMark band={one.band} />
      </h3>
      <NameNotes names={person.names} />
      <p>
        <Series
          items={[
            <Ref key="person">{person.person}</Ref>,
            say(`sex.${person.sex}`),
            <Birth key="birth" birth={person.birth} />,
            person.household !== undefined && (
              <span key="household">
                {say('persons.household')} <Ref>{person.household}</Ref>
              </span>
            ),
            person.case !== undefined && <CaseLink key="case" reference={person.case.case} />,
          ]}
        />
      </p>
      <details open={one.mustBeJudged && !isOther}>
        <summary>{say('same.why')}</summary>
        <Evidence evidence={one} />
      </details>
      <p className="buttons">
        <Link href={`/persons/${encodeURIComponent(person.person)}`} className="action">
          {say('register.same')}
        </Link>{' '}
        <button
          type="button"
          aria-pressed={isOther}
          onClick={() => work.markOther(person.person, !isOther)}
        >
          {say('register.other')}
        </button>
      </p>
    </li>
  )
}
