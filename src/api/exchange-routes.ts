import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Desk } from '../actions/desk.ts'
import { EXPORT_FORMATS, EXPORTS, exportTable, listExports } from '../actions/export-table.ts'
import type { ImportOptions, PreparedImport, SentFile } from '../actions/import-file.ts'
import { deleteMapping, fieldNames, listMappings, saveMapping } from '../actions/import-mappings.ts'
import type { MappingKind } from '../actions/import-mappings.ts'
import { prepareOffersImport } from '../actions/import-offers.ts'
import { prepareRegisterImport } from '../actions/import-register.ts'
import { queueJob } from '../actions/queue-job.ts'
import { listImports } from '../actions/list-imports.ts'
import { undoImport } from '../actions/undo-import.ts'
import { writeErrorFile } from '../actions/write-error-file.ts'
import { CASE_STATUSES } from '../domain/case.ts'
import { DomainError } from '../domain/errors.ts'
import { PRIORITY_CODES } from '../domain/priority.ts'
import { CASE_SORTS } from '../domain/views.ts'
import { putOff, wantsLater } from './job-routes.ts'
import { optional, readAsked, readBody, withoutUndefined, words } from './read-request.ts'

/** A register of 100,000 persons is smaller; larger files go through the command. */
export const MOST_UPLOAD_BYTES = 50_000_000
/** Changes that a screen pages through; the command's `--json` has more. */
const MOST_CHANGES_SENT = 500

/** The filters of the list of cases, and of what is exported of it. */
export const CaseFilters = z.object({
  query: words,
  status: optional(z.enum(CASE_STATUSES)),
  priority: optional(z.enum(PRIORITY_CODES)),
  state: optional(z.string().regex(/^[A-Z]{3}$/)),
  sort: optional(z.enum(CASE_SORTS)),
})

const Kind = z.enum(['register', 'offers'])
const Map = z.record(z.string().max(60), z.string().max(500))
const Upload = z.object({
  kind: Kind,
  name: z.string().min(1).max(300),
  sheet: optional(z.string().max(100)),
  mapping: optional(z.string().max(80)),
  /** Field to header, as JSON. */
  map: optional(z.string().max(10_000)),
  dayFirst: optional(z.enum(['true', 'false'])),
  /** Goes on though many new persons are likely on file already. */
  allowDuplicates: optional(z.enum(['true', 'false'])),
  /** Of the file that was looked at; another one is not written. */
  sha256: optional(z.string().max(64)),
})
const Mapping = z.object({ kind: Kind, name: z.string().max(200), map: Map })
const MappingName = z.object({ kind: Kind, name: z.string().max(200) })
const Export = z.object({
  what: z.enum(EXPORTS),
  format: z.enum(EXPORT_FORMATS),
  purpose: z.string().max(1_000),
  filters: CaseFilters.optional(),
})

const TYPES: Readonly<Record<(typeof EXPORT_FORMATS)[number], string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  hxl: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

type At = (context: Context) => Promise<Desk>

/** Files in and out: imports, saved mappings, exports. */
export function exchangeRoutes(app: Hono, at: At): void {
  importRoutes(app, at)
  app.get('/api/imports/mappings', async (c) =>
    c.json({ mappings: await listMappings(await at(c)) }),
  )
  app.post('/api/imports/mappings', async (c) =>
    c.json(await saveMapping(await at(c), readAsked(Mapping, await readBody(c.req)))),
  )
  app.post('/api/imports/mappings/delete', async (c) => {
    const { kind, name } = readAsked(MappingName, await readBody(c.req))
    await deleteMapping(await at(c), kind, name)
    return c.json({ deleted: name })
  })
  app.get('/api/imports/fields', (c) =>
    c.json({ register: fieldNames('register'), offers: fieldNames('offers') }),
  )
  app.get('/api/exports', async (c) => c.json({ exports: await listExports(await at(c)) }))
  app.post('/api/exports', async (c) => {
    const { filters = {}, ...asked } = readAsked(Export, await readBody(c.req))
    const desk = await at(c)
    // Nothing leaves before the export is on record, so the whole waits for that.
    const pieces: Uint8Array[] = []
    const request = { ...asked, filters: withoutUndefined(filters) }
    const done = await exportTable(desk, request, (piece) => void pieces.push(piece))
    const ending = asked.format === 'hxl' ? 'hxl.csv' : asked.format
    return c.body(Buffer.concat(pieces), 200, {
      'content-type': TYPES[asked.format],
      'content-disposition': `attachment; filename="onward-${asked.what}-${done.at.slice(0, 10)}.${ending}"`,
      'onward-export': done.export,
      'onward-rows': String(done.rows),
    })
  })
}

