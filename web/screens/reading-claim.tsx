import type { ReactNode } from 'react'
import type { ClaimView } from '../../src/domain/claim-views.ts'
import { valueWords } from '../parts/said-number.tsx'
import { Day, Ref, Series } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

/** What a claim says, in words of ours, with who said it and how. */
export function ReadingClaim({ claim }: { readonly claim: ClaimView }): ReactNode {
  const { say, number, word } = useSpeaker()
  const { statement, value, stance, hops } = claim
  const [origin, ...relays] = hops
  return (
    <>
      <p>
        <strong>
          {word('said.measure', statement.measure) ?? statement.measure}:{' '}
          {valueWords(value, say, number)}
        </strong>{' '}
        <span className={claim.state === 'proposed' ? 'mark mark-soon' : 'mark'}>
          {say(`claimState.${claim.state}`)}
        </span>
      </p>
      <p>
        <Series
          items={[
            stance !== 'asserts' && <em key="stance">{say(`stance.${stance}`)}</em>,
            origin !== undefined && <Origin key="origin" agent={origin.agent} />,
            ...relays.map(
              (hop, at) =>
                hop.agent !== undefined && (
                  <Text key={at} name="reading.relay" values={{ relay: <Ref>{hop.agent}</Ref> }} />
                ),
            ),
            <Text key="day" name="reading.asOf" values={{ date: <Day date={claim.asOf.to} /> }} />,
            <Ref key="subject">{statement.subject}</Ref>,
            statement.event !== undefined && (
              <Text
                key="event"
                name="reading.ofEvent"
                values={{ event: <Ref>{statement.event}</Ref> }}
              />
            ),
          ]}
        />
      </p>
    </>
  )
}

function Origin({ agent }: { readonly agent: string | undefined }): ReactNode {
  const { say } = useSpeaker()
  if (agent === undefined) return <em>{say('reading.unknownOrigin')}</em>
  return <Text name="reading.origin" values={{ origin: <Ref>{agent}</Ref> }} />
}
