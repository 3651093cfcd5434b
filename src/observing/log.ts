import { pino } from 'pino'

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What happened: the only words of a line. */
export type LogEvent =
  | 'request'
  | 'job'
  | 'fault'
  | 'ready'
  | 'not_ready'
  | 'stopping'
  | 'stopped'
  | 'audit_sealed'
  /** A lane of the audit is not as it was written: `onward audit verify` says where. */
  | 'audit_unsound'
  | 'audit_not_sealed'

/** Everything that a line may hold beside its event. There is no field for free text. */
export interface LogFields {
  readonly requestId?: string
  readonly method?: string
  /** Of a job. */
  readonly kind?: string
  /** The pattern, `/api/cases/:case`: never the address that was asked for, never its query. */
  readonly route?: string
  readonly status?: number
  /** Milliseconds. */
  readonly ms?: number
  /** An error code of ours, or PostgreSQL's SQLSTATE. */
  readonly code?: string
  /** Places in the program, `api/app.ts:12:3`, the innermost first. */
  readonly at?: readonly string[]
  /** Which part of the readiness failed, or why it stops. */
  readonly why?: string
}

export interface Log {
  error(event: LogEvent, fields?: LogFields): void
  warn(event: LogEvent, fields?: LogFields): void
  info(event: LogEvent, fields?: LogFields): void
}

const FIELDS = [
  'requestId',
  'method',
  'kind',
  'route',
  'status',
  'ms',
  'code',
  'at',
  'why',
] as const
/** No blanks, so no sentence and no full name, whatever a caller hands in. */
const PLAIN = /^[A-Za-z0-9_.:/*@-]{1,120}$/

/**
 * Lines of JSON with allow-listed fields of a plain form, so that no name, birth date or story can
 * slip into a log. `instance` tells which process wrote it.
 */
export function createLog(options: {
  readonly level: LogLevel
  readonly instance: string
  readonly write?: (line: string) => void
}): Log {
  const write = options.write ?? ((line: string) => void process.stderr.write(line))
  const logger = pino(
    {
      level: options.level,
      base: { instance: options.instance },
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  )
  return {
    error: (event, fields) => logger.error(allowed(fields), event),
    warn: (event, fields) => logger.warn(allowed(fields), event),
    info: (event, fields) => logger.info(allowed(fields), event),
  }
}

function allowed(fields: LogFields = {}): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const name of FIELDS) {
    const value = fields[name]
    if (typeof value === 'number' && Number.isFinite(value)) kept[name] = value
    if (typeof value === 'string') kept[name] = plain(value)
    if (Array.isArray(value)) kept[name] = value.slice(0, 20).map((one) => plain(String(one)))
  }
  return kept
}

function plain(text: string): string {
  return PLAIN.test(text) ? text : 'other'
}

/** Where in the program an error was met. Its message stays out: it may quote a row. */
export function placesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error.stack === undefined) return []
  // A folder's own path names a machine and perhaps its owner: only what follows it is kept.
  const found = error.stack.matchAll(/[/\\](?:src|dist|node_modules)[/\\]([\w@./\\-]+:\d+:\d+)/g)
  return [...found].map(([, place = '']) => place.replaceAll('\\', '/')).slice(0, 20)
}