function importRoutes(app: Hono, at: At): void {
  app.get('/api/imports', async (c) => c.json({ imports: await listImports(await at(c)) }))
  app.post('/api/imports/dry-run', (c) =>
    reading(async () => {
      const { report } = (await prepare(await at(c), await uploaded(c))).prepared
      const changes = report.changes.slice(0, MOST_CHANGES_SENT)
      return c.json({ ...report, changes })
    }),
  )
  app.post('/api/imports/write', async (c) => {
    if (wantsLater(c)) {
      const { kind, file, ...rest } = await uploaded(c)
      const asked = { kind, name: file.name, ...rest }
      return putOff(c, await queueJob(await at(c), 'import', asked, file))
    }
    return reading(async () => {
      const { upload, prepared, expected } = await prepare(await at(c), await uploaded(c))
      if (expected !== undefined && expected !== prepared.report.sha256)
        throw new DomainError(
          'conflict',
          'Nothing was written: this is another file than the one that was looked at. Look at it first.',
        )
      const { allowDuplicates } = upload
      return c.json(await prepared.commit(undefined, { allowDuplicates }))
    })
  })
  app.post('/api/imports/error-file', (c) =>
    reading(async () => {
      const desk = await at(c)
      const { upload, prepared } = await prepare(desk, await uploaded(c))
      const { kind, file, options } = upload
      const rows = await writeErrorFile(desk, kind, file, prepared.report.problems, options)
      const pieces: Buffer[] = []
      for await (const piece of rows) pieces.push(Buffer.from(piece))
      return c.body(Buffer.concat(pieces), 200, { 'content-type': 'application/octet-stream' })
    }),
  )
  app.post('/api/imports/:batch/undo', async (c) =>
    c.json(await undoImport(await at(c), c.req.param('batch').slice(0, 40))),
  )
}

interface Uploaded {
  readonly kind: MappingKind
  readonly file: SentFile
  readonly options: ImportOptions
  readonly allowDuplicates: boolean
  readonly sha256?: string
}

async function uploaded(c: Context): Promise<Uploaded> {
  const asked = withoutUndefined(readAsked(Upload, c.req.query()))
  const { kind = 'register', name = 'file', map, dayFirst, sha256, ...rest } = asked
  const { allowDuplicates, ...options } = rest
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  return {
    kind,
    file: { name: name.replace(/^.*[/\\]/, ''), bytes },
    options: {
      ...options,
      ...(map === undefined ? {} : { map: readAsked(Map, parseMap(map)) }),
      ...(dayFirst === undefined ? {} : { dayFirst: dayFirst === 'true' }),
    },
    allowDuplicates: allowDuplicates === 'true',
    ...(sha256 === undefined ? {} : { sha256 }),
  }
}

function parseMap(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('invalid_input', 'The map is not JSON of field to header.')
  }
}

async function prepare(
  desk: Desk,
  upload: Uploaded,
): Promise<{
  readonly upload: Uploaded
  readonly prepared: PreparedImport
  readonly expected: string | undefined
}> {
  const { kind, file, options, sha256: expected } = upload
  const prepared = await (kind === 'offers' ? prepareOffersImport : prepareRegisterImport)(
    desk,
    file,
    options,
  )
  return { upload, prepared, expected }
}

let isReading = false

/** One file at a time: each takes much memory, and this may be a laptop. */
async function reading<T>(work: () => Promise<T>): Promise<T> {
  if (isReading)
    throw new DomainError(
      'unavailable',
      'Another file is being read at this moment. Try again when it is done.',
    )
  isReading = true
  try {
    return await work()
  } finally {
    isReading = false
  }
}
