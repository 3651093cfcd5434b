import { QueryClient } from '@tanstack/react-query'
import { RequestProblem } from './request.ts'

/**
 * Answers stay fresh for half a minute. Only silence is asked again by itself, and once: a refusal
 * stays one. `always`: a browser that believes to be offline may still reach this machine.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        retry: (count, error) =>
          error instanceof RequestProblem && error.code === 'offline' && count < 1,
        retryDelay: 400,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
