import type { ReactNode } from 'react'
import { RequestProblem } from '../request/request.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { TextKey } from '../texts/en.ts'

interface Asked {
  readonly error: unknown
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

/** What a page says while it waits, or when its answer did not come, with a way to try again. */
export function PageState({ query }: { readonly query: Asked }): ReactNode {
  const { say } = useSpeaker()
  if (query.error === null || query.isFetching)
    return (
      <p role="status" className="waiting">
        {say('state.loading')}
      </p>
    )
  return <Problem error={query.error} retry={query.refetch} />
}

const TITLES: Readonly<Record<string, TextKey>> = {
  not_found: 'state.notFound',
  not_allowed: 'state.notAllowed',
}

/** Why something did not work. The server's own sentence is English. */
export function Problem({
  error,
  retry,
}: {
  readonly error: unknown
  readonly retry?: () => unknown
}): ReactNode {
  const { say } = useSpeaker()
  const problem = error instanceof RequestProblem ? error : undefined
  const title = TITLES[problem?.code ?? ''] ?? 'state.failed'
  return (
    <div role="alert" className="problem">
      <p>
        <strong>{say(title)}</strong>
      </p>
      {problem?.code === 'offline' ? (
        <p>{say('state.offline')}</p>
      ) : (
        <p lang="en" dir="ltr">
          {error instanceof Error ? error.message : String(error)}
        </p>
      )}
      {problem !== undefined && problem.issues.length > 0 && (
        <ul lang="en" dir="ltr">
          {problem.issues.map((issue) => (
            <li key={`${issue.code} ${issue.path} ${issue.message}`}>{issue.message}</li>
          ))}
        </ul>
      )}
      {retry !== undefined && (
        <button type="button" onClick={() => void retry()}>
          {say('state.retry')}
        </button>
      )}
    </div>
  )
}
