import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ClaimFigureListView } from '../../src/domain/claim-views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { rangeWords, SaidNumber } from '../parts/said-number.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Day, FigureLink, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

/** Figures made of what others said, for any day and as known on any day. */
export function SaidFiguresScreen(): ReactNode {
  const { say } = useSpeaker()
  const { operation } = useSession()
  const [asOf, setAsOf] = useState(operation.today)
  const [knownOn, setKnownOn] = useState('')
  const address = `/api/claim-figures?asOf=${asOf}&knownOn=${knownOn}`
  const query = useAnswer<ClaimFigureListView>(address)
  return (
    <Page title={say('page.said')}>
      <p className="help">{say('said.help')}</p>
      <div className="filters">
        <label>
          <span>{say('said.asOf')}</span>
          <input type="date" value={asOf} onChange={(event) => setAsOf(event.target.value)} />
        </label>
        <label>
          <span>{say('said.knownOn')}</span>
          <input type="date" value={knownOn} onChange={(event) => setKnownOn(event.target.value)} />
        </label>
      </div>
      {query.data === undefined ? (
        <PageState query={query} />
      ) : (
        <>
          <FigureTable figures={query.data.figures} isBusy={query.isFetching} />
          <Alike pairs={query.data.lookAlikes} />
          <Own figures={query.data.own} />
        </>
      )}
    </Page>
  )
}

function FigureTable({
  figures,
  isBusy,
}: {
  readonly figures: ClaimFigureListView['figures']
  readonly isBusy: boolean
}): ReactNode {
  const { say, word, number } = useSpeaker()
  if (figures.length === 0) return <p>{say('said.none')}</p>
  return (
    <Scroller label={say('page.said')}>
      <table aria-busy={isBusy}>
        <thead>
          <tr>
            <th scope="col">{say('said.measure')}</th>
            <th scope="col">{say('said.value')}</th>
            <th scope="col">{say('said.subject')}</th>
            <th scope="col">{say('said.asOf')}</th>
            <th scope="col">{say('said.range')}</th>
            <th scope="col">{say('said.status')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((one) => (
            <tr key={one.figure}>
              <th scope="row">
                <Link href={`/said/${one.figure}`}>
                  {word('said.measure', one.statement.measure) ?? one.statement.measure}
                </Link>
              </th>
              <td>
                <SaidNumber figure={one} />
              </td>
              <td>
                <Ref>{one.statement.subject}</Ref>
                {one.statement.event !== undefined && (
                  <small>
                    {' '}
                    <Ref>{one.statement.event}</Ref>
                  </small>
                )}
              </td>
              <td>
                <Day date={one.asOf.to} />
              </td>
              <td>{rangeWords(one, say, number)}</td>
              <td>{say(`figureStatus.${one.status}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

/** Figures that look alike, and why no sum or share of them has a meaning. */
function Alike({ pairs }: { readonly pairs: ClaimFigureListView['lookAlikes'] }): ReactNode {
  const { say, list } = useSpeaker()
  if (pairs.length === 0) return null
  return (
    <Section title={say('said.alike')} help={say('said.alikeHelp')}>
      <ul className="plain">
        {pairs.map(({ figures: [one, other], differIn }) => (
          <li key={`${one} ${other}`}>
            <Text
              name="said.differ"
              values={{
                figures: (
                  <Series
                    items={[
                      <FigureLink key={one} reference={one} />,
                      <FigureLink key={other} reference={other} />,
                    ]}
                  />
                ),
                what: list(differIn.map((what) => say(`difference.${what}`))),
              }}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The same measures from our own events. */
function Own({ figures }: { readonly figures: ClaimFigureListView['own'] }): ReactNode {
  const { say } = useSpeaker()
  if (figures.length === 0) return null
  return (
    <Section title={say('said.own')} help={say('said.ownHelp')}>
      <dl className="facts">
        {figures
          .filter((one) => one.statement.subject === 'own-register')
          .map((one) => (
            <div key={one.id}>
              <dt>{say(`said.measure.${one.statement.measure}`)}</dt>
              <dd>
                <SaidNumber figure={one} />
              </dd>
            </div>
          ))}
      </dl>
    </Section>
  )
}
