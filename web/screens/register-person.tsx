import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { CALENDARS, SEXES } from '../../src/domain/person.ts'
import { Birth } from '../parts/birth.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { PersonLink, Ref } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import { LikelyPersons } from './register-likely.tsx'
import { NameFields } from './register-names.tsx'
import type { Registration } from './use-register.ts'
import { useRegister } from './use-register.ts'

/** One new person: while one types, who on file may be the same is shown at once. */
export function RegisterPersonScreen(): ReactNode {
  const { say } = useSpeaker()
  const [form, setForm] = useState(0)
  return (
    <Page title={say('register.title')}>
      <p className="noprint">
        <Link href="/persons">{say('persons.back')}</Link>
      </p>
      <Form key={form} onAnother={() => setForm(form + 1)} />
    </Page>
  )
}

function Form({ onAnother }: { readonly onAnother: () => void }): ReactNode {
  const { say } = useSpeaker()
  const work = useRegister()
  const done = work.register.data
  if (done !== undefined)
    return (
      <div role="status">
        <p>
          <Text name="register.done" values={{ person: <PersonLink reference={done.person} /> }} />
          {done.household !== undefined && (
            <>
              {' '}
              <Text
                name="register.inHousehold"
                values={{ household: <Ref>{done.household}</Ref> }}
              />
            </>
          )}
        </p>
        {done.elsewhere && <p>{say('register.elsewhere')}</p>}
        {done.parked > 0 && <p>{say('register.parked', { n: done.parked })}</p>}
        <button type="button" onClick={onAnother}>
          {say('register.another')}
        </button>
      </div>
    )
  return (
    <div className="registration">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          work.send()
        }}
      >
        <NameFields names={work.fields.names} onChange={(names) => work.change({ names })} />
        <Facts work={work} />
        <Household work={work} />
        {work.register.error !== null && <Problem error={work.register.error} />}
        <p>
          <button
            type="submit"
            className="primary"
            aria-disabled={!work.isReady}
            aria-describedby="register-why"
          >
            {say('register.register')}
          </button>
        </p>
        <p id="register-why" className="help" role="status">
          {whyNot(work, say)}
        </p>
      </form>
      <LikelyPersons work={work} />
    </div>
  )
}

function whyNot(work: Registration, say: ReturnType<typeof useSpeaker>['say']): string {
  if (work.isEmpty) return say('register.needsName')
  if (work.isStateUnfinished) return say('register.stateUnfinished')
  if (work.unjudged > 0) return say('register.needsWord', { n: work.unjudged })
  if (work.isLooking) return say('register.looking')
  return ''
}

function Facts({ work }: { readonly work: Registration }): ReactNode {
  const { say, word } = useSpeaker()
  const { fields, change } = work
  const fault = work.likely?.issues.find((one) => one.path === 'birth')
  const noState = work.likely?.issues.find((one) => one.path === 'nationality')
  return (
    <fieldset>
      <legend>{say('register.facts')}</legend>
      <div className="filters">
        <label>
          <span>{say('persons.birth')}</span>
          <input
            value={fields.birth}
            dir="auto"
            autoComplete="off"
            aria-describedby="birth-read"
            aria-invalid={fault !== undefined}
            onChange={(event) => change({ birth: event.target.value })}
          />
          <small id="birth-read">
            {fault !== undefined && (word('birthFault', fault.code) ?? fault.message)}
            {fault === undefined && work.likely?.birth === undefined && say('register.birthHelp')}
            {fault === undefined && work.likely?.birth !== undefined && (
              <>
                {say('register.readAs')} <Birth birth={work.likely.birth} />
              </>
            )}
          </small>
        </label>
        <label>
          <span>{say('register.calendar')}</span>
          <select
            value={fields.calendar}
            onChange={(event) => change({ calendar: event.target.value })}
          >
            <option value="">{say('register.calendarTells')}</option>
            {CALENDARS.map((one) => (
              <option key={one} value={one}>
                {say(`calendar.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {fault?.code === 'birth_ambiguous' || fields.dayFirst !== '' ? (
          <label>
            <span>{say('register.order')}</span>
            <select
              value={fields.dayFirst}
              onChange={(event) => change({ dayFirst: event.target.value })}
            >
              <option value="">{say('register.orderUnknown')}</option>
              <option value="day">{say('register.dayFirst')}</option>
              <option value="month">{say('register.monthFirst')}</option>
            </select>
          </label>
        ) : null}
        <label>
          <span>{say('persons.sex')}</span>
          <select value={fields.sex} onChange={(event) => change({ sex: event.target.value })}>
            {SEXES.map((one) => (
              <option key={one} value={one}>
                {say(`sex.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{say('persons.nationality')}</span>
          <input
            value={fields.nationality}
            dir="ltr"
            size={5}
            maxLength={3}
            autoComplete="off"
            aria-describedby="state-help"
            aria-invalid={noState !== undefined || work.isStateUnfinished}
            onChange={(event) => change({ nationality: event.target.value.toUpperCase() })}
          />
          <small id="state-help">
            {say(noState === undefined ? 'register.stateHelp' : 'register.noSuchState')}
          </small>
        </label>
      </div>
    </fieldset>
  )
}

function Household({ work }: { readonly work: Registration }): ReactNode {
  const { say } = useSpeaker()
  const { fields, change } = work
  return (
    <Section title={say('persons.household')}>
      <div className="filters" role="radiogroup" aria-label={say('persons.household')}>
        {(['none', 'new', 'onFile'] as const).map((one) => (
          <label key={one} className="tick">
            <input
              type="radio"
              name="household"
              checked={fields.householdChoice === one}
              onChange={() => change({ householdChoice: one })}
            />
            <span>{say(`register.household.${one}`)}</span>
          </label>
        ))}
        {fields.householdChoice === 'onFile' && (
          <label>
            <span>{say('register.householdReference')}</span>
            <input
              value={fields.household}
              dir="ltr"
              autoComplete="off"
              onChange={(event) => change({ household: event.target.value })}
            />
          </label>
        )}
      </div>
    </Section>
  )
}
