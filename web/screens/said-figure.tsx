import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { ClaimView, FigureTrailView } from '../../src/domain/claim-views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { figureWords, rangeWords, SaidNumber, valueWords } from '../parts/said-number.tsx'
import { Day, Instant, Ref, Series } from '../parts/words.tsx'
import { OutdatedList } from '../parts/outdated.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

/** One figure down to the words that it stands on, and what it said before. */
export function SaidFigureScreen({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<FigureTrailView>(`/api/claim-figures/${encodeURIComponent(reference)}`)
  const trail = query.data?.figure.figure === reference ? query.data : undefined
  return (
    <Page title={say('trail.title', { figure: reference })}>
      {trail === undefined ? <PageState query={query} /> : <Trail trail={trail} />}
    </Page>
  )
}

function Trail({ trail }: { readonly trail: FigureTrailView }): ReactNode {
  const { say, word, number } = useSpeaker()
  const { account } = useSession()
  const { figure, versions, outdatedTexts } = trail
  const { statement } = figure
  return (
    <>
      <p>
        <Series
          items={[
            word('said.measure', statement.measure) ?? statement.measure,
            <Ref key="subject">{statement.subject}</Ref>,
            statement.event !== undefined && <Ref key="event">{statement.event}</Ref>,
            <Text key="day" name="reading.asOf" values={{ date: <Day date={figure.asOf.to} /> }} />,
          ]}
        />
      </p>
      <dl className="facts">
        <div>
          <dt>{say('said.value')}</dt>
          <dd>
            <SaidNumber figure={figure} />
          </dd>
        </div>
        <div>
          <dt>{say('said.range')}</dt>
          <dd>{rangeWords(figure, say, number) || '–'}</dd>
        </div>
        <div>
          <dt>{say('said.status')}</dt>
          <dd>{say(`figureStatus.${figure.status}`)}</dd>
        </div>
      </dl>
      <p className="help">
        {say('said.help')}{' '}
        <Text name="trail.policy" values={{ policy: <Ref>{figure.policy}</Ref> }} />
      </p>
      {mayDo(account.role, 'appeal.read') && (
        <p>
          <Link href={`/appeal?using=${figure.figure}`}>{say('said.use')}</Link>
        </p>
      )}
      {outdatedTexts.length > 0 && (
        <Section title={say('trail.outdated')} className="notice">
          <OutdatedList rows={outdatedTexts} />
        </Section>
      )}
      <Section title={say('trail.claims')}>
        <ol className="plain">
          {figure.inputs.map((input) => {
            const claim = trail.claims.find((one) => one.claim === input.claim)
            return (
              claim !== undefined && (
                <li key={input.claim}>
                  <Input input={input} claim={claim} />
                </li>
              )
            )
          })}
        </ol>
      </Section>
      <Section title={say('trail.versions')}>
        <ol className="plain">
          {versions.map((one) => (
            <li key={one.version}>
              <Text
                name="trail.version"
                values={{
                  when: <Instant at={one.knownFrom} />,
                  value: <strong>{figureWords(one, say, number)}</strong>,
                  status: say(`figureStatus.${one.status}`),
                }}
              />
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}

type FigureInput = FigureTrailView['figure']['inputs'][number]

/** What one claim said, in its source's own words, and what became of it. */
function Input({
  input,
  claim,
}: {
  readonly input: FigureInput
  readonly claim: ClaimView
}): ReactNode {
  const { say, word, number, list } = useSpeaker()
  const roles = input.usedAs.map((one) => say(`trail.${one}`))
  return (
    <>
      <p>
        <Series
          items={[
            input.origin === undefined ? (
              <em key="origin">{say('reading.unknownOrigin')}</em>
            ) : (
              <Ref key="origin">{input.origin}</Ref>
            ),
            <Day key="day" date={claim.reportedOn} />,
            <strong key="value">{valueWords(claim.value, say, number)}</strong>,
            roles.length > 0
              ? `${say('trail.usedAs')} ${list(roles)}`
              : (word('inputReason', input.reason) ?? input.reason),
          ]}
        />
      </p>
      <blockquote dir="auto">{claim.quote}</blockquote>
      <p>
        <Link href={`/reports/${claim.document}?claim=${claim.claim}`}>{say('trail.open')}</Link>{' '}
        <Ref>{claim.claim}</Ref>
      </p>
    </>
  )
}
