import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { Problem } from '../parts/page-state.tsx'
import { Day, Ref } from '../parts/words.tsx'
import { Text, useLanguage } from '../texts/language.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { useSession } from './session.tsx'

const PAGES = [
  ['/', 'page.overview'],
  ['/cases', 'page.cases'],
  ['/persons', 'page.persons'],
  ['/same', 'page.same'],
  ['/imports', 'page.imports'],
  ['/offers', 'page.offers'],
  ['/plan', 'page.plan'],
  ['/reports', 'page.reports'],
  ['/said', 'page.said'],
  ['/appeal', 'page.appeal'],
] as const

/** What surrounds every page: where one is, who acts, in which language. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const { speaker } = useLanguage()
  const { operation, version } = useSession()
  return (
    <>
      <a href="#content" className="skip">
        {speaker.say('app.skip')}
      </a>
      <header className="top">
        <p className="brand">
          <Link href="/">Onward</Link>
        </p>
        <p className="operation">
          <bdi>{operation.name}</bdi>
          <small>
            <Text name="app.today" values={{ date: <Day date={operation.today} /> }} />
            {operation.isExercise && ` (${speaker.say('app.exercise')})`}
          </small>
        </p>
        <Choices />
        <Pages />
      </header>
      {children}
      <footer className="bottom">
        <Text name="app.footer" values={{ version: <Ref>{version}</Ref> }} />
      </footer>
    </>
  )
}

function Pages(): ReactNode {
  const { say } = useLanguage().speaker
  const [path] = useLocation()
  return (
    <nav aria-label={say('app.pages')}>
      <ul>
        {PAGES.map(([href, name]) => {
          const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link href={href} aria-current={isHere ? 'page' : undefined}>
                {say(name)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function Choices(): ReactNode {
  const { speaker, error } = useLanguage()
  const { accounts, account, actAs } = useSession()
  return (
    <div className="choices">
      <label>
        <span>{speaker.say('app.account')}</span>
        <select value={account.handle} onChange={(event) => actAs(event.target.value)}>
          {accounts.map((one) => (
            <option key={one.handle} value={one.handle}>
              {`${one.displayName} (${speaker.say(`role.${one.role}`)})`}
            </option>
          ))}
        </select>
      </label>
      <LanguageChoice />
      {error !== undefined && <Problem error={error} />}
    </div>
  )
}
