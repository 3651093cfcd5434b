import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import type { Issue } from '../../src/domain/errors.ts'
import { later } from '../request/job.ts'
import { request, requestFile } from '../request/request.ts'

/** What the server answers of a file (docs/schemas/import-report.schema.json). */
export interface ImportAnswer {
  readonly file: string
  readonly sha256: string
  readonly rows: number
  readonly counts: Readonly<Record<string, number>>
  readonly problems: readonly Issue[]
  readonly problemCount: number
  readonly warnings: readonly Issue[]
  readonly ignoredColumns: readonly string[]
  readonly headers: {
    readonly matched: readonly FieldHeader[]
    readonly guesses: readonly FieldHeader[]
  }
  readonly fittingMappings: readonly string[]
  readonly changes: readonly ImportChange[]
  readonly changeCount: number
  readonly batch?: string
  /** Pairs that now wait for a judgement. */
  readonly parked?: {
    readonly pairs: number
    readonly suspected: number
    readonly elsewhere: boolean
  }
}

interface FieldHeader {
  readonly field: string
  readonly header: string
}

export interface ImportChange {
  readonly kind: 'person' | 'case' | 'offer'
  readonly id: string
  readonly row: number
  readonly isNew: boolean
  readonly fields: readonly {
    readonly field: string
    readonly before?: string
    readonly after?: string
  }[]
}

export type ImportKind = 'register' | 'offers'

/** The file and how it is to be read. It stays in the browser: the server keeps none before it is written. */
export interface Asked {
  readonly kind: ImportKind
  readonly file: File
  readonly sheet: string
  readonly mapping: string
  readonly dayFirst: boolean
  /** Goes on though many new persons are likely on file already. */
  readonly allowDuplicates?: boolean
  /** Field to header, chosen here; an empty header means no column. */
  readonly map: Readonly<Record<string, string>>
}

/** Looks at a file, writes it, and gives its error file. */
export interface ImportWork {
  readonly look: UseMutationResult<ImportAnswer, Error, Asked>
  readonly write: UseMutationResult<ImportAnswer, Error, Asked>
  readonly errorFile: UseMutationResult<Response, Error, Asked>
}

/** What takes long to write is put off, so that no connection stays open for it. */
const LARGE_BYTES = 1_000_000

export function useImport(): ImportWork {
  const client = useQueryClient()
  const look = useMutation({
    mutationFn: (asked: Asked) =>
      request<ImportAnswer>(`/api/imports/dry-run?${parameters(asked)}`, {
        file: asked.file,
      }),
  })
  const write = useMutation({
    mutationFn: (asked: Asked) =>
      (asked.file.size > LARGE_BYTES ? later<ImportAnswer> : request<ImportAnswer>)(
        `/api/imports/write?${parameters(asked)}&sha256=${look.data?.sha256 ?? ''}`,
        { file: asked.file },
      ),
    onSuccess: () => client.invalidateQueries(),
  })
  const errorFile = useMutation({
    mutationFn: async (asked: Asked) => {
      const response = await requestFile(`/api/imports/error-file?${parameters(asked)}`, {
        file: asked.file,
      })
      save(await response.blob(), `problems-${asked.file.name}`)
      return response
    },
  })
  return { look, write, errorFile }
}

function parameters({ kind, file, sheet, mapping, dayFirst, allowDuplicates, map }: Asked): string {
  return new URLSearchParams({
    kind,
    name: file.name,
    sheet,
    mapping,
    map: Object.keys(map).length === 0 ? '' : JSON.stringify(map),
    ...(dayFirst ? { dayFirst: 'true' } : {}),
    ...(allowDuplicates === true ? { allowDuplicates: 'true' } : {}),
  }).toString()
}

/** Hands a file to the person, as the browser does with a download. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
