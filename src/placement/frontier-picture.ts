import type { FrontierKind, FrontierPoint } from './frontier.ts'

const WIDTH = 900
const HEIGHT = 480
const LEFT = 70
const TOP = 50
const PLOT_WIDTH = 400
const PLOT_HEIGHT = 350
const RADIUS = 9
/** Colours that people who do not see red and green apart can tell (Okabe and Ito), and shapes. */
const COLOUR: Readonly<Record<FrontierKind, string>> = {
  outcome: '#000000',
  mix: '#0072B2',
  floor: '#D55E00',
  mechanism: '#009E73',
}
const WORDS: Readonly<Record<FrontierKind, string>> = {
  outcome: 'outcome alone',
  mix: 'mixes with preference',
  floor: 'floors for groups',
  mechanism: 'mechanisms',
}

interface Axis {
  readonly label: string
  readonly of: (point: FrontierPoint) => number
}

/**
 * The frontier as one picture (SVG, no scripts): outcome upwards; to the right the share with their
 * first choice, or, without preferences, the worst group's mean outcome. Points are numbered; the
 * list beside them says all measures.
 */
export function frontierPicture(points: readonly FrontierPoint[]): string {
  const hasWishes = points.some((point) => !Number.isNaN(point.firstChoice))
  const across: Axis = hasWishes
    ? { label: 'cases at their first choice, %', of: (point) => 100 * point.firstChoice }
    : { label: 'mean outcome of the worst group', of: (point) => point.worstGroup }
  const up: Axis = {
    label: 'total outcome, % of the best',
    of: (point) => 100 * point.outcomeShare,
  }
  const [x, xs] = scale(points.map(across.of), LEFT, LEFT + PLOT_WIDTH)
  const [y, ys] = scale(points.map(up.of), TOP + PLOT_HEIGHT, TOP)
  const marks = apart(points.map((point) => [x(across.of(point)), y(up.of(point))]))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    '<title>Outcome, preference and fairness</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 24, 'Outcome, preference and fairness', 'font-size="15" font-weight="600"'),
    ...xs.map((tick) => line(x(tick), TOP, x(tick), TOP + PLOT_HEIGHT)),
    ...xs.map((tick) => text(x(tick), TOP + PLOT_HEIGHT + 18, words(tick), 'text-anchor="middle"')),
    ...ys.map((tick) => line(LEFT, y(tick), LEFT + PLOT_WIDTH, y(tick))),
    ...ys.map((tick) => text(LEFT - 8, y(tick) + 4, words(tick), 'text-anchor="end"')),
    text(LEFT + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT + 40, across.label, 'text-anchor="middle"'),
    `<text transform="translate(18 ${TOP + PLOT_HEIGHT / 2}) rotate(-90)" text-anchor="middle">${up.label}</text>`,
    ...points.map((point, n) => mark(point, n, marks[n]!, [x(across.of(point)), y(up.of(point))])),
    ...list(points),
    '</svg>',
    '',
  ].join('\n')
}

/** A scale from values to pixels with round ticks that hold them all. */
function scale(
  values: readonly number[],
  from: number,
  to: number,
): [(value: number) => number, number[]] {
  const known = values.filter((value) => Number.isFinite(value))
  const [least, most] = known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)]
  const wide = Math.max(most - least, Math.abs(most) * 1e-3, 1e-6)
  const power = 10 ** Math.floor(Math.log10(wide / 4))
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => wide / one <= 6) ?? power
  const low = Math.floor((least - wide * 0.04) / step)
  const high = Math.max(low + 1, Math.ceil(most / step - 1e-9))
  const ticks = Array.from({ length: high - low + 1 }, (_, n) => (low + n) * step)
  const pixel = (value: number): number =>
    from + ((value - low * step) / ((high - low) * step)) * (to - from)
  return [pixel, ticks]
}

/** Marks that would lie on each other are moved apart; a line leads to where they belong. */
function apart(at: readonly (readonly [number, number])[]): [number, number][] {
  const placed: [number, number][] = []
  for (const [x, y] of at) {
    let [angle, far] = [0, 0]
    const here = (): [number, number] => [x + far * Math.cos(angle), y + far * Math.sin(angle)]
    while (placed.some(([a, b]) => Math.hypot(a - here()[0], b - here()[1]) < 2 * RADIUS + 1)) {
      angle += 0.7
      far += 1.2
    }
    placed.push(here())
  }
  return placed
}

function mark(
  { kind, name }: FrontierPoint,
  n: number,
  [x, y]: readonly [number, number],
  [trueX, trueY]: readonly [number, number],
): string {
  const leader =
    Math.hypot(x - trueX, y - trueY) < 1
      ? ''
      : `<path d="M${fixed(trueX)} ${fixed(trueY)}L${fixed(x)} ${fixed(y)}" stroke="${COLOUR[kind]}"/><circle cx="${fixed(trueX)}" cy="${fixed(trueY)}" r="2" fill="${COLOUR[kind]}"/>`
  return `<g><title>${escaped(name)}</title>${leader}<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${RADIUS}" fill="${COLOUR[kind]}"/>${text(x, y + 4, String(n + 1), 'text-anchor="middle" fill="#fff" font-size="11"')}</g>`
}

function list(points: readonly FrontierPoint[]): string[] {
  const left = LEFT + PLOT_WIDTH + 40
  const columns = [left + 250, left + 290, left + 330, left + 380]
  const row = (n: number): number => TOP + 34 + n * 20
  const cells = ({ outcomeShare, firstChoice, meanRank, worstGroup }: FrontierPoint): string[] => [
    percent(outcomeShare),
    percent(firstChoice),
    Number.isNaN(meanRank) ? '–' : meanRank.toFixed(1),
    Number.isNaN(worstGroup) ? '–' : worstGroup.toFixed(3),
  ]
  const heads = ['outcome', '1st', 'mean', 'worst'].map((head, c) =>
    text(columns[c]!, TOP, head, 'text-anchor="end" font-size="11" fill="#444"'),
  )
  const units = ['%', '%', 'rank', 'group'].map((head, c) =>
    text(columns[c]!, TOP + 13, head, 'text-anchor="end" font-size="11" fill="#444"'),
  )
  const rows = points.flatMap((point, n) => [
    `<circle cx="${left}" cy="${row(n) - 4}" r="8" fill="${COLOUR[point.kind]}"/>`,
    text(left, row(n), String(n + 1), 'text-anchor="middle" fill="#fff" font-size="10"'),
    text(left + 14, row(n), point.name, ''),
    ...cells(point).map((cell, c) => text(columns[c]!, row(n), cell, 'text-anchor="end"')),
  ])
  const kinds = [...new Set(points.map((point) => point.kind))]
  const legend = kinds.flatMap((kind, n) => [
    `<circle cx="${LEFT + n * 160}" cy="${HEIGHT - 18}" r="6" fill="${COLOUR[kind]}"/>`,
    text(LEFT + 12 + n * 160, HEIGHT - 14, WORDS[kind], ''),
  ])
  return [...heads, ...units, ...rows, ...legend]
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : (100 * share).toFixed(1)
}

function words(tick: number): string {
  return String(Number(tick.toPrecision(6)))
}

function fixed(value: number): string {
  return value.toFixed(1)
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${fixed(x1)} ${fixed(y1)}L${fixed(x2)} ${fixed(y2)}" stroke="#ddd"/>`
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${attributes}>${escaped(content)}</text>`
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
