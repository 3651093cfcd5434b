import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { BreakGlassKind } from '../../src/domain/break-glass.ts'
import { RequestProblem } from '../request/request.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** Under "not found": the record may be of another site, and there is a way in an emergency. */
export function GlassHint({
  error,
  kind,
  reference,
}: {
  readonly error: unknown
  readonly kind: BreakGlassKind
  readonly reference: string
}): ReactNode {
  const { say } = useSpeaker()
  const { role } = useSession().account
  const isMissing = error instanceof RequestProblem && error.code === 'not_found'
  if (!isMissing || !mayDo(role, 'glass.break')) return null
  const asked = new URLSearchParams({ kind, reference }).toString()
  return (
    <p>
      {say('glass.hint')} <Link href={`/audit?${asked}`}>{say('glass.title')}</Link>
    </p>
  )
}
