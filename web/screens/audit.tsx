import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import { Page } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { RequestProblem } from '../request/request.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { AuditEntries } from './audit-entries.tsx'
import { AuditState } from './audit-state.tsx'
import { EmergencyAccess } from './emergency-access.tsx'

/** Who did and saw what, whether the record of it is sound, and emergency access. */
export function AuditScreen(): ReactNode {
  const { say } = useSpeaker()
  const { role } = useSession().account
  const reads = mayDo(role, 'audit.read')
  const sees = mayDo(role, 'glass.review') || mayDo(role, 'glass.break')
  return (
    <Page title={say(reads ? 'page.audit' : 'page.emergency')}>
      {reads && <AuditState />}
      {sees && <EmergencyAccess />}
      {reads && <AuditEntries />}
      {!reads && !sees && <Problem error={new RequestProblem('not_allowed', '')} />}
    </Page>
  )
}
