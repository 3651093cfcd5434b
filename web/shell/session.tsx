import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, use, useMemo } from 'react'
import type { ReactNode } from 'react'
import type { AccountView, SessionView } from '../../src/domain/views.ts'
import { PageState } from '../parts/page-state.tsx'
import { request, RequestProblem } from '../request/request.ts'
import { SignInDialog, SignInPage } from './sign-in.tsx'
import { takeLink } from './take-link.ts'
import { takeVisit } from './take-visit.ts'
import { Welcome } from './welcome.tsx'

interface Session extends SessionView {
  readonly account: AccountView
  /** Works on as another account of an exercise. */
  readonly actAs: (handle: string) => Promise<void>
  readonly signOut: () => Promise<void>
}

const SessionContext = createContext<Session | undefined>(undefined)

/** Who works, in which operation; everything below may count on both. */
export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['session'], queryFn: openSession, staleTime: Infinity })
  const session = useMemo<Session | undefined>(() => {
    if (query.data === undefined) return undefined
    const actAs = async (account: string): Promise<void> => {
      await request('/api/session/act-as', { body: { account } })
      await client.invalidateQueries({ queryKey: ['session'] })
    }
    const signOut = async (): Promise<void> => {
      await request('/api/sign-out', { body: {} })
      // Nothing of it stays in this page: the next who sits down here is somebody else.
      location.assign('/')
    }
    return { ...query.data, actAs, signOut }
  }, [query.data, client])
  const code = query.error instanceof RequestProblem ? query.error.code : undefined
  // Without an operation nobody can sign in: the only thing that is not found here.
  if (code === 'not_found') return <Welcome look={query.refetch} />
  const isOut = code === 'not_signed_in'
  if (session === undefined)
    return isOut ? (
      <SignInPage
        // To arrive without a session is no fault; a link that opens nothing is one.
        reason={wasTried ? (query.error ?? undefined) : undefined}
        signedIn={query.refetch}
      />
    ) : (
      <main className="opening">
        <h1>Onward</h1>
        <PageState query={query} />
      </main>
    )
  return (
    <SessionContext value={session}>
      {children}
      {isOut && <SignInDialog signedIn={query.refetch} />}
    </SessionContext>
  )
}

/** Whether a link or a visit to the provider was to open the session that did not open. */
let wasTried = false

/** The session of this browser; what the address brings to open one is used up first. */
async function openSession({ signal }: { readonly signal: AbortSignal }): Promise<SessionView> {
  const token = takeLink()
  const visit = takeVisit()
  wasTried = token !== undefined || visit !== undefined
  if (token !== undefined) await request('/api/sign-in/link', { body: { token } })
  if (visit !== undefined) {
    const path = '/api/sign-in/outside/back'
    const back = await request<{ readonly linked?: boolean }>(path, { body: { query: visit } })
    if (back.linked === true) history.replaceState(null, '', '/account')
  }
  wasTried = false
  return request<SessionView>('/api/session', { signal })
}

export function useSession(): Session {
  const session = use(SessionContext)
  if (session === undefined) throw new Error('useSession needs a SessionProvider above it.')
  return session
}
