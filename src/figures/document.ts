/** A plain document: what a text says, before it is Markdown or HTML. All text is unescaped. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly string[]
      /** The first cell of a row names it. */
      readonly rows: readonly (readonly string[])[]
    }

export interface PlainDocument {
  readonly title: string
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly blocks: readonly Block[]
}

/** Markdown (CommonMark with tables) in which no text can become markup. */
export function toMarkdown(document: PlainDocument): string {
  const blocks = document.blocks.map((block) => {
    if (block.kind === 'heading') return `## ${escapeMarkdown(block.text)}`
    if (block.kind === 'paragraph') return escapeMarkdown(block.text)
    if (block.kind === 'list')
      return block.items.map((one) => `- ${escapeMarkdown(one)}`).join('\n')
    const line = (cells: readonly string[]): string =>
      `| ${cells.map(escapeMarkdown).join(' | ')} |`
    const rule = `| ${block.columns.map((_, index) => (index === 0 ? ':--' : '--:')).join(' | ')} |`
    return [
      `${escapeMarkdown(block.caption)}:`,
      '',
      line(block.columns),
      rule,
      ...block.rows.map(line),
    ].join('\n')
  })
  return `${[`# ${escapeMarkdown(document.title)}`, ...blocks].join('\n\n')}\n`
}

/** HTML with classes only, for a page whose policy forbids inline styles. */
export function toFragment(document: PlainDocument): string {
  const { language, direction } = document
  return [
    `<article class="appeal" lang="${escapeHtml(language)}" dir="${direction}">`,
    `<h1>${escapeHtml(document.title)}</h1>`,
    ...document.blocks.map(blockToHtml),
    '</article>',
  ].join('\n')
}

/** A page of its own that prints on A4. */
export function toPage(document: PlainDocument): string {
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(document.language)}" dir="${document.direction}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(document.title)}</title>`,
    `<style>${PRINT_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    toFragment(document),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function blockToHtml(block: Block): string {
  if (block.kind === 'heading') return `<h2>${escapeHtml(block.text)}</h2>`
  if (block.kind === 'paragraph') return `<p>${escapeHtml(block.text)}</p>`
  if (block.kind === 'list')
    return `<ul>\n${block.items.map((one) => `<li>${escapeHtml(one)}</li>`).join('\n')}\n</ul>`
  const head = block.columns.map((one) => `<th scope="col">${escapeHtml(one)}</th>`).join('')
  const rows = block.rows.map(([name = '', ...cells]) => {
    const rest = cells.map((one) => `<td>${escapeHtml(one)}</td>`).join('')
    return `<tr><th scope="row">${escapeHtml(name)}</th>${rest}</tr>`
  })
  return [
    '<table>',
    `<caption>${escapeHtml(block.caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>\n${rows.join('\n')}\n</tbody>`,
    '</table>',
  ].join('\n')
}

const PRINT_STYLE = `
@page { size: A4; margin: 20mm 18mm; }
body { margin: 0; color: #1a1a1a; background: #fff; font: 11pt/1.5 Georgia, "Noto Serif", serif; }
main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6em; line-height: 1.2; }
h2 { font-size: 1.15em; margin: 1.6em 0 0.4em; break-after: avoid; }
p, ul { margin: 0.4em 0; }
li { margin: 0.2em 0; }
table { width: 100%; border-collapse: collapse; margin: 0.8em 0; font-size: 0.9em; }
caption { text-align: start; font-weight: bold; padding: 0.3em 0; }
th, td { border-bottom: 1px solid #999; padding: 0.25em 0.4em; text-align: end; font-variant-numeric: tabular-nums; }
th:first-child { text-align: start; font-weight: normal; }
thead { display: table-header-group; }
thead th:first-child { font-weight: bold; }
tr { break-inside: avoid; }
@media print { main { max-width: none; padding: 0; } }
`

/** Text as HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Text on one line of Markdown: nothing in it marks up, links, opens HTML or starts a block. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replace(/^([#+=-])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replaceAll('://', ':\\//')
    .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, 3)}\\.`)
}
