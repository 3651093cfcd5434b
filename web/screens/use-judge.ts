import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import type { PairView } from '../../src/domain/person-views.ts'
import type { Verdict } from '../../src/domain/same-person.ts'
import { request } from '../request/request.ts'
import { useSession } from '../shell/session.tsx'

/** A word on two records, or taking the last one back; with the number of words one has seen. */
export interface Said {
  readonly left: string
  readonly right: string
  readonly verdict: Verdict | 'undo'
  readonly turn: number
  readonly reason?: string
}

/** What the server says of two records. */
export function pairAddress(left: string, right: string): string {
  return `/api/same/${encodeURIComponent(left)}/${encodeURIComponent(right)}`
}

/** Says whether two records are one person. Lists, counts and search change: all is asked again. */
export function useJudge(): UseMutationResult<PairView, Error, Said> {
  const { account } = useSession()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ left, right, verdict, turn, reason }: Said) => {
      const pair = pairAddress(left, right)
      const because = { turn, ...(reason === undefined ? {} : { reason }) }
      return verdict === 'undo'
        ? request<PairView>(`${pair}/undo`, { body: because })
        : request<PairView>(pair, { body: { verdict, ...because } })
    },
    // The pair as it now stands, at once: the next word on it must name its new number.
    onSuccess: (answer, { left, right }) => {
      client.setQueryData([account.handle, pairAddress(left, right)], answer)
    },
    onSettled: () => client.invalidateQueries(),
  })
}
