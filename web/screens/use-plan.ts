import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import type { Issue } from '../../src/domain/errors.ts'
import type { PlanDirectives, PlanView } from '../../src/domain/views.ts'
import { later } from '../request/job.ts'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'

/** POST /api/plan/approve */
export interface ApprovalAnswer {
  readonly submitted: readonly string[]
  readonly refused: readonly { readonly case: string; readonly issues: readonly Issue[] }[]
}

/** What is told of a plan that was kept. */
interface PlanMade {
  readonly plan: string
  readonly status: string
}

export interface PlanWork {
  readonly query: UseQueryResult<PlanView>
  readonly solve: UseMutationResult<PlanView, Error, PlanDirectives>
  readonly approve: UseMutationResult<ApprovalAnswer, Error, readonly string[]>
}

/** The plan, solving it again with directions, and approving lines of it. */
export function usePlan(): PlanWork {
  const { account } = useSession()
  const client = useQueryClient()
  const query = useAnswer<PlanView>('/api/plan')
  const solve = useMutation({
    mutationFn: (directives: PlanDirectives) =>
      later<PlanView | PlanMade>('/api/plan/solve', { body: directives }).then((made) =>
        'lines' in made ? made : request<PlanView>('/api/plan'),
      ),
    onSuccess: (plan) => {
      client.setQueryData([account.handle, '/api/plan'], plan)
      void client.invalidateQueries({ queryKey: [account.handle, '/api/overview'] })
    },
  })
  const approve = useMutation({
    mutationFn: (cases: readonly string[]) =>
      request<ApprovalAnswer>('/api/plan/approve', { body: { cases } }),
    // Submissions change cases, offers and figures: everything is asked again.
    onSettled: () => client.invalidateQueries(),
  })
  return { query, solve, approve }
}
