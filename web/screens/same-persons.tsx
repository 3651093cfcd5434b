import { useState } from 'react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import type { PairRow, QueueView } from '../../src/domain/person-views.ts'
import type { PairStatus } from '../../src/domain/same-person.ts'
import { PAIR_STATUSES } from '../../src/domain/same-person.ts'
import { BandMark } from '../parts/evidence.tsx'
import { Names } from '../parts/names.tsx'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'
import { SamePair } from './same-pair.tsx'

/** The review queue: one pair after the other, what weighs most first. */
export function SamePersonsScreen(): ReactNode {
  const { say } = useSpeaker()
  const [params, setParams] = useSearchParams()
  const status = PAIR_STATUSES.find((one) => one === params.get('status')) ?? 'open'
  const page = Math.max(1, Number(params.get('page') ?? '1') || 1)
  const query = useAnswer<QueueView>(`/api/same?status=${status}&page=${page}`)
  const [at, setAt] = useState(0)
  const queue = query.data
  const go = (asked: PairStatus, next = 1): void => {
    setAt(0)
    setParams({ status: asked, page: String(next) })
  }
  return (
    <Page title={say('page.same')}>
      <p className="help">{say('same.help')}</p>
      <div className="filters" role="group" aria-label={say('same.which')}>
        {PAIR_STATUSES.map((one) => (
          <button key={one} type="button" aria-pressed={one === status} onClick={() => go(one)}>
            {say('same.count', {
              status: say(`pairStatus.${one}`),
              n: queue?.counts[one] ?? 0,
            })}
          </button>
        ))}
      </div>
      {(queue === undefined || query.error !== null) && <PageState query={query} />}
      {queue !== undefined && queue.rows.length === 0 && (
        <p role="status">{say(status === 'open' ? 'same.empty' : 'same.noneOfThese')}</p>
      )}
      {queue !== undefined && queue.status === status && queue.rows.length > 0 && (
        <Queue rows={queue.rows} at={Math.min(at, queue.rows.length - 1)} onGo={setAt} />
      )}
      {queue !== undefined && (
        <PageButtons
          page={queue.page}
          pages={Math.ceil(queue.counts[status] / queue.pageSize)}
          onTurn={(next) => go(status, next)}
        />
      )}
    </Page>
  )
}

function Queue({
  rows,
  at,
  onGo,
}: {
  readonly rows: readonly PairRow[]
  readonly at: number
  readonly onGo: (at: number) => void
}): ReactNode {
  const { say } = useSpeaker()
  const row = rows[at]
  if (row === undefined) return null
  const step = (by: number): void => onGo((at + by + rows.length) % rows.length)
  return (
    <div className="queue">
      <SamePair left={row.left} right={row.right} onStep={step} />
      <Section title={say('same.queue')} className="queue-list">
        <ol>
          {rows.map((one, place) => (
            <li key={`${one.left} ${one.right}`}>
              <button
                type="button"
                aria-current={place === at ? 'true' : undefined}
                onClick={() => onGo(place)}
              >
                <Names names={one.leftNames} />
                {' ↔ '}
                <Names names={one.rightNames} /> <BandMark band={one.band} />
                {one.changed && <small> {say('same.changedShort')}</small>}
              </button>
            </li>
          ))}
        </ol>
      </Section>
    </div>
  )
}
