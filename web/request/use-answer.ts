import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useSession } from '../shell/session.tsx'
import { request } from './request.ts'

/** What the server answers to this account at a path; the last answer stays while a new one comes. */
export function useAnswer<Answer>(path: string): UseQueryResult<Answer> {
  const { account } = useSession()
  return useQuery({
    queryKey: [account.handle, path],
    queryFn: ({ signal }) => request<Answer>(path, { signal }),
    placeholderData: keepPreviousData,
  })
}
