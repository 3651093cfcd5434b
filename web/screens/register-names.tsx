import type { ReactNode } from 'react'
import type { NamePart } from '../../src/domain/person.ts'
import { NAME_ROLES } from '../../src/domain/person.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { NameField } from './use-register.ts'

/** Any number of spellings of each part, in any script, as the person says them. */
export function NameFields({
  names,
  onChange,
}: {
  readonly names: readonly NameField[]
  readonly onChange: (names: readonly NameField[]) => void
}): ReactNode {
  const { say } = useSpeaker()
  const set = (id: number, part: Partial<NameField>): void =>
    onChange(names.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const add = (role: NamePart['role']): void =>
    onChange([...names, { id: Math.max(0, ...names.map((one) => one.id)) + 1, role, text: '' }])
  return (
    <fieldset>
      <legend>{say('register.names')}</legend>
      <p className="help">{say('register.namesHelp')}</p>
      {names.map((one) => (
        <div key={one.id} className="name-field">
          <label>
            <span className="unseen">{say('register.role')}</span>
            <select
              value={one.role}
              onChange={(event) => set(one.id, { role: event.target.value as NamePart['role'] })}
            >
              {NAME_ROLES.map((role) => (
                <option key={role} value={role}>
                  {say(`nameRole.${role}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="grow">
            <span className="unseen">{say(`nameRole.${one.role}`)}</span>
            <input
              value={one.text}
              dir="auto"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => set(one.id, { text: event.target.value })}
            />
          </label>
        </div>
      ))}
      <button type="button" onClick={() => add(names.at(-1)?.role ?? 'given')}>
        {say('register.addName')}
      </button>
    </fieldset>
  )
}
