import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useLocation } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type {
  BodyListView,
  ClaimsAddedView,
  DocumentListView,
  IncidentListView,
} from '../../src/domain/claim-views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Day, Ref, ReportLink } from '../parts/words.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** What others wrote, and how much of it waits for a word. */
export function ReportsScreen(): ReactNode {
  const { say, number } = useSpeaker()
  const { account } = useSession()
  const query = useAnswer<DocumentListView>('/api/documents')
  const documents = query.data?.documents
  return (
    <Page title={say('page.reports')}>
      <p className="help">{say('reports.help')}</p>
      {documents === undefined && <PageState query={query} />}
      {documents?.length === 0 && <p>{say('reports.none')}</p>}
      {documents !== undefined && documents.length > 0 && (
        <Scroller label={say('page.reports')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say('reports.document')}</th>
                <th scope="col">{say('reports.publisher')}</th>
                <th scope="col">{say('reports.published')}</th>
                <th scope="col" className="number">
                  {say('reports.claims')}
                </th>
                <th scope="col" className="number">
                  {say('reports.open')}
                </th>
              </tr>
            </thead>
            <tbody>
              {documents.map((one) => (
                <tr key={one.document}>
                  <th scope="row">
                    <ReportLink reference={one.document} />
                  </th>
                  <td>
                    <Ref>{one.publisher}</Ref>
                  </td>
                  <td>
                    <Day date={one.publishedOn} />
                  </td>
                  <td className="number">{number(one.claims)}</td>
                  <td className="number">{number(one.open)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {mayDo(account.role, 'claim.add') && <AddReport />}
    </Page>
  )
}

/** What the page of a report that was just added is told. */
export interface AddedState {
  /** Statements without a measure, a day or a place in the text. */
  readonly leftOut: number
}

function AddReport(): ReactNode {
  const { say, word, day } = useSpeaker()
  const { operation } = useSession()
  const client = useQueryClient()
  const [, go] = useLocation()
  const bodies = useAnswer<BodyListView>('/api/bodies').data?.bodies
  const incidents = useAnswer<IncidentListView>('/api/incidents').data?.incidents
  const add = useMutation({
    mutationFn: (body: object) => request<ClaimsAddedView>('/api/documents', { body }),
    onSuccess: (added) => {
      const [document] = added.documents
      const state: AddedState = { leftOut: added.leftOut.length }
      if (document !== undefined) go(`/reports/${document}`, { state })
    },
    onSettled: () => client.invalidateQueries(),
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const given = [...new FormData(event.currentTarget)].filter(([, value]) => value !== '')
    add.mutate(Object.fromEntries(given))
  }
  const choice = (name: string, label: string): ReactNode => (
    <label>
      <span>{label}</span>
      <select name={name} required defaultValue="">
        <option value="" disabled>
          {say('reports.choose')}
        </option>
        {(bodies ?? []).map((body) => (
          <option key={body.handle} value={body.handle}>
            {body.names[0]?.text ?? body.handle}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <Section title={say('reports.add')}>
      {add.error !== null && <Problem error={add.error} />}
      <form className="filters" onSubmit={submit}>
        {choice('publisher', say('reports.publisher'))}
        <label>
          <span>{say('reports.published')}</span>
          <input type="date" name="publishedOn" required defaultValue={operation.today} />
        </label>
        {choice('subject', say('reports.subject'))}
        <label>
          <span>{say('reports.event')}</span>
          <select name="event">
            <option value="">{say('reports.noEvent')}</option>
            {(incidents ?? []).map((one) => (
              <option key={one.reference} value={one.reference}>
                {`${word('incident', one.kind) ?? one.kind}, ${day(one.happenedOn)}`}
              </option>
            ))}
          </select>
        </label>
        <label className="whole">
          <span>{say('reports.text')}</span>
          <textarea name="text" rows={6} required dir="auto" />
        </label>
        <button type="submit" className="primary" aria-disabled={add.isPending}>
          {say('reports.read')}
        </button>
      </form>
    </Section>
  )
}
