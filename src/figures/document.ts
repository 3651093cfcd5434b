/** A plain document: what a text says, before it has a form. All text is unescaped. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | ({ readonly kind: 'table' } & Table)
  | ({ readonly kind: 'chart' } & Chart)
  /** Where the numbers of the text come from; only those that it points at are kept. */
  | { readonly kind: 'notes'; readonly notes: readonly Note[] }

/**
 * A piece of text; with `note`, a number and the id of the note that says where it comes from.
 * A quiet one leads there without a mark: the heading of its column has one.
 */
export type Run = string | { readonly text: string; readonly note: string; readonly isQuiet?: true }
export type Text = string | readonly Run[]

export interface Note {
  readonly id: string
  readonly text: string
}

export interface Table {
  readonly caption: string
  readonly columns: readonly Text[]
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Text[])[]
}

/** A picture that is never the only way to what it shows: its words and its table stand by it. */
export interface Chart extends Table {
  readonly id: string
  /** What the picture shows, for whoever does not see it. */
  readonly alternative: string
  /** An SVG element without style, script or outside reference. */
  readonly svg: string
}

export interface PlainDocument {
  readonly title: string
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly blocks: readonly Block[]
}

export function runsOf(text: Text): readonly Run[] {
  return typeof text === 'string' ? [text] : text
}

/** The text without its notes. */
export function plain(text: Text): string {
  return runsOf(text)
    .map((run) => (typeof run === 'string' ? run : run.text))
    .join('')
}

/** Notes in the order in which the text first points at them; the first is number 1. */
export function numberNotes(document: PlainDocument): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  for (const text of document.blocks.flatMap(textsOf))
    for (const run of runsOf(text))
      if (typeof run !== 'string' && !numbers.has(run.note)) numbers.set(run.note, numbers.size + 1)
  return numbers
}

/** The notes that the text points at, by number. */
export function inOrder(
  notes: readonly Note[],
  numbers: ReadonlyMap<string, number>,
): readonly Note[] {
  return notes
    .filter(({ id }) => numbers.has(id))
    .toSorted((a, b) => (numbers.get(a.id) ?? 0) - (numbers.get(b.id) ?? 0))
}

function textsOf(block: Block): readonly Text[] {
  if (block.kind === 'paragraph') return [block.text]
  if (block.kind === 'list') return block.items
  return block.kind === 'table' || block.kind === 'chart'
    ? [...block.columns, ...block.rows.flat()]
    : []
}
