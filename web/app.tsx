import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { mayDo } from '../src/domain/access.ts'
import { Page } from './parts/page.tsx'
import { createQueryClient } from './request/query-client.ts'
import { AccountsScreen } from './screens/accounts.tsx'
import { AppealScreen } from './screens/appeal.tsx'
import { AuditScreen } from './screens/audit.tsx'
import { CaseFileScreen } from './screens/case-file.tsx'
import { CasesScreen } from './screens/cases.tsx'
import { ImportsScreen } from './screens/imports.tsx'
import { OffersScreen } from './screens/offers.tsx'
import { OverviewScreen } from './screens/overview.tsx'
import { OwnAccountScreen } from './screens/own-account.tsx'
import { PersonFileScreen } from './screens/person-file.tsx'
import { PersonsScreen } from './screens/persons.tsx'
import { PlanScreen } from './screens/plan.tsx'
import { ReadingScreen } from './screens/reading.tsx'
import { RegisterPersonScreen } from './screens/register-person.tsx'
import { ReportsScreen } from './screens/reports.tsx'
import { SaidFigureScreen } from './screens/said-figure.tsx'
import { SaidFiguresScreen } from './screens/said-figures.tsx'
import { RoomCaseScreen } from './screens/room-case.tsx'
import { RoomHomeScreen } from './screens/room-home.tsx'
import { RoomMissionsScreen } from './screens/room-missions.tsx'
import { RoomPlacesScreen } from './screens/room-places.tsx'
import { PatientsScreen, ResearchScreen, TravellersScreen } from './screens/role-lists.tsx'
import { SamePairScreen } from './screens/same-pair.tsx'
import { SamePersonsScreen } from './screens/same-persons.tsx'
import { StateKeysScreen } from './screens/state-keys.tsx'
import { StatesCaseScreen } from './screens/states-case.tsx'
import { StatesInboxScreen } from './screens/states-inbox.tsx'
import { BrokenPage } from './shell/broken-page.tsx'
import { SessionProvider, useSession } from './shell/session.tsx'
import { Shell } from './shell/shell.tsx'
import { LanguageProvider, useSpeaker } from './texts/language.tsx'
import type { Speaker } from './texts/speaker.ts'

/** The browser's door: the screens inside one shell. */
export function App({ speaker }: { readonly speaker: Speaker }): ReactNode {
  const [client] = useState(createQueryClient)
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider first={speaker}>
        <SessionProvider>
          <Shell>
            <Screens />
          </Shell>
        </SessionProvider>
      </LanguageProvider>
    </QueryClientProvider>
  )
}

/** Where one starts: a State's liaison in their room, who may read figures at the overview. */
function Home(): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  if (mayDo(account.role, 'room.read')) return <RoomHomeScreen />
  if (mayDo(account.role, 'figures.read')) return <OverviewScreen />
  return (
    <Page title={say('page.overview')}>
      <p>{say('page.noPages')}</p>
    </Page>
  )
}

function Screens(): ReactNode {
  const [path] = useLocation()
  const { say } = useSpeaker()
  return (
    <BrokenPage key={path} message={say('state.broken')}>
      <Switch>
        <Route path="/" component={Home} />
        <Route path="/account" component={OwnAccountScreen} />
        <Route path="/accounts" component={AccountsScreen} />
        <Route path="/cases" component={CasesScreen} />
        <Route path="/cases/:case">
          {(params) => <CaseFileScreen key={params.case} reference={params.case} />}
        </Route>
        <Route path="/persons" component={PersonsScreen} />
        <Route path="/persons/new" component={RegisterPersonScreen} />
        <Route path="/persons/:person">
          {(params) => <PersonFileScreen key={params.person} reference={params.person} />}
        </Route>
        <Route path="/travellers" component={TravellersScreen} />
        <Route path="/patients" component={PatientsScreen} />
        <Route path="/research" component={ResearchScreen} />
        <Route path="/same" component={SamePersonsScreen} />
        <Route path="/same/:left/:right">
          {(params) => <SamePairScreen left={params.left} right={params.right} />}
        </Route>
        <Route path="/imports" component={ImportsScreen} />
        <Route path="/offers" component={OffersScreen} />
        <Route path="/plan" component={PlanScreen} />
        <Route path="/states" component={StatesInboxScreen} />
        <Route path="/states/:case">
          {(params) => <StatesCaseScreen key={params.case} reference={params.case} />}
        </Route>
        <Route path="/state-keys" component={StateKeysScreen} />
        <Route path="/room" component={RoomHomeScreen} />
        <Route path="/room/:case">
          {(params) => <RoomCaseScreen key={params.case} reference={params.case} />}
        </Route>
        <Route path="/missions" component={RoomMissionsScreen} />
        <Route path="/places" component={RoomPlacesScreen} />
        <Route path="/reports" component={ReportsScreen} />
        <Route path="/reports/:document">
          {(params) => <ReadingScreen key={params.document} reference={params.document} />}
        </Route>
        <Route path="/said" component={SaidFiguresScreen} />
        <Route path="/said/:figure">
          {(params) => <SaidFigureScreen key={params.figure} reference={params.figure} />}
        </Route>
        <Route path="/appeal" component={AppealScreen} />
        <Route path="/audit" component={AuditScreen} />
        <Route>
          <Page title={say('page.missing')}>
            <p>{say('page.missingHelp')}</p>
          </Page>
        </Route>
      </Switch>
    </BrokenPage>
  )
}
