import type { ReactNode } from 'react'
import { CASE_STATUSES } from '../../src/domain/case.ts'
import { PRIORITY_CODES } from '../../src/domain/priority.ts'
import type { OffersView } from '../../src/domain/views.ts'
import { SearchField } from '../parts/search-field.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { CaseQueryState, ChangeQuery } from './case-query.ts'

interface Props {
  readonly query: CaseQueryState
  readonly change: ChangeQuery
}

export function CaseFilters({ query, change }: Props): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const offers = useAnswer<OffersView>('/api/offers')
  const states = [...new Set(offers.data?.offers.map((one) => one.terms.state))].map(
    (code) => [code, speaker.state(code)] as const,
  )
  const statuses = CASE_STATUSES.map((code) => [code, say(`status.${code}`)] as const)
  const priorities = PRIORITY_CODES.map((code) => [code, say(`priority.${code}`)] as const)
  return (
    <search>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <SearchField
          asked={query.query ?? ''}
          help={say('cases.searchHelp')}
          onRest={(text) => change({ query: text })}
        />
        <Choice
          label={say('cases.status')}
          value={query.status}
          options={statuses}
          onChoose={(status) => change({ status })}
        />
        <Choice
          label={say('cases.priority')}
          value={query.priority}
          options={priorities}
          onChoose={(priority) => change({ priority })}
        />
        <Choice
          label={say('cases.state')}
          value={query.state}
          options={states.toSorted((a, b) => a[1].localeCompare(b[1], speaker.code))}
          onChoose={(state) => change({ state })}
        />
        <button
          type="button"
          onClick={() => change({ query: '', status: '', priority: '', state: '' })}
        >
          {say('cases.clear')}
        </button>
      </form>
    </search>
  )
}

export function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly (readonly [code: string, text: string])[]
  readonly onChoose: (code: string) => void
}): ReactNode {
  const { say } = useSpeaker()
  // A value from an old address that is no longer offered stays visible instead of silently acting.
  const isForeign = value !== undefined && !options.some(([code]) => code === value)
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{say('cases.all')}</option>
        {isForeign && <option value={value}>{value}</option>}
        {options.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
