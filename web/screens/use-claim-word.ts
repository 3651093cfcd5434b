import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import type { ClaimChangeView } from '../../src/domain/claim-views.ts'
import { request } from '../request/request.ts'

/** A word on one claim: yes, no, or what it should have been. */
export type ClaimWord =
  | { readonly claim: string; readonly verdict: 'confirmed' | 'rejected' }
  | { readonly claim: string; readonly correction: object }

/** Says it. Figures, lists and reports change: all is asked again. */
export function useClaimWord(): UseMutationResult<ClaimChangeView, Error, ClaimWord> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (word: ClaimWord) =>
      'verdict' in word
        ? request<ClaimChangeView>('/api/claims/decisions', {
            body: { claims: [word.claim], verdict: word.verdict },
          })
        : request<ClaimChangeView>(`/api/claims/${encodeURIComponent(word.claim)}/correction`, {
            body: word.correction,
          }),
    onSettled: () => client.invalidateQueries(),
  })
}
