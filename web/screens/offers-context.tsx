import type { ReactNode } from 'react'
import type { ContextView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** Which States received people of these origins before: whom one can ask. */
export function ArrivalsContext({ context }: { readonly context: ContextView }): ReactNode {
  const { say, list, state } = useSpeaker()
  if (context.rows.length === 0)
    return (
      <Section title={say('context.title')}>
        <p>
          {say('context.none')} <code dir="ltr">npx onward context import FILE</code>
        </p>
      </Section>
    )
  return (
    <Section
      title={say('context.title')}
      help={say('context.origins', { list: list(context.origins.map(state)) })}
    >
      <ArrivalsTable context={context} />
      {context.attribution.map((line) => (
        <p key={line} className="help">
          {say('context.source')}: <bdi>{line}</bdi>
        </p>
      ))}
    </Section>
  )
}

function ArrivalsTable({ context }: { readonly context: ContextView }): ReactNode {
  const { say, number, state } = useSpeaker()
  return (
    <Scroller label={say('context.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('column.state')}</th>
            {context.years.map((year) => (
              <th key={year} scope="col" className="number">
                {year}
              </th>
            ))}
            <th scope="col" className="number">
              {say('context.sum')}
            </th>
          </tr>
        </thead>
        <tbody>
          {context.rows.map((row) => (
            <tr key={row.state}>
              <th scope="row">{state(row.state)}</th>
              {row.arrivals.map((arrivals, index) => (
                <td key={context.years[index]} className="number">
                  {arrivals === null ? (
                    <>
                      <span aria-hidden="true">–</span>
                      <span className="unseen">{say('context.noValue')}</span>
                    </>
                  ) : (
                    number(arrivals)
                  )}
                </td>
              ))}
              <td className="number">
                <strong>{number(row.persons)}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
