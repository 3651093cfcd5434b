import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef } from 'react'
import type { ReactNode } from 'react'
import type { EventType } from '../../src/domain/event.ts'
import { Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { StackTable } from '../parts/stack-table.tsx'
import { Instant, Ref } from '../parts/words.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { Text, useSpeaker } from '../texts/language.tsx'

interface Batch {
  readonly batch: string
  readonly kind: string
  readonly file: string
  readonly rows: number
  readonly by: string
  readonly at: string
  readonly undoneAt?: string
}

/** What undoing answers (docs/schemas/undone-import.schema.json). */
interface Undone {
  readonly persons: number
  readonly cases: number
  readonly offers: number
  readonly kept: readonly {
    readonly reference: string
    readonly because: {
      readonly of: string
      readonly type?: EventType
      readonly by: string
      readonly at: string
    }
  }[]
}

/** The imports of this operation, each to be taken back. */
export function PastImports(): ReactNode {
  const { say, number } = useSpeaker()
  const client = useQueryClient()
  const query = useAnswer<{ readonly imports: readonly Batch[] }>('/api/imports')
  const undo = useMutation({
    mutationFn: (batch: string) => request<Undone>(`/api/imports/${batch}/undo`, { body: {} }),
    onSuccess: () => client.invalidateQueries(),
  })
  const imports = query.data?.imports
  const title = say('imports.past')
  return (
    <Section title={title}>
      <div role="status">{undo.data !== undefined && <WhatStays undone={undo.data} />}</div>
      {undo.error !== null && <Problem error={undo.error} />}
      {imports === undefined && <PageState query={query} />}
      {imports?.length === 0 && <p>{say('imports.pastNone')}</p>}
      {imports !== undefined && imports.length > 0 && (
        <Scroller label={title}>
          <StackTable
            label={title}
            columns={(['choose', 'rowsOf', 'by', 'at', 'state'] as const).map((one) =>
              say(`imports.${one}`),
            )}
          >
            {imports.map((one) => (
              <tr key={one.batch} role="row">
                <th role="rowheader" scope="row">
                  <bdi>{one.file}</bdi>
                </th>
                <td role="cell" data-label={say('imports.rowsOf')}>
                  {number(one.rows)}
                </td>
                <td role="cell" data-label={say('imports.by')}>
                  <Ref>{one.by}</Ref>
                </td>
                <td role="cell" data-label={say('imports.at')}>
                  <Instant at={one.at} />
                </td>
                <td role="cell" data-label={say('imports.state')}>
                  {one.undoneAt === undefined ? (
                    <UndoButton one={one} onUndo={() => undo.mutate(one.batch)} />
                  ) : (
                    <Text name="imports.undone" values={{ at: <Instant at={one.undoneAt} /> }} />
                  )}
                </td>
              </tr>
            ))}
          </StackTable>
        </Scroller>
      )}
    </Section>
  )
}

function UndoButton({
  one,
  onUndo,
}: {
  readonly one: Batch
  readonly onUndo: () => void
}): ReactNode {
  const { say } = useSpeaker()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  return (
    <>
      <button
        type="button"
        aria-label={say('imports.undoOf', { file: one.file, at: one.at.slice(0, 16) })}
        onClick={() => dialog.current?.showModal()}
      >
        {say('imports.undo')}
      </button>
      <dialog ref={dialog} aria-labelledby={id}>
        <h2 id={id}>{say('imports.undoAsk')}</h2>
        <p>
          <bdi>{one.file}</bdi>
        </p>
        <p className="help">{say('imports.undoHelp')}</p>
        <p className="buttons">
          <button
            type="button"
            className="primary"
            onClick={() => {
              dialog.current?.close()
              onUndo()
            }}
          >
            {say('imports.undo')}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {say('imports.undoNo')}
          </button>
        </p>
      </dialog>
    </>
  )
}

const KEPT_SHOWN = 50

/** What could not be taken back, each with the later change that stands in the way. */
function WhatStays({ undone }: { readonly undone: Undone }): ReactNode {
  const { say, number } = useSpeaker()
  const { kept } = undone
  const more = kept.length - KEPT_SHOWN
  return (
    <>
      <p>
        {say('imports.undoDone', {
          persons: say('count.persons', { n: undone.persons }),
          cases: say('count.cases', { n: undone.cases }),
          offers: number(undone.offers),
        })}
      </p>
      {kept.length > 0 && (
        <>
          <h3>{say('imports.kept', { n: number(kept.length) })}</h3>
          <ul>
            {kept.slice(0, KEPT_SHOWN).map(({ reference, because: { of, type, by, at } }) => (
              <li key={reference}>
                <Text
                  name="imports.keptLine"
                  values={{
                    reference: <Ref>{reference}</Ref>,
                    change: say(type === undefined ? 'imports.laterImport' : `event.${type}`),
                    of: <Ref>{of}</Ref>,
                    by: <Ref>{by}</Ref>,
                    at: <Instant at={at} />,
                  }}
                />
              </li>
            ))}
          </ul>
          {more > 0 && <p className="help">{say('imports.moreRows', { n: number(more) })}</p>}
        </>
      )}
    </>
  )
}
