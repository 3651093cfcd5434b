import type { ReactNode } from 'react'
import type { PlanView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Count, Day, English, Instant, Ref, Series } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

/** What the plan reaches, how well that is proven, and what changed. */
export function PlanSummary({ plan }: { readonly plan: PlanView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('plan.summary')}>
      <p>
        <span className={plan.status === 'optimal' ? 'mark mark-good' : 'mark mark-soon'}>
          <span aria-hidden="true">{plan.status === 'optimal' ? '● ' : '▲ '}</span>
          {say(`planStatus.${plan.status}`)}
        </span>{' '}
        <Text
          name="plan.made"
          values={{
            when: <Instant at={plan.madeAt} />,
            by: <Ref>{plan.madeBy}</Ref>,
            asOf: <Day date={plan.asOf} />,
            seconds: say('count.seconds', { n: Math.round(plan.seconds * 10) / 10 }),
          }}
        />
      </p>
      <dl className="facts">
        <Total name={say('plan.placed')} rows={plan.lines} />
        <Total name={say('plan.notPlaced')} rows={plan.unplaced} />
        <Compared plan={plan} />
        <UrgencyOf plan={plan} />
      </dl>
      <Check faults={plan.check} />
      <Levels plan={plan} />
    </Section>
  )
}

/** How pressing the operation is, with the incidents that make it so. */
function UrgencyOf({ plan: { urgency } }: { readonly plan: PlanView }): ReactNode {
  const { say, word } = useSpeaker()
  if (urgency === undefined) return null
  return (
    <div>
      <dt>{say('plan.urgency')}</dt>
      <dd>
        <strong>{say(`urgency.${urgency.level}`)}</strong>{' '}
        <Series
          items={urgency.because.map((one) => (
            <span key={one.reference}>
              {word('incident', one.kind) ?? one.kind} <Day date={one.happenedOn} />
            </span>
          ))}
        />
      </dd>
    </div>
  )
}

function Total({
  name,
  rows,
}: {
  readonly name: string
  readonly rows: readonly { readonly persons: number }[]
}): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Text
          name="plan.withPersons"
          values={{
            cases: (
              <strong>
                <Count of="cases" value={rows.length} />
              </strong>
            ),
            persons: (
              <strong>
                <Count of="persons" value={rows.reduce((sum, row) => sum + row.persons, 0)} />
              </strong>
            ),
          }}
        />
      </dd>
    </div>
  )
}

function Compared({ plan }: { readonly plan: PlanView }): ReactNode {
  const { say, number } = useSpeaker()
  const before = plan.comparedWith
  if (before === undefined) return null
  return (
    <div>
      <dt>
        <Text name="plan.compare" values={{ when: <Instant at={before.madeAt} /> }} />
      </dt>
      <dd>
        {(['same', 'moved', 'added', 'dropped'] as const).map((change, index) => (
          <span key={change} className="count">
            {index > 0 && ' · '}
            <strong>{number(before[change])}</strong> {say(`plan.${change}`)}
          </span>
        ))}
      </dd>
    </div>
  )
}

function Check({ faults }: { readonly faults: readonly string[] }): ReactNode {
  const { say } = useSpeaker()
  if (faults.length === 0)
    return (
      <p>
        <span aria-hidden="true">✓ </span>
        {say('plan.checkHolds')}
      </p>
    )
  return (
    <div role="alert" className="problem">
      <p>
        <strong>{say('plan.checkFails')}</strong>
      </p>
      <ul>
        {faults.map((fault) => (
          <li key={fault}>
            <English>{fault}</English>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Levels({ plan }: { readonly plan: PlanView }): ReactNode {
  const { say, word, number } = useSpeaker()
  return (
    <>
      <h3>{say('plan.levels')}</h3>
      <p className="help">{say('plan.levelsHelp')}</p>
      <Scroller label={say('plan.levels')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('plan.level')}</th>
              <th scope="col" className="number">
                {say('plan.reached')}
              </th>
              <th scope="col" className="number">
                {say('plan.bound')}
              </th>
              <th scope="col">{say('plan.proof')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.levels.map((level, index) => {
              const reached = plan.objective[index] ?? 0
              const bound = plan.bound[index] ?? reached
              return (
                <tr key={level.id}>
                  <th scope="row">
                    {number(index + 1)}.{' '}
                    {word('level', level.id) ?? <English>{level.text}</English>}
                  </th>
                  <td className="number">{number(reached)}</td>
                  <td className="number">{number(bound)}</td>
                  <td>
                    {bound <= reached
                      ? say('plan.proven')
                      : say('plan.within', { n: number(bound - reached) })}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroller>
      <p className="help">{say('plan.gap', { gap: number(plan.gap) })}</p>
    </>
  )
}
