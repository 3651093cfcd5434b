import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { NamePart } from '../../src/domain/person.ts'
import type { LikelyView, RegisteredView } from '../../src/domain/person-views.ts'
import { request } from '../request/request.ts'
import { useSession } from '../shell/session.tsx'

/** Typing rests this long before the register is asked. */
const REST_MS = 250

export interface NameField {
  readonly id: number
  readonly role: NamePart['role']
  readonly text: string
}

interface Fields {
  readonly names: readonly NameField[]
  readonly birth: string
  readonly calendar: string
  readonly dayFirst: string
  readonly sex: string
  readonly nationality: string
  readonly householdChoice: 'none' | 'new' | 'onFile'
  readonly household: string
}

const EMPTY: Fields = {
  names: (['given', 'father', 'family'] as const).map((role, id) => ({ id, role, text: '' })),
  birth: '',
  calendar: '',
  dayFirst: '',
  sex: 'unknown',
  nationality: '',
  householdChoice: 'none',
  household: '',
}

export interface Registration {
  readonly fields: Fields
  readonly change: (part: Partial<Fields>) => void
  /** The last answer on who may be the same. */
  readonly likely: LikelyView | undefined
  readonly likelyError: Error | null
  /** The form is newer than that answer. */
  readonly isLooking: boolean
  readonly others: ReadonlySet<string>
  readonly markOther: (person: string, isOther: boolean) => void
  readonly isEmpty: boolean
  /** Letters of a State's code are missing: it would not be kept. */
  readonly isStateUnfinished: boolean
  /** Likely persons without a word on them. */
  readonly unjudged: number
  readonly isReady: boolean
  readonly register: UseMutationResult<RegisteredView, Error, void>
  readonly send: () => void
}

/** A form for one person, who on file may be the same, and registering once all are judged. */
export function useRegister(): Registration {
  const { account } = useSession()
  const client = useQueryClient()
  const [fields, setFields] = useState(EMPTY)
  const [others, setOthers] = useState<ReadonlySet<string>>(new Set())
  const [token] = useState(() => crypto.randomUUID())
  // A second click comes before the first one is shown.
  const isSending = useRef(false)
  const draft = useMemo(() => toDraft(fields), [fields])
  const rested = useRested(JSON.stringify(draft))
  const isEmpty = draft.names.length === 0
  const query = useQuery({
    queryKey: [account.handle, '/api/persons/likely', rested],
    queryFn: ({ signal }) =>
      request<LikelyView>('/api/persons/likely', {
        body: JSON.parse(rested) as unknown,
        signal,
      }),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
  })
  const likely = isEmpty ? undefined : query.data
  const isLooking = rested !== JSON.stringify(draft) || query.isFetching || query.isPlaceholderData
  const must = likely?.likely.filter((one) => one.mustBeJudged) ?? []
  const unjudged = must.filter((one) => !others.has(one.person.person)).length
  const isStateUnfinished = fields.nationality !== '' && fields.nationality.length < 3
  const isReady = !isEmpty && !isStateUnfinished && !isLooking && unjudged === 0
  const register = useMutation({
    mutationFn: () =>
      request<RegisteredView>('/api/persons', {
        body: { draft, others: [...others], token },
      }),
    onSuccess: () => client.invalidateQueries(),
  })
  return {
    fields,
    change: (part) => setFields((before) => ({ ...before, ...part })),
    likely,
    likelyError: query.error,
    isLooking,
    others,
    markOther: (person, isOther) =>
      setOthers((before) => {
        const next = new Set(before)
        if (isOther) next.add(person)
        else next.delete(person)
        return next
      }),
    isEmpty,
    isStateUnfinished,
    unjudged,
    isReady,
    register,
    send: () => {
      if (!isReady || isSending.current) return
      isSending.current = true
      register.mutate(undefined, {
        onSettled: () => {
          isSending.current = false
        },
      })
    },
  }
}

/** What the server takes; what is left empty is left out. */
function toDraft(fields: Fields): {
  readonly names: readonly { readonly role: string; readonly text: string }[]
} & Readonly<Record<string, unknown>> {
  const { names, birth, calendar, dayFirst, sex, nationality, householdChoice, household } = fields
  const inHousehold = { none: '', new: 'new', onFile: household.trim() }[householdChoice]
  return {
    names: names.filter((one) => one.text.trim() !== '').map(({ role, text }) => ({ role, text })),
    sex,
    ...(birth.trim() === ''
      ? {}
      : {
          birth: {
            text: birth,
            ...(calendar === '' ? {} : { calendar }),
            ...(dayFirst === '' ? {} : { dayFirst: dayFirst === 'day' }),
          },
        }),
    ...(nationality.length === 3 ? { nationality } : {}),
    ...(inHousehold === '' ? {} : { household: inHousehold }),
  }
}

/** The text once it has not changed for a while. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
