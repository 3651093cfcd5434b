import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { CaseStatus } from '../../src/domain/case.ts'
import type { StageView } from '../../src/domain/views.ts'
import { Bar } from '../parts/bar.tsx'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Count } from '../parts/words.tsx'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** Cases that left the way, for now or for good: not a stage that others pass. */
const ASIDE: readonly CaseStatus[] = ['deprioritised', 'on_hold', 'closed']

/** The pipeline as a flow, in one unit at a time: cases and persons never share a scale. */
export function Pipeline({ stages }: { readonly stages: readonly StageView[] }): ReactNode {
  const { say } = useSpeaker()
  const [unit, setUnit] = useState<'persons' | 'cases'>('persons')
  const way = stages.filter((stage) => !ASIDE.includes(stage.status))
  const aside = stages.filter((stage) => ASIDE.includes(stage.status))
  const most = Math.max(...stages.map((stage) => stage[unit]))
  return (
    <Section title={say('overview.pipeline')} help={say('overview.pipelineHelp')}>
      <fieldset className="units">
        <legend>{say('overview.countIn')}</legend>
        {(['persons', 'cases'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="pipeline-unit"
              checked={unit === one}
              onChange={() => setUnit(one)}
            />
            {say(`unit.${one}`)}
          </label>
        ))}
      </fieldset>
      <ol className="flow">
        {way.map((stage) => (
          <Stage key={stage.status} stage={stage} unit={unit} most={most} />
        ))}
      </ol>
      <h3>{say('overview.aside')}</h3>
      <ul className="flow flow-aside">
        {aside.map((stage) => (
          <Stage key={stage.status} stage={stage} unit={unit} most={most} />
        ))}
      </ul>
      <details className="more">
        <summary>{say('overview.asTable')}</summary>
        <Scroller label={say('overview.asTable')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say('overview.stage')}</th>
                <th scope="col">{say('unit.cases')}</th>
                <th scope="col">{say('unit.persons')}</th>
              </tr>
            </thead>
            <tbody>
              {stages.map((stage) => (
                <tr key={stage.status}>
                  <th scope="row">{say(`status.${stage.status}`)}</th>
                  <td className="number">{say('count.cases', { n: stage.cases })}</td>
                  <td className="number">{say('count.persons', { n: stage.persons })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      </details>
    </Section>
  )
}

function Stage({
  stage,
  unit,
  most,
}: {
  readonly stage: StageView
  readonly unit: 'persons' | 'cases'
  readonly most: number
}): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const name = say(`status.${stage.status}`)
  return (
    <li>
      {mayDo(account.role, 'case.search') ? (
        <Link href={`/cases?status=${stage.status}`}>{name}</Link>
      ) : (
        <span>{name}</span>
      )}
      <Bar value={stage[unit]} most={most} />
      <Count of={unit} value={stage[unit]} />
    </li>
  )
}
