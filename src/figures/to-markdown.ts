import type { Block, PlainDocument, Table, Text } from './document.ts'
import { inOrder, numberNotes, plain } from './document.ts'

/** Markdown (CommonMark with tables) in which no text can become markup. */
export function toMarkdown(document: PlainDocument): string {
  const numbers = numberNotes(document)
  const blocks = document.blocks.map((block) => toText(block, numbers))
  return `${[`# ${escape(document.title)}`, ...blocks].join('\n\n')}\n`
}

function toText(block: Block, numbers: ReadonlyMap<string, number>): string {
  if (block.kind === 'heading') return `## ${escape(block.text)}`
  if (block.kind === 'paragraph') return escape(block.text)
  if (block.kind === 'list') return block.items.map((one) => `- ${escape(one)}`).join('\n')
  if (block.kind === 'table') return table(block)
  if (block.kind === 'chart') return [escape(block.alternative), table(block)].join('\n\n')
  return inOrder(block.notes, numbers)
    .map(({ text }, index) => `${index + 1}. ${escape(text)}`)
    .join('\n')
}

function table({ caption, columns, rows }: Table): string {
  const line = (cells: readonly Text[]): string => `| ${cells.map(escape).join(' | ')} |`
  const rule = `| ${columns.map((_, index) => (index === 0 ? ':--' : '--:')).join(' | ')} |`
  return [`${escape(caption)}:`, '', line(columns), rule, ...rows.map(line)].join('\n')
}

function escape(text: Text): string {
  return escapeMarkdown(plain(text))
}

/** Text on one line of Markdown: nothing in it marks up, links, opens HTML or starts a block. */
function escapeMarkdown(text: string): string {
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
