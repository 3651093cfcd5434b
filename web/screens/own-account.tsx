import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { OwnAccountView } from '../../src/domain/account-views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { OwnCodes } from './own-codes.tsx'
import { OwnPasskeys } from './own-passkeys.tsx'
import { OwnPassword } from './own-password.tsx'
import { useOwnChange } from './use-own-change.ts'

/** One's own account: what it proves itself with, and where it is signed in. */
export function OwnAccountScreen(): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<OwnAccountView>('/api/account')
  const own = query.data
  return (
    <Page title={say('page.account')}>
      {own === undefined ? (
        <PageState query={query} />
      ) : (
        <>
          <p>
            <bdi>{own.account.displayName}</bdi> (<bdi dir="ltr">{own.account.handle}</bdi>):{' '}
            {say(`role.${own.account.role}`)}
          </p>
          {own.isFresh ? <p className="help">{say('account.freshHelp')}</p> : <NotFresh />}
          <OwnPassword own={own} />
          <OwnCodes own={own} />
          <OwnPasskeys own={own} />
          <Outside own={own} />
          <Sessions own={own} />
        </>
      )}
    </Page>
  )
}

function NotFresh(): ReactNode {
  const { say } = useSpeaker()
  const { signOut } = useSession()
  const leaving = useMutation({ mutationFn: signOut })
  return (
    <div className="problem">
      <p>{say('account.notFresh')}</p>
      <button type="button" onClick={() => leaving.mutate()}>
        {say('signIn.out')}
      </button>
    </div>
  )
}

function Outside({ own }: { readonly own: OwnAccountView }): ReactNode {
  const { say } = useSpeaker()
  const removing = useOwnChange()
  const linking = useMutation({
    mutationFn: () => request<{ readonly url: string }>('/api/account/outside', { body: {} }),
    onSuccess: ({ url }) => location.assign(url),
  })
  const error = removing.error ?? linking.error
  if (own.proofs.outside.length === 0 && !own.mayLink) return null
  return (
    <Section title={say('account.outside')} help={say('account.outsideHelp')}>
      {own.proofs.outside.map((issuer) => (
        <p key={issuer}>
          <bdi dir="ltr">{issuer}</bdi>
        </p>
      ))}
      {own.mayLink && (
        <button type="button" onClick={() => linking.mutate()}>
          {say('account.outsideLink')}
        </button>
      )}
      {own.proofs.outside.length > 0 && (
        <button
          type="button"
          aria-disabled={!own.isFresh}
          onClick={() => own.isFresh && removing.mutate({ path: 'outside/remove' })}
        >
          {say('account.outsideRemove')}
        </button>
      )}
      {error !== null && <Problem error={error} />}
    </Section>
  )
}

function Sessions({ own }: { readonly own: OwnAccountView }): ReactNode {
  const { say, instant } = useSpeaker()
  const ending = useOwnChange()
  return (
    <Section title={say('account.sessions')} help={say('account.sessionsHelp')}>
      <ul className="plain">
        {own.sessions.map((one) => (
          <li key={one.session}>
            <strong>
              <bdi>{one.device}</bdi>
            </strong>
            {one.isThis && ` (${say('account.thisSession')})`}{' '}
            {say('account.sessionLine', {
              how: say(`openedWith.${one.openedWith}`),
              opened: instant(one.openedAt),
              seen: instant(one.seenAt),
            })}{' '}
            {!one.isThis && (
              <button
                type="button"
                aria-label={say('account.endOf', { device: one.device })}
                onClick={() => ending.mutate({ path: `sessions/${one.session}/end` })}
              >
                {say('account.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => ending.mutate({ path: 'sessions/end' })}>
        {say('account.endAll')}
      </button>
      {ending.error !== null && <Problem error={ending.error} />}
    </Section>
  )
}
