import type { ReactNode } from 'react'
import { isPlainDate } from '../../src/domain/plain-date.ts'
import type { TimelineEntry } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { CaseLink, Day, Instant, Ref } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'

/** The events of the case, newest first: when true, when recorded, by whom, why. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('case.timeline')} help={say('case.newestFirst')}>
      <ol className="timeline" reversed>
        {entries.toReversed().map((entry, index) => (
          // Two events can be equal in every part; their place in the log tells them apart.
          <li key={entries.length - index}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Entry({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  const speaker = useSpeaker()
  const facts = Object.entries(entry.facts)
  return (
    <>
      <p>
        <Day date={entry.effectiveOn} /> <strong>{speaker.say(`event.${entry.type}`)}</strong>
        {entry.person !== undefined && (
          <>
            {' · '}
            <Ref>{entry.person}</Ref>
          </>
        )}
      </p>
      {facts.length > 0 && (
        <dl className="inline">
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt>{speaker.word('fact', key) ?? key}</dt>
              <dd>
                <Fact name={key} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {entry.reason !== undefined && (
        <p>
          <Text name="case.reason" values={{ reason: <bdi>{entry.reason}</bdi> }} />
        </p>
      )}
      <p className="help">
        <Text
          name="case.recorded"
          values={{ when: <Instant at={entry.recordedAt} />, actor: <Ref>{entry.actor}</Ref> }}
        />
      </p>
    </>
  )
}

/** In which family of words a fact's code has its text; some keys are shared by several events. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  status: ['protection', 'checkStatus', 'offerStatus'],
  primary: ['category'],
  secondary: ['category'],
  kind: ['check', 'link'],
  why: ['why'],
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  const speaker = useSpeaker()
  if (name === 'case') return <CaseLink reference={value} />
  if (isPlainDate(value)) return <Day date={value} />
  return wordOf(name, value, speaker) ?? <bdi>{value}</bdi>
}

function wordOf(name: string, value: string, speaker: Speaker): string | undefined {
  if (value === 'true') return speaker.say('word.yes')
  if (value === 'false') return speaker.say('word.no')
  if (name === 'state') return speaker.state(value)
  if (name === 'states')
    return value === 'any'
      ? speaker.say('word.any')
      : speaker.list(value.split(', ').map(speaker.state))
  if (name === 'language') return speaker.language(value)
  for (const family of FAMILIES[name] ?? [name]) {
    const text = speaker.word(family, value)
    if (text !== undefined) return text
  }
  return undefined
}
