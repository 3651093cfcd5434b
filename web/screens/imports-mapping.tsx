import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Problem } from '../parts/page-state.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Asked, ImportAnswer } from './use-import.ts'

interface Props {
  readonly asked: Asked
  readonly seen: ImportAnswer
  /** Looks at the file again, read otherwise. */
  readonly onChange: (asked: Asked) => void
}

/** Which column was taken for which field, to be corrected and saved; guesses wait for a word. */
export function ImportMapping({ asked, seen, onChange }: Props): ReactNode {
  const { say, number } = useSpeaker()
  const fields = useAnswer<Readonly<Record<string, readonly string[]>>>('/api/imports/fields')
  const { matched, guesses } = seen.headers
  const headerOf = new Map(matched.map((one) => [one.field, one.header]))
  const headers = [...matched.map((one) => one.header), ...seen.ignoredColumns]
  const choose = (field: string, header: string): void =>
    onChange({ ...asked, map: { ...asked.map, [field]: header } })
  const others = (fields.data?.[asked.kind] ?? []).filter((field) => !headerOf.has(field))
  const line = (field: string): ReactNode => (
    <label key={field}>
      <span dir="ltr" className="ref">
        {field}
      </span>
      <select
        value={headerOf.get(field) ?? ''}
        onChange={(event) => choose(field, event.target.value)}
      >
        <option value="">{say('imports.noColumn')}</option>
        {[...new Set(headers)].map((header) => (
          <option key={header} value={header}>
            {header}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <>
      <h3>{say('imports.columns')}</h3>
      <p className="help">{say('imports.columnsHelp')}</p>
      {seen.fittingMappings.map((name) => (
        <p key={name}>
          <Text name="imports.fits" values={{ name: <bdi>{name}</bdi> }} />{' '}
          <button type="button" onClick={() => onChange({ ...asked, mapping: name, map: {} })}>
            {say('imports.useMapping', { name })}
          </button>
        </p>
      ))}
      {guesses.map(({ field, header }) => (
        <p key={field}>
          <Text
            name="imports.guess"
            values={{ header: <bdi>{header}</bdi>, field: <bdi>{field}</bdi> }}
          />{' '}
          <button type="button" onClick={() => choose(field, header)}>
            {say('imports.useGuess', { header, field })}
          </button>
        </p>
      ))}
      <div className="filters">{matched.map(({ field }) => line(field))}</div>
      {others.length > 0 && (
        <details className="more">
          <summary>{say('imports.otherFields', { n: number(others.length) })}</summary>
          <div className="filters">{others.map(line)}</div>
        </details>
      )}
      {seen.ignoredColumns.length > 0 && (
        <p className="help">
          <Text
            name="imports.ignored"
            values={{ columns: <bdi>{seen.ignoredColumns.join(say('word.comma'))}</bdi> }}
          />
        </p>
      )}
      {matched.length > 0 && <SaveMapping asked={asked} seen={seen} />}
    </>
  )
}

function SaveMapping({ asked, seen }: Pick<Props, 'asked' | 'seen'>): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const client = useQueryClient()
  const [name, setName] = useState(asked.mapping)
  const saving = useMutation({
    mutationFn: () =>
      request<{ readonly name: string }>('/api/imports/mappings', {
        body: {
          kind: asked.kind,
          name,
          map: Object.fromEntries(seen.headers.matched.map((one) => [one.field, one.header])),
        },
      }),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: [account.handle, '/api/imports/mappings'] }),
  })
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') saving.mutate()
      }}
    >
      <label>
        <span>{say('imports.saveAs')}</span>
        <input
          dir="auto"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="submit" aria-disabled={name.trim() === ''}>
        {say('imports.save')}
      </button>
      <p role="status">
        {saving.data !== undefined && say('imports.saved', { name: saving.data.name })}
      </p>
      {saving.error !== null && <Problem error={saving.error} />}
    </form>
  )
}
