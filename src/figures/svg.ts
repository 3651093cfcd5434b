import { escapeHtml } from './to-html.ts'

/** Width of every chart, in units of its own. */
export const WIDTH = 640

type Attributes = Readonly<Record<string, string | number>>

/** One SVG element; numbers are written with at most one decimal, so that they never differ. */
export function element(name: string, attributes: Attributes, inside = ''): string {
  const all = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === 'number' ? String(Math.round(value * 10) / 10) : value
    return ` ${key}="${escapeHtml(text)}"`
  })
  return inside === '' ? `<${name}${all.join('')}/>` : `<${name}${all.join('')}>${inside}</${name}>`
}

export function label(
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const place = { x, y, 'font-size': 13, 'text-anchor': anchor, fill: '#1a1a1a' }
  // Both browsers and Typst take the base of a label as left to right; isolating it keeps its order.
  const isRight = /[\u0590-\u08ff]/.test(text)
  return element('text', place, escapeHtml(isRight ? `\u2067${text}\u2069` : text))
}

export function line(x1: number, y1: number, x2: number, y2: number, more: Attributes): string {
  return element('line', { x1, y1, x2, y2, ...more })
}

/** The picture with its name for screen readers. Left and right are meant as drawn. */
export function picture(height: number, name: string, parts: readonly string[]): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: 'img',
      'aria-label': name,
      direction: 'ltr',
      'font-family': 'Noto Sans, Noto Naskh Arabic, sans-serif',
    },
    parts.join(''),
  )
}

/** Round steps from 0 to at least the number, about four of them. */
export function ticksTo(most: number): readonly number[] {
  const rough = Math.max(1, most) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough
  const whole = Math.max(1, step)
  return Array.from({ length: Math.ceil(Math.max(1, most) / whole) + 1 }, (_, at) => at * whole)
}
