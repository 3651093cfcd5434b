import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AuditReport } from '../../src/domain/audit-report.ts'
import type { AuditStateView } from '../../src/domain/audit-views.ts'
import { Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { English, Instant, Ref } from '../parts/words.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

/** Whether every entry is as it was written, as far as anybody has looked. */
export function AuditState(): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const client = useQueryClient()
  const query = useAnswer<AuditStateView>('/api/audit')
  const verifying = useMutation({
    mutationFn: () => request<AuditStateView>('/api/audit/verify', { body: {} }),
    onSuccess: (answer) => client.setQueryData([account.handle, '/api/audit'], answer),
  })
  const state = query.data
  return (
    <Section title={say('audit.soundness')} help={say('audit.soundnessHelp')}>
      {state === undefined && <PageState query={query} />}
      {state !== undefined && (
        <>
          <p>
            {state.lastCheckpoint === undefined ? (
              say('audit.noCheckpoint')
            ) : (
              <Text
                name="audit.lastCheckpoint"
                values={{
                  seq: <Ref>{String(state.lastCheckpoint.seq)}</Ref>,
                  at: <Instant at={state.lastCheckpoint.at} />,
                }}
              />
            )}{' '}
            <Text name="audit.key" values={{ key: <Ref>{state.key}</Ref> }} />
          </p>
          <div role="status">
            {verifying.isPending && <p>{say('audit.verifying')}</p>}
            {!verifying.isPending && state.verified !== undefined && (
              <Verified report={state.verified} />
            )}
          </div>
        </>
      )}
      {verifying.error !== null && <Problem error={verifying.error} />}
      <p>
        <button
          type="button"
          aria-disabled={verifying.isPending}
          onClick={() => {
            if (!verifying.isPending) verifying.mutate()
          }}
        >
          {say('audit.verify')}
        </button>
      </p>
    </Section>
  )
}

function Verified({
  report,
}: {
  readonly report: AuditReport & { readonly at: string }
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      <p className={report.ok ? 'notice' : 'problem'}>
        <strong>{say(report.ok ? 'audit.sound' : 'audit.unsound')}</strong>{' '}
        <Text
          name="audit.verified"
          values={{
            at: <Instant at={report.at} />,
            entries: say('audit.count', { n: report.entries }),
            since: say('audit.count', { n: report.notVouched }),
          }}
        />
      </p>
      {report.faults.length > 0 && (
        <ul>
          {report.faults.map((fault) => (
            <li key={fault.message}>
              <English>{fault.message}</English>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
