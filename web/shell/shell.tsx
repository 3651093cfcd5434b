import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { AccountView } from '../../src/domain/views.ts'
import { Problem } from '../parts/page-state.tsx'
import { Day, Ref } from '../parts/words.tsx'
import { useLiveNews } from '../request/live-news.ts'
import { Text, useLanguage } from '../texts/language.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { useSession } from './session.tsx'

/** Every page, with what an account must be allowed to do to see it. */
const PAGES = [
  ['/', 'page.overview', 'figures.read'],
  ['/cases', 'page.cases', 'case.search'],
  ['/persons', 'page.persons', 'person.read'],
  ['/same', 'page.same', 'pair.read'],
  ['/travellers', 'page.travellers', 'traveller.read'],
  ['/patients', 'page.patients', 'patient.read'],
  ['/research', 'page.research', 'research.read'],
  ['/imports', 'page.imports', 'register.import'],
  ['/offers', 'page.offers', 'offer.read'],
  ['/plan', 'page.plan', 'plan.read'],
  ['/states', 'page.states', 'states.read'],
  ['/room', 'page.room', 'room.read'],
  ['/missions', 'page.missions', 'room.read'],
  ['/places', 'page.places', 'room.read'],
  ['/reports', 'page.reports', 'claim.read'],
  ['/said', 'page.said', 'claim.read'],
  ['/appeal', 'page.appeal', 'appeal.read'],
  ['/accounts', 'page.accounts', 'account.manage'],
] as const

/** The page of the audit and of emergency access, for who has something there. */
const AUDIT_PAGE = [
  ['/audit', 'page.audit', 'audit.read'],
  ['/audit', 'page.emergency', 'glass.review'],
  ['/audit', 'page.emergency', 'glass.break'],
] as const

/** What surrounds every page: where one is, who acts, in which language. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const { speaker } = useLanguage()
  const { operation, version } = useSession()
  useLiveNews()
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
  const { role } = useSession().account
  const audit = AUDIT_PAGE.filter(([, , activity]) => mayDo(role, activity)).slice(0, 1)
  const pages = [...PAGES.filter(([, , activity]) => mayDo(role, activity)), ...audit]
  if (pages.length === 0) return null
  return (
    <nav aria-label={say('app.pages')}>
      <ul>
        {pages.map(([href, name]) => {
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
  const { error } = useLanguage()
  return (
    <div className="choices">
      <WhoWorks />
      <LanguageChoice />
      {error !== undefined && <Problem error={error} />}
    </div>
  )
}

/** Who works here; in an exercise its owner may work on as another. */
function WhoWorks(): ReactNode {
  const { say } = useLanguage().speaker
  const { account, mayActAs, actAs, signOut } = useSession()
  const acting = useMutation({ mutationFn: actAs })
  const leaving = useMutation({ mutationFn: signOut })
  const name = (one: AccountView): string => `${one.displayName} (${say(`role.${one.role}`)})`
  return (
    <>
      {mayActAs.length === 0 ? (
        <p>
          <span>{say('app.account')}</span> <bdi>{name(account)}</bdi>
        </p>
      ) : (
        <label>
          <span>{say('app.account')}</span>
          <select value={account.handle} onChange={(event) => acting.mutate(event.target.value)}>
            {mayActAs.map((one) => (
              <option key={one.handle} value={one.handle}>
                {name(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Link href="/account" className="action">
        {say('page.account')}
      </Link>
      <button type="button" onClick={() => leaving.mutate()}>
        {say('signIn.out')}
      </button>
      {(acting.error ?? leaving.error) !== null && (
        <Problem error={acting.error ?? leaving.error} />
      )}
    </>
  )
}
