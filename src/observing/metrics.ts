/** Label names and values: route patterns, kinds, codes. Never an id, never a word of a person. */
export type Labels = Readonly<Record<string, string>>

/** Numbers of this process, in the text format of Prometheus (version 0.0.4). */
export interface Metrics {
  /** Adds to a count that only grows. */
  count(name: string, labels?: Labels, by?: number): void
  /** Adds one duration in seconds. */
  time(name: string, seconds: number, labels?: Labels): void
  /** A number that is asked for whenever somebody reads. */
  gauge(name: string, help: string, read: () => number): void
  text(): string
}

/** What each count and duration means; one that is not named here cannot be made. */
const HELP: Readonly<Record<string, string>> = {
  onward_http_requests_total: 'HTTP requests answered, by method, route pattern and status.',
  onward_http_request_seconds: 'Time to answer an HTTP request, by method and route pattern.',
  onward_jobs_total: 'Jobs that a worker of this process ended, by kind and outcome.',
  onward_job_seconds: 'Time that a job took, by kind.',
  onward_faults_total: 'Faults in Onward itself, by where they were met.',
}

/** Upper bounds of the classes of durations, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

/** More series of one name than this are one: a scraper must not drown in them. */
const MOST_SERIES = 500
/** What a label may look like; anything else is said as `other`. */
const PLAIN = /^[A-Za-z0-9_.:/*-]{1,80}$/

interface Durations {
  readonly classes: number[]
  sum: number
  count: number
}

export function createMetrics(): Metrics {
  const counts = new Map<string, Map<string, number>>()
  const durations = new Map<string, Map<string, Durations>>()
  const gauges = new Map<string, { readonly help: string; readonly read: () => number }>()
  return {
    count: (name, labels = {}, by = 1) => {
      const series = seriesOf(counts, name)
      const key = keyIn(series, labels)
      series.set(key, (series.get(key) ?? 0) + by)
    },
    time: (name, seconds, labels = {}) => {
      const series = seriesOf(durations, name)
      const key = keyIn(series, labels)
      const known = series.get(key) ?? { classes: BOUNDS.map(() => 0), sum: 0, count: 0 }
      for (const [index, bound] of BOUNDS.entries())
        if (seconds <= bound) known.classes[index] = (known.classes[index] ?? 0) + 1
      known.sum += seconds
      known.count += 1
      series.set(key, known)
    },
    gauge: (name, help, read) => void gauges.set(name, { help, read }),
    text: () =>
      [...countLines(counts), ...durationLines(durations), ...gaugeLines(gauges)].join(''),
  }
}

function seriesOf<T>(all: Map<string, Map<string, T>>, name: string): Map<string, T> {
  if (HELP[name] === undefined) throw new Error(`There is no metric ${name}.`)
  const known = all.get(name) ?? new Map<string, T>()
  all.set(name, known)
  return known
}

function keyIn(series: ReadonlyMap<string, unknown>, labels: Labels): string {
  const key = Object.entries(labels)
    .map(([label, value]) => `${label}="${PLAIN.test(value) ? value : 'other'}"`)
    .join(',')
  if (series.has(key) || series.size < MOST_SERIES) return key
  return Object.keys(labels)
    .map((label) => `${label}="other"`)
    .join(',')
}

function head(name: string, type: string, help = HELP[name] ?? ''): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
}

function* countLines(counts: ReadonlyMap<string, ReadonlyMap<string, number>>): Generator<string> {
  for (const [name, series] of counts) {
    yield head(name, 'counter')
    for (const [key, value] of series) yield `${name}${braced(key)} ${value}\n`
  }
}

function* durationLines(
  durations: ReadonlyMap<string, ReadonlyMap<string, Durations>>,
): Generator<string> {
  for (const [name, series] of durations) {
    yield head(name, 'histogram')
    for (const [key, { classes, sum, count }] of series) {
      const within = (bound: number | string): string =>
        braced([key, `le="${bound}"`].filter((one) => one !== '').join(','))
      for (const [index, bound] of BOUNDS.entries())
        yield `${name}_bucket${within(bound)} ${classes[index]}\n`
      yield `${name}_bucket${within('+Inf')} ${count}\n`
      yield `${name}_sum${braced(key)} ${sum}\n${name}_count${braced(key)} ${count}\n`
    }
  }
}

function* gaugeLines(
  gauges: ReadonlyMap<string, { readonly help: string; readonly read: () => number }>,
): Generator<string> {
  for (const [name, { help, read }] of gauges)
    yield `${head(name, 'gauge', help)}${name} ${read()}\n`
}

function braced(key: string): string {
  return key === '' ? '' : `{${key}}`
}
