import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import { Problem } from '../parts/page-state.tsx'
import { Ref } from '../parts/words.tsx'
import { requestFile } from '../request/request.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { CaseQueryState } from './case-query.ts'
import { save } from './use-import.ts'

const WHAT = ['cases', 'persons'] as const
const FORMATS = ['xlsx', 'csv', 'hxl', 'json'] as const
const SHORTEST_PURPOSE = 3

/** Takes the cases that the list shows out as a file, with a purpose; the list's filters apply. */
export function CaseExport({ query }: { readonly query: CaseQueryState }): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const [what, setWhat] = useState<(typeof WHAT)[number]>('cases')
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('xlsx')
  const [purpose, setPurpose] = useState('')
  const exporting = useMutation({
    mutationFn: async () => {
      const { page: _page, ...filters } = query
      const response = await requestFile('/api/exports', {
        body: { what, format, purpose, filters },
      })
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
      save(await response.blob(), name ?? `onward-${what}`)
      return {
        id: response.headers.get('onward-export') ?? '',
        rows: Number(response.headers.get('onward-rows')),
      }
    },
  })
  if (!mayDo(account.role, 'register.export')) return null
  const isReady = purpose.trim().length >= SHORTEST_PURPOSE && !exporting.isPending
  return (
    <details className="more">
      <summary>{say('export.open')}</summary>
      <p className="help">{say('export.help')}</p>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) exporting.mutate()
        }}
      >
        <label>
          <span>{say('export.what')}</span>
          <select
            value={what}
            onChange={(event) => setWhat(event.target.value === 'persons' ? 'persons' : 'cases')}
          >
            {WHAT.map((one) => (
              <option key={one} value={one}>
                {say(`export.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{say('export.format')}</span>
          <select
            value={format}
            onChange={(event) =>
              setFormat(FORMATS.find((one) => one === event.target.value) ?? 'xlsx')
            }
          >
            {FORMATS.map((one) => (
              <option key={one} value={one}>
                {say(`export.format.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="grow">
          <span>{say('export.purpose')}</span>
          <input
            dir="auto"
            required
            maxLength={500}
            value={purpose}
            onChange={(event) => setPurpose(event.target.value)}
          />
        </label>
        <button type="submit" className="primary" aria-disabled={!isReady}>
          {say('export.do')}
        </button>
      </form>
      <p role="status">
        {exporting.isPending && say('export.doing')}
        {exporting.data !== undefined && (
          <Text
            name="export.done"
            values={{ n: exporting.data.rows, export: <Ref>{exporting.data.id}</Ref> }}
          />
        )}
      </p>
      {exporting.error !== null && <Problem error={exporting.error} />}
    </details>
  )
}
