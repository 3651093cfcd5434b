import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { request } from './request.ts'

/** Sends a change to a path; what is shown may be another since, so all is asked again. */
export function useSend<Answer, Body>(path: string): UseMutationResult<Answer, Error, Body> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => request<Answer>(path, { body }),
    onSettled: () => client.invalidateQueries(),
  })
}
