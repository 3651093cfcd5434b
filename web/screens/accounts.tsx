import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { AccountsView, KeptAccountView, ProofsView } from '../../src/domain/account-views.ts'
import type { Role } from '../../src/domain/role.ts'
import { ROLES } from '../../src/domain/role.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'
import { AccountForm } from './accounts-form.tsx'
import type { AccountChange } from './use-account-change.ts'
import { useAccountChange } from './use-account-change.ts'

/** Every account, for its administrators: who it is, what it signs in with, and the way in for it. */
export function AccountsScreen(): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<AccountsView>('/api/accounts')
  const change = useAccountChange()
  const [link, setLink] = useState<MadeLink>()
  const accounts = query.data?.accounts
  return (
    <Page title={say('page.accounts')}>
      <p className="help">{say('accounts.help')}</p>
      {link !== undefined && <LinkToGive link={link} />}
      {change.error !== null && <Problem error={change.error} />}
      {accounts === undefined ? (
        <PageState query={query} />
      ) : (
        <Accounts accounts={accounts} change={change} showLink={setLink} />
      )}
      <Section title={say('accounts.add')}>
        <AccountForm change={change} />
      </Section>
    </Page>
  )
}

interface MadeLink {
  readonly account: string
  readonly token: string
}

/** Shown once, to hand over by a safe way; it opens one session within 15 minutes. */
function LinkToGive({ link }: { readonly link: MadeLink }): ReactNode {
  const { say } = useSpeaker()
  return (
    <div role="status" className="given">
      <p>{say('accounts.linkMade', { account: link.account })}</p>
      <p>
        <code dir="ltr" className="long">{`${location.origin}/sign-in#${link.token}`}</code>
      </p>
    </div>
  )
}

function Accounts({
  accounts,
  change,
  showLink,
}: {
  readonly accounts: readonly KeptAccountView[]
  readonly change: AccountChange
  readonly showLink: (link: MadeLink) => void
}): ReactNode {
  const speaker = useSpeaker()
  const { say, state } = speaker
  return (
    <Scroller label={say('page.accounts')}>
      <table>
        <caption className="unseen">{say('page.accounts')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('signIn.account')}</th>
            <th scope="col">{say('accounts.role')}</th>
            <th scope="col">{say('accounts.reach')}</th>
            <th scope="col">{say('accounts.proofs')}</th>
            <th scope="col">{say('accounts.do')}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((one) => (
            <tr key={one.handle}>
              <th scope="row">
                <bdi>{one.displayName}</bdi> <small dir="ltr">{one.handle}</small>
                {one.disabledAt !== undefined && (
                  <strong className="mark-out"> {say('accounts.disabled')}</strong>
                )}
              </th>
              <td>
                <RoleChoice account={one} change={change} />
              </td>
              <td>
                {one.state === undefined ? <bdi>{one.sites.join(' ')}</bdi> : state(one.state)}
              </td>
              <td>{proofsText(one.proofs, speaker)}</td>
              <td>
                <AccountButtons account={one} change={change} showLink={showLink} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function proofsText(proofs: ProofsView, { say, list }: Speaker): string {
  const words = [
    ...(proofs.password ? [say('signIn.password')] : []),
    ...(proofs.code ? [say('account.codes')] : []),
    ...(proofs.passkeys > 0 ? [say('account.passkeys')] : []),
    ...(proofs.outside.length > 0 ? [say('account.outside')] : []),
  ]
  return words.length === 0 ? say('accounts.linkOnly') : list(words)
}

/** A change of role is asked for by a button: a slip of the arrow keys must not make a reviewer. */
function RoleChoice({
  account,
  change,
}: {
  readonly account: KeptAccountView
  readonly change: AccountChange
}): ReactNode {
  const { say } = useSpeaker()
  const { account: own } = useSession()
  const [role, setRole] = useState<Role>(account.role)
  // A liaison speaks for a State, which is said when the account is added.
  if (own.handle === account.handle || account.role === 'state_liaison')
    return say(`role.${account.role}`)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ path: `/${account.handle}/change`, body: { role } })
      }}
    >
      <select
        aria-label={say('accounts.roleOf', { account: account.handle })}
        value={role}
        onChange={(event) => setRole(event.target.value as Role)}
      >
        {ROLES.filter((one) => one !== 'state_liaison').map((one) => (
          <option key={one} value={one}>
            {say(`role.${one}`)}
          </option>
        ))}
      </select>
      {role !== account.role && <button type="submit">{say('accounts.change')}</button>}
    </form>
  )
}

function AccountButtons({
  account,
  change,
  showLink,
}: {
  readonly account: KeptAccountView
  readonly change: AccountChange
  readonly showLink: (link: MadeLink) => void
}): ReactNode {
  const { say } = useSpeaker()
  const { account: own } = useSession()
  const { handle, disabledAt } = account
  const linking = useMutation({
    mutationFn: () => request<MadeLink>(`/api/accounts/${handle}/link`, { body: {} }),
    onSuccess: showLink,
  })
  const [isResetting, setIsResetting] = useState(false)
  if (own.handle === handle) return say('accounts.own')
  const button = (label: string, press: () => void): ReactNode => (
    <button type="button" aria-label={`${label}: ${handle}`} onClick={press}>
      {label}
    </button>
  )
  const what = ['password', 'code', 'passkeys', 'outside']
  return (
    <div className="ways">
      {disabledAt === undefined && button(say('accounts.link'), () => linking.mutate())}
      {button(say('accounts.signOut'), () => change.mutate({ path: `/${handle}/sign-out` }))}
      {isResetting
        ? button(say('accounts.resetSure'), () => {
            setIsResetting(false)
            change.mutate({ path: `/${handle}/reset`, body: { what } })
          })
        : button(say('accounts.reset'), () => setIsResetting(true))}
      {disabledAt === undefined
        ? button(say('accounts.disable'), () => change.mutate({ path: `/${handle}/disable` }))
        : button(say('accounts.enable'), () => change.mutate({ path: `/${handle}/enable` }))}
      {linking.error !== null && <Problem error={linking.error} />}
    </div>
  )
}
