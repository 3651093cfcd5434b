import { useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { StateActView, TransmissionView } from '../../src/domain/state-views.ts'
import { DECISION_REASONS } from '../../src/domain/submission.ts'
import { Names } from '../parts/names.tsx'
import { Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { Ref } from '../parts/words.tsx'
import { useSend } from '../request/use-send.ts'
import { Text, useSpeaker } from '../texts/language.tsx'

interface Choice {
  readonly decision?: 'accepted' | 'denied'
  readonly reasonKind?: string
}

interface Props {
  readonly view: TransmissionView
  readonly path: string
  readonly onClosed: (message: string) => void
}

/** A decision on each member, by keyboard: arrow keys choose, nothing is recorded before the last question. */
export function DecisionForm({ view, path, onClosed }: Props): ReactNode {
  const { say } = useSpeaker()
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({})
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const deciding = useSend<StateActView, unknown>(`${path}/decisions`)
  const undecided = view.decisions.filter((one) => one.decision === undefined)
  if (undecided.length === 0) return null
  const made = undecided.flatMap(({ person }) => {
    const choice = choices[person]
    if (choice?.decision === undefined) return []
    const { decision, reasonKind = '' } = choice
    return [{ person, decision, ...(reasonKind === '' ? {} : { reasonKind }) }]
  })
  const choose = (person: string, choice: Choice): void =>
    setChoices((before) => ({ ...before, [person]: { ...before[person], ...choice } }))
  const chooseAll = (decision: 'accepted' | 'denied'): void => {
    for (const { person } of undecided) choose(person, { decision })
  }
  const count = (decision: string): number => made.filter((one) => one.decision === decision).length
  const isReady = made.length > 0 && !deciding.isPending
  const counts = { accepted: count('accepted'), denied: count('denied'), n: view.version }
  return (
    <Section title={say('room.decide')} help={say('room.decideHelp')}>
      <p className="buttons">
        <button type="button" onClick={() => chooseAll('accepted')}>
          {say('room.acceptAll')}
        </button>
        <button type="button" onClick={() => chooseAll('denied')}>
          {say('room.denyAll')}
        </button>
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) dialog.current?.showModal()
        }}
      >
        {undecided.map(({ person }) => (
          <MemberChoice
            key={person}
            person={person}
            names={namesOf(view, person)}
            choice={choices[person] ?? {}}
            choose={(choice) => choose(person, choice)}
          />
        ))}
        <p>
          <button type="submit" className="primary" aria-disabled={!isReady}>
            {say('room.record')}
          </button>
        </p>
        <p role="status">{deciding.isSuccess && say('room.recorded')}</p>
        {deciding.error !== null && <Problem error={deciding.error} />}
      </form>
      <dialog ref={dialog} aria-labelledby={titleId}>
        <h2 id={titleId}>{say('room.confirm')}</h2>
        <p>
          <Text name="room.confirmText" values={{ ...counts, case: <Ref>{view.case}</Ref> }} />
        </p>
        <p className="buttons">
          <button
            type="button"
            className="primary"
            onClick={() => {
              dialog.current?.close()
              deciding.mutate(
                { version: view.version, members: made },
                { onSuccess: ({ closed }) => closed && onClosed(say('room.closed')) },
              )
            }}
          >
            {say('room.confirmYes')}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {say('room.confirmNo')}
          </button>
        </p>
      </dialog>
    </Section>
  )
}

type NameParts = Parameters<typeof Names>[0]['names']

function namesOf(view: TransmissionView, person: string): NameParts {
  for (const { snapshot } of view.versions) {
    const found = snapshot.members.find((one) => one.person === person)
    if (found !== undefined) return found.names
  }
  return []
}

function MemberChoice({
  person,
  names,
  choice,
  choose,
}: {
  readonly person: string
  readonly names: NameParts
  readonly choice: Choice
  readonly choose: (choice: Choice) => void
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <fieldset className="choice">
      <legend>
        <Names names={names} /> <Ref>{person}</Ref>
      </legend>
      <div className="filters">
        {(['accepted', 'denied'] as const).map((decision) => (
          <label key={decision} className="tick">
            <input
              type="radio"
              name={`decision-${person}`}
              checked={choice.decision === decision}
              onChange={() => choose({ decision })}
            />
            <span>{say(`room.${decision}`)}</span>
          </label>
        ))}
        <ReasonKind
          value={choice.reasonKind ?? ''}
          onChange={(reasonKind) => choose({ reasonKind })}
        />
      </div>
    </fieldset>
  )
}

/** The kind of reason that the State gives, if it gives one. */
export function ReasonKind({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <label>
      <span>{say('room.reasonKind')}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{say('room.noReason')}</option>
        {DECISION_REASONS.map((one) => (
          <option key={one} value={one}>
            {say(`reasonKind.${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
