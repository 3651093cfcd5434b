import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { IncidentView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { figureWords, rangeWords } from '../parts/said-number.tsx'
import { Day, Series } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

/** What happened, with every publisher's statement beside the others. */
export function Incidents({
  incidents,
}: {
  readonly incidents: readonly IncidentView[]
}): ReactNode {
  const { say, word } = useSpeaker()
  const newestFirst = incidents.toSorted((a, b) => b.happenedOn.localeCompare(a.happenedOn))
  return (
    <Section title={say('overview.incidents')} help={say('overview.incidentsHelp')}>
      {incidents.length === 0 && <p>{say('overview.incidentsNone')}</p>}
      <ul className="plain">
        {newestFirst.map((incident) => (
          <li key={`${incident.happenedOn} ${incident.where}`}>
            <Series
              items={[
                <strong key="kind">{word('incident', incident.kind) ?? incident.kind}</strong>,
                <Day key="day" date={incident.happenedOn} />,
                <bdi key="where">{incident.where}</bdi>,
              ]}
            />
            {incident.figures === undefined || incident.figures.length === 0 ? (
              <Statements statements={incident.statements} />
            ) : (
              <IncidentFigures figures={incident.figures} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Each number with the range of what was said; it leads to every claim behind it. */
function IncidentFigures({
  figures,
}: {
  readonly figures: NonNullable<IncidentView['figures']>
}): ReactNode {
  const { say, word, number } = useSpeaker()
  return (
    <dl className="statements">
      {figures.map((one) => (
        <div key={one.figure}>
          <dt>{word('said.measure', one.measure) ?? one.measure}</dt>
          <dd>
            <Link href={`/said/${one.figure}`}>{figureWords(one, say, number)}</Link>
            {one.low !== one.high &&
              ` (${say('said.range')}: ${rangeWords(one, say, number)})`}{' '}
            <small>{word('figureStatus', one.status) ?? one.status}</small>
          </dd>
        </div>
      ))}
    </dl>
  )
}

type Statement = IncidentView['statements'][number]

function Statements({ statements }: { readonly statements: readonly Statement[] }): ReactNode {
  const { say, word, number } = useSpeaker()
  const measures = [...new Set(statements.map((one) => one.measure))]
  return (
    <dl className="statements">
      {measures.map((measure) => (
        <div key={measure}>
          <dt>{word('measure', measure) ?? measure}</dt>
          {statements
            .filter((one) => one.measure === measure)
            .map((one, index, same) => (
              <dd key={`${one.publisher} ${one.statedOn}`}>
                <Text
                  name="overview.statement"
                  values={{
                    publisher: <bdi>{one.publisher}</bdi>,
                    date: <Day date={one.statedOn} />,
                    value: <strong>{number(one.value)}</strong>,
                  }}
                />
                {revises(one, same.slice(0, index)) && ` (${say('overview.revised')})`}
              </dd>
            ))}
        </div>
      ))}
    </dl>
  )
}

/** The same publisher said another number before. */
function revises(statement: Statement, earlier: readonly Statement[]): boolean {
  const before = earlier.findLast((one) => one.publisher === statement.publisher)
  return before !== undefined && before.value !== statement.value
}
