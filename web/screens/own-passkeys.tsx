import { startRegistration } from '@simplewebauthn/browser'
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { OwnAccountView } from '../../src/domain/account-views.ts'
import { Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { request } from '../request/request.ts'
import { toProblem } from '../shell/sign-in.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { useOwnChange } from './use-own-change.ts'

/** Passkeys of one's account: made by this device or a key that is plugged in. */
export function OwnPasskeys({ own }: { readonly own: OwnAccountView }): ReactNode {
  const { say, instant } = useSpeaker()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const removing = useOwnChange()
  const adding = useMutation({
    mutationFn: async () => {
      const path = '/api/account/passkeys'
      const options = await request<PublicKeyCredentialCreationOptionsJSON>(`${path}/options`, {
        body: {},
      })
      const response = await startRegistration({ optionsJSON: options })
      await request(path, { body: { name, response } })
    },
    onSuccess: () => {
      setName('')
      return client.invalidateQueries()
    },
  })
  // A browser makes passkeys for names only: 127.0.0.1 is none.
  const isPossible = !/^[\d.[]/.test(location.hostname)
  const isReady = isPossible && own.isFresh && name.trim() !== '' && !adding.isPending
  const error = adding.error === null ? removing.error : toProblem(adding.error)
  return (
    <Section title={say('account.passkeys')} help={say('account.passkeysHelp')}>
      {own.passkeys.length > 0 && (
        <ul className="plain">
          {own.passkeys.map((one) => (
            <li key={one.passkey}>
              <bdi>{one.name}</bdi> ({say('account.passkeyMade', { when: instant(one.madeAt) })}){' '}
              <button
                type="button"
                aria-disabled={!own.isFresh}
                aria-label={say('account.passkeyRemoveOf', { name: one.name })}
                onClick={() =>
                  own.isFresh && removing.mutate({ path: `passkeys/${one.passkey}/remove` })
                }
              >
                {say('account.passkeyRemove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {isPossible ? (
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault()
            if (isReady) adding.mutate()
          }}
        >
          <label>
            <span>{say('account.passkeyName')}</span>
            <input
              dir="auto"
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <button type="submit" className="primary" aria-disabled={!isReady}>
            {say('account.passkeyAdd')}
          </button>
        </form>
      ) : (
        <p>{say('account.passkeysNotHere')}</p>
      )}
      {error !== null && <Problem error={error} />}
    </Section>
  )
}
