import type * as Docx from 'docx'
import { unzipSync, zipSync } from 'fflate'
import type { Block, PlainDocument, Table, Text } from '../figures/document.ts'
import { inOrder, numberNotes, runsOf } from '../figures/document.ts'

/** A file in a ZIP has a day of its own; all have this one, so that equal texts are equal bytes. */
const NO_DAY = '2000-01-01T00:00:00Z'

/**
 * A Word file (OOXML) with right-to-left marks where the language needs them; numbers link to their
 * notes. The same document gives the same bytes. Charts stand as their words and their table.
 */
export async function toWord(document: PlainDocument): Promise<Uint8Array> {
  const docx = await import('docx')
  const writer = new Writer(docx, document)
  const file = new docx.Document({
    title: document.title,
    creator: 'Onward',
    lastModifiedBy: 'Onward',
    styles: { default: { document: { run: { font: 'Noto Sans', size: 21 } } } },
    sections: [{ children: writer.all() }],
  })
  return settle(new Uint8Array(await docx.Packer.toBuffer(file)))
}

/** The packer writes the time of packing, and counts bookmarks on from file to file. */
function settle(bytes: Uint8Array): Uint8Array {
  const settled = Object.entries(unzipSync(bytes)).map(([name, content]) => {
    const still = STILL[name]
    if (still === undefined) return [name, content] as const
    return [name, new TextEncoder().encode(still(new TextDecoder().decode(content)))] as const
  })
  return zipSync(Object.fromEntries(settled), { mtime: new Date(2000, 0, 1) })
}

const STILL: Readonly<Record<string, (text: string) => string>> = {
  'docProps/core.xml': (text) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, NO_DAY),
  'word/document.xml': (text) => {
    const ids = new Map<string, number>()
    return text.replaceAll(
      /(<w:bookmark(?:Start|End)\b[^>]*w:id=")(\d+)"/g,
      (_whole, start: string, id: string) => {
        if (!ids.has(id)) ids.set(id, ids.size + 1)
        return `${start}${ids.get(id) ?? 0}"`
      },
    )
  },
}

type Child = Docx.Paragraph | Docx.Table

class Writer {
  readonly #docx: typeof Docx
  readonly #document: PlainDocument
  readonly #numbers: ReadonlyMap<string, number>

  constructor(docx: typeof Docx, document: PlainDocument) {
    this.#docx = docx
    this.#document = document
    this.#numbers = numberNotes(document)
  }

  all(): Child[] {
    const { HeadingLevel } = this.#docx
    return [
      this.#paragraph(this.#document.title, { heading: HeadingLevel.HEADING_1 }),
      ...this.#document.blocks.flatMap((block) => this.#block(block)),
    ]
  }

  get #isRight(): boolean {
    return this.#document.direction === 'rtl'
  }

  #block(block: Block): readonly Child[] {
    if (block.kind === 'heading')
      return [this.#paragraph(block.text, { heading: this.#docx.HeadingLevel.HEADING_2 })]
    if (block.kind === 'paragraph') return [this.#paragraph(block.text)]
    if (block.kind === 'list')
      return block.items.map((one) => this.#paragraph(one, { bullet: { level: 0 } }))
    if (block.kind === 'table') return this.#table(block)
    if (block.kind === 'chart') return [this.#paragraph(block.alternative), ...this.#table(block)]
    return inOrder(block.notes, this.#numbers).map(({ text }, index) => {
      const { Bookmark, Paragraph } = this.#docx
      const children = [this.#run(`${index + 1}. ${text}`)]
      return new Paragraph({
        bidirectional: this.#isRight,
        children: [new Bookmark({ id: `note${index + 1}`, children })],
      })
    })
  }

  #paragraph(text: Text, options: Partial<Docx.IParagraphOptions> = {}): Docx.Paragraph {
    const { Paragraph } = this.#docx
    return new Paragraph({ ...options, bidirectional: this.#isRight, children: this.#runs(text) })
  }

  #runs(text: Text): Docx.ParagraphChild[] {
    return runsOf(text).flatMap((run): Docx.ParagraphChild[] => {
      if (typeof run === 'string') return [this.#run(run)]
      const number = this.#numbers.get(run.note)
      if (number === undefined || run.isQuiet === true) return [this.#run(run.text)]
      const mark = this.#run(String(number), { superScript: true })
      return [
        this.#run(run.text),
        new this.#docx.InternalHyperlink({ anchor: `note${number}`, children: [mark] }),
      ]
    })
  }

  #run(text: string, options: Partial<Docx.IRunOptions> = {}): Docx.TextRun {
    return new this.#docx.TextRun({ ...options, text, rightToLeft: this.#isRight })
  }

  #table({ caption, columns, rows }: Table): readonly Child[] {
    const docx = this.#docx
    const cell = (text: Text): Docx.TableCell =>
      new docx.TableCell({ children: [this.#paragraph(text)] })
    const head = new docx.TableRow({ tableHeader: true, children: columns.map(cell) })
    const body = rows.map((row) => new docx.TableRow({ children: row.map(cell) }))
    return [
      this.#paragraph(caption, { keepNext: true }),
      new docx.Table({
        rows: [head, ...body],
        visuallyRightToLeft: this.#isRight,
        width: { size: 100, type: docx.WidthType.PERCENTAGE },
      }),
      this.#paragraph(''),
    ]
  }
}
