import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useSession } from '../shell/session.tsx'
import { request } from './request.ts'

/**
 * What the server answers to this account at a path; the last answer stays while a new one comes.
 * A body is sent instead of asking by address alone: for what no address may hold.
 */
export function useAnswer<Answer>(path: string, body?: unknown): UseQueryResult<Answer> {
  const { account } = useSession()
  return useQuery({
    queryKey: [account.handle, path, ...(body === undefined ? [] : [body])],
    queryFn: ({ signal }) => request<Answer>(path, { body, signal, isQuestion: true }),
    placeholderData: keepPreviousData,
  })
}
