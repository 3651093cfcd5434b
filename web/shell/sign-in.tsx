import { startAuthentication } from '@simplewebauthn/browser'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Problem } from '../parts/page-state.tsx'
import { request, RequestProblem } from '../request/request.ts'
import { useSpeaker } from '../texts/language.tsx'
import { LanguageChoice } from './language-choice.tsx'

/** The way in, as long as nobody is signed in: every address shows it. */
export function SignInPage({
  reason,
  signedIn,
}: {
  /** Why a link or a visit to the provider opened nothing. */
  readonly reason: Error | undefined
  readonly signedIn: () => unknown
}): ReactNode {
  const { say } = useSpeaker()
  useEffect(() => {
    document.title = `${say('signIn.title')} · ${say('app.name')}`
  }, [say])
  return (
    <main id="content" className="opening welcome">
      <h1>
        {say('app.name')}: {say('signIn.title')}
      </h1>
      {reason !== undefined && <Problem error={reason} />}
      <SignInForms signedIn={signedIn} />
      <div className="filters">
        <LanguageChoice />
      </div>
    </main>
  )
}

/** The session ended while somebody worked: what stands on the page stays, and goes on after signing in. */
export function SignInDialog({ signedIn }: { readonly signedIn: () => unknown }): ReactNode {
  const { say } = useSpeaker()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={say('signIn.again')}
      onCancel={(event) => event.preventDefault()}
    >
      <h2>{say('signIn.again')}</h2>
      <p>{say('signIn.againHelp')}</p>
      <SignInForms signedIn={signedIn} />
    </dialog>
  )
}

/** GET /api/sign-in/ways */
interface Ways {
  readonly onThisMachine: boolean
  readonly passkeys: boolean
  /** The organisation's own provider, by name. */
  readonly outside?: string
}

function SignInForms({ signedIn }: { readonly signedIn: () => unknown }): ReactNode {
  const { say } = useSpeaker()
  const ways = useQuery({
    queryKey: ['session', 'ways'],
    queryFn: ({ signal }) => request<Ways>('/api/sign-in/ways', { signal }),
    staleTime: Infinity,
  }).data
  const [operation, setOperation] = useState('')
  const where = operation.trim() === '' ? {} : { operation: operation.trim() }
  const passkey = useMutation({
    mutationFn: async () => {
      const asked = { body: where }
      const path = '/api/sign-in/passkey'
      const options = await request<PublicKeyCredentialRequestOptionsJSON>(`${path}/options`, asked)
      const response = await startAuthentication({ optionsJSON: options })
      await request(path, { body: { ...where, response } })
    },
    onSuccess: signedIn,
  })
  const outside = useMutation({
    mutationFn: () => request<{ readonly url: string }>('/api/sign-in/outside', { body: where }),
    onSuccess: ({ url }) => location.assign(url),
  })
  const problem = passkey.error ?? outside.error
  return (
    <>
      <PasswordForm where={where} signedIn={signedIn} />
      {(ways?.passkeys === true || ways?.outside !== undefined) && (
        <p className="ways">
          {ways.passkeys && (
            <button type="button" onClick={() => passkey.mutate()}>
              {say('signIn.passkey')}
            </button>
          )}
          {ways.outside !== undefined && (
            <button type="button" onClick={() => outside.mutate()}>
              {say('signIn.outside', { name: ways.outside })}
            </button>
          )}
        </p>
      )}
      {problem !== null && <Problem error={toProblem(problem)} />}
      <details>
        <summary>{say('signIn.otherHelp')}</summary>
        <p>{say(ways?.onThisMachine === true ? 'signIn.link' : 'signIn.askForLink')}</p>
        {ways?.onThisMachine === true && (
          <p>
            <code dir="ltr">npx onward account link reviewer.one</code>
          </p>
        )}
        <label>
          <span>{say('signIn.operation')}</span>
          <input
            dir="auto"
            value={operation}
            onChange={(event) => setOperation(event.target.value)}
          />
        </label>{' '}
        <button type="button" onClick={() => void signedIn()}>
          {say('signIn.look')}
        </button>
      </details>
    </>
  )
}

/** A browser's own words for a passkey that was not given are its own language; ours say enough. */
export function toProblem(error: Error): Error {
  return error instanceof RequestProblem
    ? error
    : new RequestProblem(
        'failed',
        'The browser gave no passkey. Try once more, or sign in another way.',
      )
}

function PasswordForm({
  where,
  signedIn,
}: {
  readonly where: { readonly operation?: string }
  readonly signedIn: () => unknown
}): ReactNode {
  const { say } = useSpeaker()
  const [typed, setTyped] = useState({ handle: '', password: '', code: '' })
  const form = useMutation({
    mutationFn: () =>
      request('/api/sign-in/password', {
        body: { ...where, ...typed, ...(typed.code === '' ? { code: undefined } : {}) },
      }),
    onSuccess: signedIn,
  })
  const field = (name: keyof typeof typed) => ({
    dir: 'ltr',
    value: typed[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setTyped({ ...typed, [name]: event.target.value }),
  })
  const isReady = typed.handle !== '' && typed.password !== '' && !form.isPending
  return (
    <form
      className="sheet"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) form.mutate()
      }}
    >
      <label>
        <span>{say('signIn.account')}</span>
        <input
          {...field('handle')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </label>
      <label>
        <span>{say('signIn.password')}</span>
        <input {...field('password')} type="password" autoComplete="current-password" />
      </label>
      <label>
        <span>{say('signIn.code')}</span>
        <input {...field('code')} autoComplete="one-time-code" spellCheck={false} />
        <small>{say('signIn.codeHelp')}</small>
      </label>
      <button type="submit" className="primary" aria-disabled={!isReady}>
        {say('signIn.title')}
      </button>
      <p role="status">{form.isPending && say('signIn.doing')}</p>
      {form.error !== null && <Problem error={form.error} />}
    </form>
  )
}
