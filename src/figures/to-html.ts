import type { Block, PlainDocument, Table, Text } from './document.ts'
import { inOrder, numberNotes, runsOf } from './document.ts'

/** HTML with classes only, for a page whose policy forbids inline styles. */
export function toFragment(document: PlainDocument): string {
  const { language, direction } = document
  const numbers = numberNotes(document)
  return [
    `<article class="appeal" lang="${escapeHtml(language)}" dir="${direction}">`,
    `<h1>${escapeHtml(document.title)}</h1>`,
    ...document.blocks.map((block) => toElement(block, numbers)),
    '</article>',
  ].join('\n')
}

/** Another form or language of a page. */
export interface PageLink {
  readonly href: string
  readonly text: string
  /** BCP 47, when it leads to another language. */
  readonly language?: string
}

/** A page of its own that prints on A4; the links to its other forms stay off the paper. */
export function toPage(document: PlainDocument, links: readonly PageLink[] = []): string {
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
    ...(links.length === 0 ? [] : [`<nav>${links.map(linkOf).join(' · ')}</nav>`]),
    '<main>',
    toFragment(document),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function linkOf({ href, text, language }: PageLink): string {
  const lang = language === undefined ? '' : ` hreflang="${language}" lang="${language}"`
  return `<a href="${escapeHtml(href)}"${lang}>${escapeHtml(text)}</a>`
}

type Numbers = ReadonlyMap<string, number>

function toElement(block: Block, numbers: Numbers): string {
  const write = (text: Text): string => inline(text, numbers)
  if (block.kind === 'heading') return `<h2>${escapeHtml(block.text)}</h2>`
  if (block.kind === 'paragraph') return `<p>${write(block.text)}</p>`
  if (block.kind === 'list')
    return `<ul>\n${block.items.map((one) => `<li>${write(one)}</li>`).join('\n')}\n</ul>`
  if (block.kind === 'table') return table(block, write)
  if (block.kind === 'chart')
    return [
      `<figure class="chart" id="chart-${escapeHtml(block.id)}">`,
      block.svg,
      `<figcaption>${escapeHtml(block.alternative)}</figcaption>`,
      '</figure>',
      table(block, write),
    ].join('\n')
  const notes = inOrder(block.notes, numbers).map(
    ({ id, text }) => `<li id="${anchor(id)}">${escapeHtml(text)}</li>`,
  )
  return `<ol class="notes">\n${notes.join('\n')}\n</ol>`
}

/** A number links to the note that says where it comes from. */
function inline(text: Text, numbers: Numbers): string {
  return runsOf(text)
    .map((run) => {
      if (typeof run === 'string') return escapeHtml(run)
      const mark = run.isQuiet === true ? '' : `<sup>${numbers.get(run.note) ?? ''}</sup>`
      return `<a class="trail" href="#${anchor(run.note)}">${escapeHtml(run.text)}${mark}</a>`
    })
    .join('')
}

function anchor(note: string): string {
  return `figure-${escapeHtml(note)}`
}

function table({ caption, columns, rows }: Table, write: (text: Text) => string): string {
  const head = columns.map((one) => `<th scope="col">${write(one)}</th>`).join('')
  const body = rows.map(([name = '', ...cells]) => {
    const rest = cells.map((one) => `<td>${write(one)}</td>`).join('')
    return `<tr><th scope="row">${write(name)}</th>${rest}</tr>`
  })
  return [
    '<table>',
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>\n${body.join('\n')}\n</tbody>`,
    '</table>',
  ].join('\n')
}

const PRINT_STYLE = `
@page { size: A4; margin: 20mm 18mm; }
body { margin: 0; color: #1a1a1a; background: #fff; font: 11pt/1.5 Georgia, "Noto Serif", "Noto Naskh Arabic", serif; }
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
figure { margin: 1em 0; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 0.9em; }
a.trail { color: inherit; text-decoration: none; }
a.trail sup { font-size: 0.65em; line-height: 0; color: #444; margin-inline-start: 0.1em; }
ol.notes { font-size: 0.85em; }
ol.notes :target, ol.notes li:target { background: #fff3b0; }
nav { max-width: 42rem; margin: 0 auto; padding: 1rem; font-size: 0.9em; }
@media print { nav { display: none; } main { max-width: none; padding: 0; } }
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
