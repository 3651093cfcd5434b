import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import type { AccountsView } from '../../src/domain/account-views.ts'
import { request } from '../request/request.ts'

interface Change {
  readonly path: string
  readonly body?: unknown
}

export type AccountChange = UseMutationResult<AccountsView, Error, Change>

/** Changes an account, after which all are looked at again. */
export function useAccountChange(): AccountChange {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body = {} }: Change) =>
      request<AccountsView>(`/api/accounts${path}`, { body }),
    onSuccess: () => client.invalidateQueries(),
  })
}
