import type { ReactNode } from 'react'
import type { FigureView } from '../../src/domain/views.ts'
import { Scroller } from '../parts/scroller.tsx'
import { Day, English } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'

/** Shown as cards, in the order in which a person comes through. */
const KEY_FIGURES = [
  'population',
  'submitted_cases',
  'submitted_persons',
  'accepted',
  'departed',
  'arrived',
  'out_of_danger',
  'places_confirmed',
  'places_free',
  'without_place',
] as const

/** The name of a figure, with its State when it is of one State only. */
function nameOf(figure: FigureView, speaker: Speaker): string {
  const id = figure.state === undefined ? figure.id : figure.id.slice(0, -4)
  const name = speaker.word('figure', id) ?? id
  if (figure.state === undefined) return name
  return name + speaker.say('word.comma') + speaker.state(figure.state)
}

export function Gap({ figures }: { readonly figures: readonly FigureView[] }): ReactNode {
  const find = (id: string): FigureView | undefined => figures.find((one) => one.id === id)
  const [without, free, gap] = ['without_place', 'places_free', 'gap'].map(find)
  if (without === undefined || free === undefined || gap === undefined) return null
  return (
    <p className="gap">
      <Text
        name="overview.gapSentence"
        values={{
          without: <Amount figure={without} />,
          free: <Amount figure={free} />,
          gap: <Amount figure={gap} />,
        }}
      />
    </p>
  )
}

function Amount({ figure }: { readonly figure: FigureView }): ReactNode {
  const { say } = useSpeaker()
  return <strong className="count">{say(`count.${figure.unit}`, { n: figure.value })}</strong>
}

export function KeyFigures({ figures }: { readonly figures: readonly FigureView[] }): ReactNode {
  const shown = KEY_FIGURES.flatMap((id) => figures.filter((one) => one.id === id))
  return (
    <ul className="figures">
      {shown.map((figure) => (
        <FigureCard key={figure.id} figure={figure} />
      ))}
    </ul>
  )
}

function FigureCard({ figure }: { readonly figure: FigureView }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const name = nameOf(figure, speaker)
  return (
    <li>
      <p className="figure-name">{name}</p>
      <p className="figure-value">
        <Amount figure={figure} />
      </p>
      <details>
        <summary aria-label={`${say('state.definition')}: ${name}`}>
          {say('state.definition')}
        </summary>
        <p>
          <English>{figure.definition}</English>
        </p>
        <p className="help">
          <Text
            name="overview.asOf"
            values={{ asOf: <Day date={figure.asOf} />, knownOn: <Day date={figure.knownOn} /> }}
          />
        </p>
      </details>
    </li>
  )
}

export function AllFigures({ figures }: { readonly figures: readonly FigureView[] }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  return (
    <details className="more">
      <summary>{say('overview.allFigures')}</summary>
      <Scroller label={say('overview.allFigures')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('overview.figure')}</th>
              <th scope="col">{say('overview.value')}</th>
              <th scope="col">{say('state.definition')}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map((figure) => (
              <tr key={figure.id}>
                <th scope="row">{nameOf(figure, speaker)}</th>
                <td className="number">{say(`count.${figure.unit}`, { n: figure.value })}</td>
                <td className="prose">
                  <English>{figure.definition}</English>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </details>
  )
}
