import { useState } from 'react'
import type { ReactNode } from 'react'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { Asked, ImportKind } from './use-import.ts'

/** Saved mappings as the server answers them. */
export interface Mappings {
  readonly mappings: readonly { readonly kind: ImportKind; readonly name: string }[]
}

const KINDS = ['register', 'offers'] as const

/** Which file, and how it is to be read. */
export function ImportFileForm({
  onLook,
  isBusy,
}: {
  readonly onLook: (asked: Asked) => void
  readonly isBusy: boolean
}): ReactNode {
  const { say } = useSpeaker()
  const saved = useAnswer<Mappings>('/api/imports/mappings')
  const [kind, setKind] = useState<ImportKind>('register')
  const [file, setFile] = useState<File>()
  const [sheet, setSheet] = useState('')
  const [mapping, setMapping] = useState('')
  const [dayFirst, setDayFirst] = useState(false)
  const names = (saved.data?.mappings ?? []).filter((one) => one.kind === kind)
  const isReady = file !== undefined && !isBusy
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onLook({ kind, file, sheet: sheet.trim(), mapping, dayFirst, map: {} })
      }}
    >
      <label>
        <span>{say('imports.kind')}</span>
        <select
          value={kind}
          onChange={(event) => {
            setKind(event.target.value === 'offers' ? 'offers' : 'register')
            setMapping('')
          }}
        >
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {say(`imports.kind.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="grow">
        <span>{say('imports.choose')}</span>
        <input
          type="file"
          accept=".xlsx,.csv,.tsv,.txt"
          onChange={(event) => setFile(event.target.files?.[0])}
        />
      </label>
      <label>
        <span>{say('imports.sheet')}</span>
        <input dir="auto" value={sheet} onChange={(event) => setSheet(event.target.value)} />
      </label>
      {names.length > 0 && (
        <label>
          <span>{say('imports.mapping')}</span>
          <select value={mapping} onChange={(event) => setMapping(event.target.value)}>
            <option value="">{say('imports.noMapping')}</option>
            {names.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="tick">
        <input
          type="checkbox"
          checked={dayFirst}
          onChange={(event) => setDayFirst(event.target.checked)}
        />
        <span>{say('imports.dayFirst')}</span>
      </label>
      <button type="submit" className="primary" aria-disabled={!isReady}>
        {say('imports.look')}
      </button>
    </form>
  )
}
