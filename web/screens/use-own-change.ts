import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { request } from '../request/request.ts'

/** Changes something of one's account, after which it is looked at again. */
export function useOwnChange<Answer = unknown>(): UseMutationResult<
  Answer,
  Error,
  { readonly path: string; readonly body?: unknown }
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body = {} }) => request<Answer>(`/api/account/${path}`, { body }),
    onSuccess: () => client.invalidateQueries(),
  })
}
