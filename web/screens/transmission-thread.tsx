import { useState } from 'react'
import type { ReactNode } from 'react'
import type { MessageView, TransmissionView } from '../../src/domain/state-views.ts'
import { Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { Instant } from '../parts/words.tsx'
import { useSend } from '../request/use-send.ts'
import { useSpeaker } from '../texts/language.tsx'

const MOST_LETTERS = 4_000

/** Questions and answers about one submission; both sides write at the end. */
export function Thread({
  messages,
  path,
  mayWrite,
}: {
  readonly messages: readonly MessageView[]
  readonly path: string
  readonly mayWrite: boolean
}): ReactNode {
  const { say } = useSpeaker()
  const [text, setText] = useState('')
  const sending = useSend<TransmissionView, { text: string }>(path)
  const isReady = text.trim() !== '' && !sending.isPending
  return (
    <Section title={say('thread.title')}>
      {messages.length === 0 && <p>{say('thread.none')}</p>}
      <ol className="plain thread">
        {messages.map((one) => (
          <li key={`${one.at} ${one.side}`}>
            <p>
              <strong>{say(`thread.${one.side}`)}</strong>{' '}
              <small>
                {one.by !== undefined && (
                  <>
                    <bdi>{one.by}</bdi>
                    {say('word.comma')}
                  </>
                )}
                <Instant at={one.at} />
              </small>
            </p>
            <p dir="auto" className="message">
              {one.text}
            </p>
          </li>
        ))}
      </ol>
      {mayWrite && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (isReady) sending.mutate({ text }, { onSuccess: () => setText('') })
          }}
        >
          <label className="block">
            <span>{say('thread.write')}</span>
            <textarea
              dir="auto"
              rows={3}
              maxLength={MOST_LETTERS}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <small>{say('thread.help')}</small>
          </label>
          <p>
            <button type="submit" className="primary" aria-disabled={!isReady}>
              {say('thread.send')}
            </button>
          </p>
          <p role="status">{sending.isSuccess && text === '' && say('thread.sent')}</p>
          {sending.error !== null && <Problem error={sending.error} />}
        </form>
      )}
    </Section>
  )
}
