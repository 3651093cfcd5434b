import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { RequestProblem } from './request.ts'

/**
 * Answers stay fresh for half a minute. Only silence is asked again by itself, and once: a refusal
 * stays one. `always`: a browser that believes to be offline may still reach this machine. Whoever
 * hears that the session has ended has the session asked for again, which shows the way in.
 */
export function createQueryClient(): QueryClient {
  const onError = (error: Error): void => {
    // While nobody is signed in, a try that failed is no news of the session.
    const isIn = client.getQueryData(['session']) !== undefined
    if (isIn && error instanceof RequestProblem && error.code === 'not_signed_in')
      void client.invalidateQueries({ queryKey: ['session'] })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        if (queryKey[0] !== 'session') onError(error)
      },
    }),
    mutationCache: new MutationCache({ onError }),
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
  return client
}
