import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Role } from '../../src/domain/role.ts'
import { ROLES } from '../../src/domain/role.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { AccountChange } from './use-account-change.ts'

const EMPTY = { handle: '', displayName: '', sites: 'main', state: '' }

/** Adds an account: its handle, its role, and what that role reaches. */
export function AccountForm({ change }: { readonly change: AccountChange }): ReactNode {
  const { say } = useSpeaker()
  const [typed, setTyped] = useState(EMPTY)
  const [role, setRole] = useState<Role>('field_officer')
  const field = (name: keyof typeof EMPTY) => ({
    value: typed[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setTyped({ ...typed, [name]: event.target.value }),
  })
  const isReady = typed.handle !== '' && !change.isPending
  const send = (): void => {
    const { handle, displayName, sites, state } = typed
    const body = {
      handle,
      role,
      ...(displayName.trim() === '' ? {} : { displayName }),
      ...(role === 'field_officer' ? { sites: sites.split(/[\s,]+/).filter(Boolean) } : {}),
      ...(role === 'state_liaison' ? { state: state.trim().toUpperCase() } : {}),
    }
    change.mutate({ path: '', body }, { onSuccess: () => setTyped(EMPTY) })
  }
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) send()
      }}
    >
      <label>
        <span>{say('accounts.handle')}</span>
        <input dir="ltr" autoComplete="off" spellCheck={false} {...field('handle')} />
        <small>{say('accounts.handleHelp')}</small>
      </label>
      <label>
        <span>{say('accounts.name')}</span>
        <input dir="auto" autoComplete="off" {...field('displayName')} />
      </label>
      <label>
        <span>{say('accounts.role')}</span>
        <select value={role} onChange={(event) => setRole(event.target.value as Role)}>
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {say(`role.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {role === 'field_officer' && (
        <label>
          <span>{say('accounts.sites')}</span>
          <input dir="ltr" {...field('sites')} />
        </label>
      )}
      {role === 'state_liaison' && (
        <label>
          <span>{say('accounts.state')}</span>
          <input dir="ltr" maxLength={3} {...field('state')} />
        </label>
      )}
      <button type="submit" className="primary" aria-disabled={!isReady}>
        {say('accounts.add')}
      </button>
    </form>
  )
}
