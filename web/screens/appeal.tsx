import { useId } from 'react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import { isPlainDate } from '../../src/domain/plain-date.ts'
import type { AppealView } from '../../src/domain/views.ts'
import { Page } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** The public appeal as of a day: read, print, take along. */
export function AppealScreen(): ReactNode {
  const { say, code } = useSpeaker()
  const { operation } = useSession()
  const help = useId()
  const [params, setParams] = useSearchParams()
  const given = params.get('asOf') ?? ''
  const asOf = isPlainDate(given) ? given : operation.today
  const query = useAnswer<AppealView>(`/api/appeal?asOf=${asOf}`)
  return (
    <Page title={say('page.appeal')}>
      <div className="noprint">
        <p className="help" id={help}>
          {say('appeal.help')} {code !== 'en' && say('appeal.inEnglish')}
        </p>
        <form className="filters" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>{say('appeal.asOf')}</span>
            <input
              type="date"
              value={asOf}
              max={operation.today}
              aria-describedby={help}
              onChange={(event) => {
                const day = event.target.value
                if (isPlainDate(day)) setParams({ asOf: day }, { replace: true })
              }}
            />
          </label>
          <button type="button" onClick={() => print()}>
            {say('appeal.print')}
          </button>
          <a className="action" href={`/api/appeal.md?asOf=${asOf}`} download={`appeal-${asOf}.md`}>
            {say('appeal.markdown')}
          </a>
          <a className="action" href={`/api/appeal.html?asOf=${asOf}`}>
            {say('appeal.html')}
          </a>
        </form>
      </div>
      {query.data === undefined || query.error !== null ? <PageState query={query} /> : null}
      {query.data !== undefined && (
        <section
          className="preview"
          aria-label={say('appeal.preview')}
          aria-busy={query.isPlaceholderData}
          // The server wrote this fragment itself and escaped everything in it.
          dangerouslySetInnerHTML={{ __html: withScrollers(query.data.html, say('appeal.table')) }}
        />
      )}
    </Page>
  )
}

/** Each table in a region of its own that scrolls, as `Scroller` does; texts hold no raw `<`. */
function withScrollers(html: string, label: string): string {
  return html
    .replaceAll(
      '<table',
      `<div class="scroller" role="region" aria-label="${label}" tabindex="0"><table`,
    )
    .replaceAll('</table>', '</table></div>')
}
