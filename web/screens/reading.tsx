import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useHistoryState } from 'wouter/use-browser-location'
import { mayDo } from '../../src/domain/access.ts'
import type { ClaimView, DocumentView } from '../../src/domain/claim-views.ts'
import { OutdatedList } from '../parts/outdated.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { SpannedText } from '../parts/spanned-text.tsx'
import { Day, FigureLink, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { ReadingClaim } from './reading-claim.tsx'
import { ReadingEdit } from './reading-edit.tsx'
import type { AddedState } from './reports.tsx'
import type { ClaimWord } from './use-claim-word.ts'
import { useClaimWord } from './use-claim-word.ts'

/** A report beside what was read out of it; a person says yes, no or otherwise, by key or button. */
export function ReadingScreen({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<DocumentView>(`/api/documents/${encodeURIComponent(reference)}`)
  const document = query.data?.document === reference ? query.data : undefined
  return (
    <Page title={`${say('reports.document')} ${reference}`}>
      {document === undefined ? <PageState query={query} /> : <Reading document={document} />}
    </Page>
  )
}

function Reading({ document }: { readonly document: DocumentView }): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const { claims } = document
  const word = useClaimWord()
  const added = useHistoryState<AddedState | null>()
  const asked = new URLSearchParams(location.search).get('claim')
  const [chosenId, choose] = useState(asked ?? firstOpen(claims)?.claim ?? claims[0]?.claim)
  const [isEditing, edit] = useState(false)
  const isBusy = useRef(false)
  const chosen = claims.find((one) => one.claim === chosenId)
  const mayConfirm = mayDo(account.role, 'claim.confirm')
  const step = (by: number): void => {
    const at = claims.findIndex((one) => one.claim === chosenId)
    const next = claims[(at + by + claims.length) % claims.length]
    if (next !== undefined) choose(next.claim)
    edit(false)
  }
  const tell = (said: ClaimWord): void => {
    if (isBusy.current || !mayConfirm) return
    isBusy.current = true
    word.mutate(said, {
      onSuccess: () => {
        edit(false)
        const rest = claims.filter((one) => one.claim !== said.claim)
        choose(firstOpen(rest)?.claim ?? said.claim)
      },
      onSettled: () => {
        isBusy.current = false
      },
    })
  }
  const decide = (verdict: 'confirmed' | 'rejected'): void => {
    if (chosen !== undefined && chosen.state !== verdict) tell({ claim: chosen.claim, verdict })
  }
  useKeys({
    c: () => decide('confirmed'),
    x: () => decide('rejected'),
    e: () => edit(mayConfirm),
    n: () => step(1),
    p: () => step(-1),
  })
  return (
    <>
      <p>
        <Series
          items={[
            <Ref key="publisher">{document.publisher}</Ref>,
            <Day key="day" date={document.publishedOn} />,
            document.url !== undefined && (
              <a key="url" href={document.url} rel="noreferrer" dir="ltr">
                {document.url}
              </a>
            ),
          ]}
        />
      </p>
      {added !== null && added.leftOut > 0 && (
        <p className="notice">{say('reports.leftOut', { n: added.leftOut })}</p>
      )}
      <Status word={word} isAllDone={firstOpen(claims) === undefined} />
      <article className="reading">
        <Section title={say('reading.text')} className="reading-text">
          <SpannedText
            text={document.text}
            language={document.language}
            chosen={chosen && { id: chosen.claim, spans: chosen.spans }}
            others={claims
              .filter((one) => one.claim !== chosenId)
              .map((one) => ({ id: one.claim, spans: one.spans }))}
          />
        </Section>
        <Section title={say('reading.claims')} help={say('reading.keys')}>
          <ol className="plain">
            {claims.map((claim) => (
              <li key={claim.claim} aria-current={claim.claim === chosenId ? 'true' : undefined}>
                <button type="button" className="pick-claim" onClick={() => choose(claim.claim)}>
                  <Ref>{claim.claim}</Ref>
                </button>
                <ReadingClaim claim={claim} />
                {claim.claim === chosenId && mayConfirm && (
                  <Words
                    claim={claim}
                    isEditing={isEditing}
                    onDecide={decide}
                    onEdit={edit}
                    onStep={step}
                    onKeep={(correction) => tell({ claim: claim.claim, correction })}
                  />
                )}
              </li>
            ))}
          </ol>
        </Section>
      </article>
    </>
  )
}

function firstOpen(claims: readonly ClaimView[]): ClaimView | undefined {
  return claims.find((one) => one.state === 'proposed')
}

/** What the last word did, said aloud. */
function Status({
  word,
  isAllDone,
}: {
  readonly word: ReturnType<typeof useClaimWord>
  readonly isAllDone: boolean
}): ReactNode {
  const { say } = useSpeaker()
  const said = word.variables
  const outdated = word.data?.outdatedTexts ?? []
  return (
    <>
      <div role="status" className="found">
        {word.isPending && say('reading.keeping')}
        {word.isSuccess &&
          said !== undefined &&
          say('reading.done', {
            claim: said.claim,
            state: say(`claimState.${'verdict' in said ? said.verdict : 'confirmed'}`),
          })}{' '}
        {isAllDone && say('reading.nothingOpen')}{' '}
        {(word.data?.figures ?? []).map((one) => (
          <FigureLink key={one.figure} reference={one.figure} />
        ))}
      </div>
      {outdated.length > 0 && (
        <div className="notice">
          <p>{say('reading.outdated', { n: outdated.length })}</p>
          <OutdatedList rows={outdated} />
        </div>
      )}
      {word.error !== null && <Problem error={word.error} />}
    </>
  )
}

function Words({
  claim,
  isEditing,
  onDecide,
  onEdit,
  onStep,
  onKeep,
}: {
  readonly claim: ClaimView
  readonly isEditing: boolean
  readonly onDecide: (verdict: 'confirmed' | 'rejected') => void
  readonly onEdit: (is: boolean) => void
  readonly onStep: (by: number) => void
  readonly onKeep: (correction: object) => void
}): ReactNode {
  const { say } = useSpeaker()
  if (isEditing) return <ReadingEdit claim={claim} onKeep={onKeep} onCancel={() => onEdit(false)} />
  const keys = [
    ['c', say('reading.confirm'), () => onDecide('confirmed'), claim.state === 'confirmed'],
    ['x', say('reading.reject'), () => onDecide('rejected'), claim.state === 'rejected'],
    ['e', say('reading.edit'), () => onEdit(true), false],
    ['n', say('reading.next'), () => onStep(1), false],
    ['p', say('reading.back'), () => onStep(-1), false],
  ] as const
  return (
    <div className="verdicts" role="group" aria-label={claim.claim}>
      {keys.map(([key, text, act, isPressed]) => (
        <button
          key={key}
          type="button"
          aria-keyshortcuts={key}
          aria-pressed={key === 'c' || key === 'x' ? isPressed : undefined}
          onClick={act}
        >
          {text} <kbd>{key}</kbd>
        </button>
      ))}
    </div>
  )
}

/** Keys of one letter, while nobody is writing. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isWriting =
        event.target instanceof Element && event.target.closest('input, select, textarea') !== null
      if (isWriting || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const act = latest.current[event.key.toLowerCase()]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
