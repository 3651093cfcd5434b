import { useId } from 'react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import { isPlainDate } from '../../src/domain/plain-date.ts'
import type { AppealView } from '../../src/domain/views.ts'
import { Page } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { FigureLink, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import { Editions } from './editions.tsx'

/** Languages and kinds of public texts, as the server names them. */
const LANGUAGES = { en: 'English', fr: 'Français', ar: 'العربية', fa: 'فارسی' } as const
const KINDS = ['appeal', 'report'] as const
const FORMATS = {
  md: 'Markdown',
  pdf: 'PDF',
  docx: 'Word',
  csv: 'CSV (HXL)',
  json: 'JSON',
} as const

/** The public appeal as of a day, in a language: read, print, take along. */
export function AppealScreen(): ReactNode {
  const { say, code } = useSpeaker()
  const { operation } = useSession()
  const help = useId()
  const [params, setParams] = useSearchParams()
  const day = params.get('asOf') ?? ''
  const asOf = isPlainDate(day) ? day : operation.today
  const language = params.get('language') ?? code
  const kind = params.get('kind') ?? 'appeal'
  const using = (params.get('using') ?? '').split(',').filter((one) => one !== '')
  const given = { asOf, language, kind, ...(using.length === 0 ? {} : { using: using.join(',') }) }
  const asked = new URLSearchParams(given).toString()
  const query = useAnswer<AppealView>(`/api/appeal?${asked}`)
  const change = (changed: Readonly<Record<string, string>>): void =>
    setParams({ ...given, ...changed }, { replace: true })
  return (
    <Page title={say('page.appeal')}>
      <div className="noprint">
        <p className="help" id={help}>
          {say('appeal.help')}
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
                const chosen = event.target.value
                if (isPlainDate(chosen)) change({ asOf: chosen })
              }}
            />
          </label>
          <label>
            <span>{say('appeal.language')}</span>
            <select value={language} onChange={(event) => change({ language: event.target.value })}>
              {Object.entries(LANGUAGES).map(([one, name]) => (
                <option key={one} value={one} lang={one}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{say('appeal.kind')}</span>
            <select value={kind} onChange={(event) => change({ kind: event.target.value })}>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {say(`appeal.kind.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => print()}>
            {say('appeal.print')}
          </button>
          <a className="action" href={`/api/appeal.html?${asked}`}>
            {say('appeal.html')}
          </a>
          {Object.entries(FORMATS).map(([format, name]) => (
            <a
              key={format}
              className="action"
              href={`/api/appeal.${format}?${asked}`}
              download={`${kind}-${language}-${asOf}.${format}`}
            >
              {say('appeal.download', { format: name })}
            </a>
          ))}
        </form>
        {using.length > 0 && (
          <p>
            <Text
              name="appeal.using"
              values={{
                figures: (
                  <Series
                    items={using.map((one) => (
                      <FigureLink key={one} reference={one} />
                    ))}
                  />
                ),
              }}
            />{' '}
            <button
              type="button"
              onClick={() => setParams({ asOf, language, kind }, { replace: true })}
            >
              {say('appeal.usingNone')}
            </button>
          </p>
        )}
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
      <Editions asked={{ asOf, ...(using.length === 0 ? {} : { using }) }} />
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
