import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import type { NotesView } from '../../src/domain/role-views.ts'
import { Problem } from '../parts/page-state.tsx'
import { Section } from '../parts/page.tsx'
import { Instant, Ref } from '../parts/words.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

const MOST_LETTERS = 4_000

/** What was said in confidence; not even others who work on the case see it, nor any State. */
export function ConfidentialNotes({ person }: { readonly person: string }): ReactNode {
  const { account } = useSession()
  return mayDo(account.role, 'note.read') ? <Notes person={person} /> : null
}

function Notes({ person }: { readonly person: string }): ReactNode {
  const { say } = useSpeaker()
  const client = useQueryClient()
  const path = `/api/persons/${encodeURIComponent(person)}/notes`
  const { data, error } = useAnswer<NotesView>(path)
  const [note, setNote] = useState('')
  const keep = useMutation({
    mutationFn: () => request<NotesView>(path, { body: { note } }),
    onSuccess: async () => {
      setNote('')
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes(path) })
    },
  })
  return (
    <Section title={say('notes.title')} help={say('notes.help')}>
      {error !== null && <Problem error={error} />}
      {data?.notes.length === 0 && <p>{say('notes.none')}</p>}
      <ul className="plain">
        {data?.notes.map((one) => (
          <li key={`${one.at} ${one.by}`} className="card">
            <p>
              <small>
                <Instant at={one.at} /> · <Ref>{one.by}</Ref>
              </small>
            </p>
            <p dir="auto">{one.note}</p>
          </li>
        ))}
      </ul>
      <form
        className="noprint"
        onSubmit={(event) => {
          event.preventDefault()
          if (note.trim() !== '') keep.mutate()
        }}
      >
        <label>
          <span>{say('notes.new')}</span>
          <textarea
            rows={3}
            dir="auto"
            maxLength={MOST_LETTERS}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {keep.error !== null && <Problem error={keep.error} />}
        <p>
          <button type="submit" aria-disabled={note.trim() === '' || keep.isPending}>
            {say('notes.keep')}
          </button>
        </p>
      </form>
    </Section>
  )
}
