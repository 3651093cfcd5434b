import { useState } from 'react'
import type { ReactNode } from 'react'
import type { OwnAccountView } from '../../src/domain/account-views.ts'
import { PASSWORD_LEAST } from '../../src/domain/password.ts'
import { Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { useOwnChange } from './use-own-change.ts'

/** Sets one's password; it is typed once and can be looked at, which finds slips better than twice. */
export function OwnPassword({ own }: { readonly own: OwnAccountView }): ReactNode {
  const { say } = useSpeaker()
  const [password, setPassword] = useState('')
  const [isShown, setIsShown] = useState(false)
  const setting = useOwnChange()
  const isReady = own.isFresh && password !== '' && !setting.isPending
  return (
    <Section
      title={say('signIn.password')}
      help={say('account.passwordHelp', { n: PASSWORD_LEAST })}
    >
      <p>{say(own.proofs.password ? 'account.passwordSet' : 'account.passwordNone')}</p>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady)
            setting.mutate(
              { path: 'password', body: { password } },
              { onSuccess: () => setPassword('') },
            )
        }}
      >
        {/* Password managers file it under the account. */}
        <input type="hidden" autoComplete="username" value={own.account.handle} readOnly />
        <label>
          <span>{say('account.passwordNew')}</span>
          <input
            dir="ltr"
            type={isShown ? 'text' : 'password'}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <label className="tick">
          <input
            type="checkbox"
            checked={isShown}
            onChange={(event) => setIsShown(event.target.checked)}
          />{' '}
          <span>{say('account.passwordShow')}</span>
        </label>
        <button type="submit" className="primary" aria-disabled={!isReady}>
          {say('account.passwordDo')}
        </button>
      </form>
      <p role="status">{setting.isSuccess && say('account.passwordDone')}</p>
      {setting.error !== null && <Problem error={setting.error} />}
    </Section>
  )
}
