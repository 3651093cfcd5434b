import { useState } from 'react'
import type { ReactNode } from 'react'
import type { StateKeysView } from '../../src/domain/state-views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { Hash, Instant, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSend } from '../request/use-send.ts'
import { useSpeaker } from '../texts/language.tsx'

/** To which key files for each State are encrypted. */
export function StateKeysScreen(): ReactNode {
  const { say, state } = useSpeaker()
  const query = useAnswer<StateKeysView>('/api/states/keys')
  const [code, setCode] = useState('')
  const [recipient, setRecipient] = useState('')
  const keeping = useSend<StateKeysView, unknown>('/api/states/keys')
  const keys = query.data?.keys
  const isReady = /^[A-Z]{3}$/.test(code) && recipient.startsWith('age1') && !keeping.isPending
  return (
    <Page title={say('keys.title')}>
      <p className="help">{say('keys.help')}</p>
      {keys === undefined || query.error !== null ? (
        <PageState query={query} />
      ) : (
        <ul className="plain">
          {keys.length === 0 && <li>{say('keys.none')}</li>}
          {keys.map((one) => (
            <li key={one.state}>
              <strong>{state(one.state)}</strong>: <Hash>{one.recipient}</Hash>
              <br />
              <small>
                <Ref>{one.setBy}</Ref>, <Instant at={one.setAt} />
              </small>
            </li>
          ))}
        </ul>
      )}
      <Section title={say('keys.new')}>
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault()
            if (isReady)
              keeping.mutate({ state: code, recipient }, { onSuccess: () => setRecipient('') })
          }}
        >
          <label>
            <span>{say('keys.state')}</span>
            <input
              dir="ltr"
              size={5}
              maxLength={3}
              autoComplete="off"
              value={code}
              onChange={(event) => setCode(event.target.value.toUpperCase())}
            />
          </label>
          <label className="grow">
            <span>{say('keys.recipient')}</span>
            <input
              dir="ltr"
              autoComplete="off"
              value={recipient}
              onChange={(event) => setRecipient(event.target.value.trim())}
            />
          </label>
          <button type="submit" className="primary" aria-disabled={!isReady}>
            {say('keys.keep')}
          </button>
        </form>
        {keeping.error !== null && <Problem error={keeping.error} />}
      </Section>
    </Page>
  )
}
