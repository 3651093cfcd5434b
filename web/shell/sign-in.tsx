import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useSpeaker } from '../texts/language.tsx'
import { LanguageChoice } from './language-choice.tsx'

/** The way in, as long as nobody is signed in: every address shows it. */
export function SignInPage({
  reason,
  signedIn,
}: {
  /** What the server said; English. */
  readonly reason: string | undefined
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
      <SignInForms reason={reason} signedIn={signedIn} />
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
      <SignInForms reason={undefined} signedIn={signedIn} />
    </dialog>
  )
}

function SignInForms({
  reason,
  signedIn,
}: {
  readonly reason: string | undefined
  readonly signedIn: () => unknown
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      {reason !== undefined && (
        <p role="status" lang="en" dir="ltr">
          {reason}
        </p>
      )}
      <p>{say('signIn.link')}</p>
      <p>
        <code dir="ltr">npx onward account link reviewer.one</code>
      </p>
      <button type="button" onClick={() => void signedIn()}>
        {say('signIn.look')}
      </button>
    </>
  )
}
