import { useState } from 'react'
import type { ReactNode } from 'react'
import type { OwnAccountView } from '../../src/domain/account-views.ts'
import { Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { useOwnChange } from './use-own-change.ts'

/** Codes of an app: the secret by hand or by a link on the telephone itself, then a first code. */
export function OwnCodes({ own }: { readonly own: OwnAccountView }): ReactNode {
  const { say } = useSpeaker()
  const beginning = useOwnChange<{ readonly secret: string; readonly uri: string }>()
  const confirming = useOwnChange<{ readonly recoveryCodes: readonly string[] }>()
  const removing = useOwnChange()
  const [code, setCode] = useState('')
  const begun = confirming.isSuccess ? undefined : beginning.data
  const codes = confirming.data?.recoveryCodes
  const error = beginning.error ?? confirming.error ?? removing.error
  const { code: isOn, recoveryCodes } = own.proofs
  return (
    <Section title={say('account.codes')} help={say('account.codesHelp')}>
      <p>{isOn ? say('account.codesOn', { n: recoveryCodes }) : say('account.codesOff')}</p>
      <p className="ways">
        <button
          type="button"
          aria-disabled={!own.isFresh}
          onClick={() => own.isFresh && beginning.mutate({ path: 'codes' })}
        >
          {say('account.codesBegin')}
        </button>
        {isOn && (
          <>
            <button
              type="button"
              aria-disabled={!own.isFresh}
              onClick={() => own.isFresh && confirming.mutate({ path: 'recovery-codes' })}
            >
              {say('account.recoveryNew')}
            </button>
            <button
              type="button"
              aria-disabled={!own.isFresh}
              onClick={() => own.isFresh && removing.mutate({ path: 'codes/remove' })}
            >
              {say('account.codesRemove')}
            </button>
          </>
        )}
      </p>
      {begun !== undefined && (
        <form
          className="sheet"
          onSubmit={(event) => {
            event.preventDefault()
            confirming.mutate({ path: 'codes/confirm', body: { code } })
          }}
        >
          <p>{say('account.codesSecret')}</p>
          <p>
            <code dir="ltr">{(begun.secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
          </p>
          <p>
            <a href={begun.uri}>{say('account.codesOpen')}</a>
          </p>
          <label>
            <span>{say('account.codesFirst')}</span>
            <input
              dir="ltr"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
          <button type="submit" className="primary">
            {say('account.codesConfirm')}
          </button>
        </form>
      )}
      {codes !== undefined && (
        <div role="status">
          <p>{say('account.recovery')}</p>
          <ul className="plain codes">
            {codes.map((one) => (
              <li key={one}>
                <code dir="ltr">{one}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {error !== null && <Problem error={error} />}
    </Section>
  )
}
