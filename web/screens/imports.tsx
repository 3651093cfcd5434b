import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import { Page, Section } from '../parts/page.tsx'
import { Problem } from '../parts/page-state.tsx'
import { useSession } from '../shell/session.tsx'
import { RequestProblem } from '../request/request.ts'
import { useSpeaker } from '../texts/language.tsx'
import { ImportFileForm } from './imports-form.tsx'
import { ImportMapping } from './imports-mapping.tsx'
import { PastImports } from './imports-past.tsx'
import { ImportChanges, ImportCounts, ImportIssues } from './imports-preview.tsx'
import type { Asked } from './use-import.ts'
import { useImport } from './use-import.ts'

/** Files on their way in: look, correct the columns, see every change, write, and take back. */
export function ImportsScreen(): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  return (
    <Page title={say('page.imports')}>
      {mayDo(account.role, 'register.import') ? (
        <>
          <NewImport />
          <PastImports />
        </>
      ) : (
        <p>{say('imports.notAllowed', { role: say(`role.${account.role}`) })}</p>
      )}
    </Page>
  )
}

function NewImport(): ReactNode {
  const { say } = useSpeaker()
  const work = useImport()
  const { look, write, errorFile } = work
  const [asked, setAsked] = useState<Asked>()
  const ask = (next: Asked): void => {
    setAsked(next)
    write.reset()
    look.mutate(next)
  }
  const seen = look.data
  const isWritten = write.data !== undefined
  const canWrite =
    seen !== undefined && seen.problemCount === 0 && !write.isPending && !look.isPending
  return (
    <>
      <Section title={say('imports.file')} help={say('imports.fileHelp')}>
        <ImportFileForm onLook={ask} isBusy={look.isPending} />
        <p role="status" className="found">
          {look.isPending && say('imports.looking')}
          {write.isPending && say('imports.writing')}
          {isWritten &&
            say(write.data.batch === undefined ? 'imports.nothingNew' : 'imports.written')}
        </p>
        {look.error !== null && <Problem error={look.error} />}
        {write.error !== null && <Problem error={write.error} />}
        {asked !== undefined && isStopped(write.error) && (
          <button type="button" onClick={() => write.mutate({ ...asked, allowDuplicates: true })}>
            {say('imports.allowDuplicates')}
          </button>
        )}
        {write.data?.parked?.elsewhere === true && <p>{say('imports.elsewhere')}</p>}
        {(write.data?.parked?.pairs ?? 0) > 0 && (
          <p>
            <Link href="/same">{say('imports.parked', { n: write.data?.parked?.pairs ?? 0 })}</Link>
          </p>
        )}
        {errorFile.error !== null && <Problem error={errorFile.error} />}
      </Section>
      {asked !== undefined && seen !== undefined && !isWritten && (
        <Section title={say('imports.result')}>
          <ImportCounts seen={seen} />
          <ImportIssues seen={seen} onErrorFile={() => errorFile.mutate(asked)} />
          {seen.problemCount === 0 && (
            <p>
              <button
                type="button"
                className="primary"
                aria-disabled={!canWrite}
                onClick={() => {
                  if (canWrite) write.mutate(asked)
                }}
              >
                {say('imports.write')}
              </button>
            </p>
          )}
          <ImportMapping asked={asked} seen={seen} onChange={ask} />
          <ImportChanges key={seen.sha256} seen={seen} />
        </Section>
      )}
    </>
  )
}

/** The import stopped because many of its persons are likely on file already. */
function isStopped(error: Error | null): boolean {
  return (
    error instanceof RequestProblem && error.issues.some((one) => one.code === 'many_duplicates')
  )
}
