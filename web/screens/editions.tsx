import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import type { EditionListView, EditionRow } from '../../src/domain/edition-views.ts'
import { ThenAndNow } from '../parts/outdated.tsx'
import { Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Day, Instant, Ref } from '../parts/words.tsx'
import { request } from '../request/request.ts'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** What was published, and what a correction has outdated since; who may publish does it here. */
export function Editions({ asked }: { readonly asked: object }): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const query = useAnswer<EditionListView>('/api/editions')
  const editions = query.data?.editions
  return (
    <Section title={say('editions.title')} help={say('editions.help')} className="noprint">
      {mayDo(account.role, 'appeal.publish') && <Publish asked={asked} />}
      {editions === undefined && <PageState query={query} />}
      {editions?.length === 0 && <p>{say('editions.none')}</p>}
      {editions !== undefined && editions.length > 0 && <EditionTable editions={editions} />}
    </Section>
  )
}

function Publish({ asked }: { readonly asked: object }): ReactNode {
  const { say } = useSpeaker()
  const client = useQueryClient()
  const publish = useMutation({
    mutationFn: () => request('/api/editions', { body: asked }),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <>
      <p>
        <button
          type="button"
          className="primary"
          aria-disabled={publish.isPending}
          onClick={() => {
            if (!publish.isPending) publish.mutate()
          }}
        >
          {say('appeal.publish')}
        </button>
      </p>
      <p role="status">{publish.isSuccess && say('appeal.published')}</p>
      {publish.error !== null && <Problem error={publish.error} />}
    </>
  )
}

function EditionTable({ editions }: { readonly editions: readonly EditionRow[] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Scroller label={say('editions.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('editions.published')}</th>
            <th scope="col">{say('appeal.asOf')}</th>
            <th scope="col">{say('editions.outdated')}</th>
            <th scope="col">{say('editions.by')}</th>
          </tr>
        </thead>
        <tbody>
          {editions.map((one) => (
            <tr key={one.text}>
              <td>
                <Instant at={one.publishedAt} />
              </td>
              <td>
                <Day date={one.asOf} />
              </td>
              <td>
                {one.outdated.length === 0 && say('editions.current')}
                {one.outdated.map((figure) => (
                  <div key={figure.figure}>
                    <ThenAndNow outdated={figure} />
                  </div>
                ))}
              </td>
              <td>
                <Ref>{one.by}</Ref>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
