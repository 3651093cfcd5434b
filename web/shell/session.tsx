import { useQuery } from '@tanstack/react-query'
import { createContext, use, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import type { AccountView, OperationView, SessionView } from '../../src/domain/views.ts'
import { PageState } from '../parts/page-state.tsx'
import { request, RequestProblem } from '../request/request.ts'
import { recall, remember } from './memory.ts'
import { Welcome } from './welcome.tsx'

interface Session {
  readonly operation: OperationView
  readonly accounts: readonly AccountView[]
  readonly version: string
  readonly account: AccountView
  readonly actAs: (handle: string) => void
}

const SessionContext = createContext<Session | undefined>(undefined)

/** Who acts, in which operation; everything below may count on both. */
export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const query = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => request<SessionView>('/api/session', { signal }),
    staleTime: Infinity,
  })
  const [handle, setHandle] = useState(() => recall('account'))
  const session = useMemo(() => {
    const account = query.data && accountOf(query.data.accounts, handle)
    if (query.data === undefined || account === undefined) return undefined
    const actAs = (chosen: string): void => {
      remember('account', chosen)
      setHandle(chosen)
    }
    return { ...query.data, account, actAs }
  }, [query.data, handle])
  // Without an operation nobody can sit down: the only thing that is not found here.
  if (query.error instanceof RequestProblem && query.error.code === 'not_found')
    return <Welcome look={query.refetch} />
  if (session === undefined)
    return (
      <main className="opening">
        <h1>Onward</h1>
        <PageState query={query} />
      </main>
    )
  return <SessionContext value={session}>{children}</SessionContext>
}

/** The account chosen before; else one that can do everything here, as in a one-laptop office. */
function accountOf(
  accounts: readonly AccountView[],
  handle: string | undefined,
): AccountView | undefined {
  return (
    accounts.find((one) => one.handle === handle) ??
    accounts.find((one) => mayDo(one.role, 'plan.approve')) ??
    accounts[0]
  )
}

export function useSession(): Session {
  const session = use(SessionContext)
  if (session === undefined) throw new Error('useSession needs a SessionProvider above it.')
  return session
}
