import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { useSpeaker } from '../texts/language.tsx'
import { LanguageChoice } from './language-choice.tsx'

/** What to do while the data folder is empty, on every page, with a way to look again. */
export function Welcome({ look }: { readonly look: () => unknown }): ReactNode {
  const { say } = useSpeaker()
  useEffect(() => {
    document.title = `${say('welcome.title')} · ${say('app.name')}`
  }, [say])
  return (
    <main id="content" className="opening welcome">
      <h1>
        {say('app.name')}: {say('welcome.title')}
      </h1>
      <p>{say('welcome.nothing')}</p>
      <dl>
        <dt>{say('welcome.import')}</dt>
        <dd>
          <code dir="ltr">npx onward import register FILE.csv</code>
        </dd>
        <dt>{say('welcome.demo')}</dt>
        <dd>
          <code dir="ltr">npx onward demo</code>
        </dd>
      </dl>
      <p>{say('welcome.then')}</p>
      <div className="filters">
        <LanguageChoice />
        <button type="button" className="primary" onClick={() => void look()}>
          {say('welcome.look')}
        </button>
      </div>
    </main>
  )
}
