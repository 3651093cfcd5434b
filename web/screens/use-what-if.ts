import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { PlanView, WhatIfView } from '../../src/domain/views.ts'
import { request } from '../request/request.ts'
import { useSession } from '../shell/session.tsx'
import type { Try } from './tries.ts'
import { toDirectives } from './tries.ts'

/** Changes rest this long before the server is asked. */
const REST_MS = 120

export interface WhatIf {
  /** The last answer; it stays while the next one is awaited, and when that does not come. */
  readonly answer: WhatIfView | undefined
  /** Whether the answer is of the changes before. */
  readonly isAsking: boolean
  readonly error: Error | null
  readonly retry: () => unknown
}

/**
 * What the changes would do to the plan. A question that is overtaken is given up. Asked before any
 * change too: the server then has read what the first one needs.
 */
export function useWhatIf(plan: PlanView, tries: readonly Try[]): WhatIf {
  const { account } = useSession()
  const [rested, setRested] = useState(tries)
  const [kept, setKept] = useState<WhatIfView>()
  useEffect(() => {
    const timer = setTimeout(() => setRested(tries), REST_MS)
    return () => clearTimeout(timer)
  }, [tries])
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [account.handle, '/api/plan/what-if', plan.plan, rested],
    queryFn: ({ signal }) =>
      request<WhatIfView>('/api/plan/what-if', {
        body: toDirectives(rested),
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  if (data !== undefined && data !== kept) setKept(data)
  const isEmpty = tries.length === 0
  return {
    answer: isEmpty ? undefined : (data ?? kept),
    isAsking: !isEmpty && (rested !== tries || isFetching),
    error: isEmpty ? null : error,
    retry: refetch,
  }
}
