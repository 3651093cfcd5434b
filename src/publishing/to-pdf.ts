import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { TypstCompiler } from '@myriaddreamin/typst.ts/compiler'
import { DomainError } from '../domain/errors.ts'
import type { Block, PlainDocument, Table, Text } from '../figures/document.ts'
import { inOrder, numberNotes, runsOf } from '../figures/document.ts'
import { TYPST_TEMPLATE } from './typst-template.ts'

/** Typst's number for PDF; its name writes a broken file. */
const PDF = 1

let compiler: Promise<TypstCompiler> | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * A tagged PDF on A4, with the fonts for Arabic script inside. The same document gives the same
 * bytes. The typesetter (28 MB of WebAssembly) is loaded by the first call and reads neither the
 * disk nor the network.
 */
export async function toPdf(document: PlainDocument): Promise<Uint8Array> {
  compiler ??= loadCompiler()
  const ready = await compiler
  // One document at a time: the compiler has one set of files.
  const job = last.then(() => compile(ready, document))
  last = job.catch(() => undefined)
  return job
}

async function compile(ready: TypstCompiler, document: PlainDocument): Promise<Uint8Array> {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  ready.resetShadow()
  ready.addSource('/main.typ', TYPST_TEMPLATE)
  ready.mapShadow('/data.json', encode(JSON.stringify(toData(document))))
  for (const block of document.blocks)
    if (block.kind === 'chart') ready.mapShadow(fileOf(block.id), encode(block.svg))
  const { result, diagnostics } = await ready.compile({
    mainFilePath: '/main.typ',
    format: PDF,
    diagnostics: 'full',
  })
  if (result === undefined)
    throw new DomainError(
      'unavailable',
      `The PDF could not be set: ${diagnostics?.[0]?.message ?? 'no reason was given'}. Take the HTML and print it.`,
    )
  return result
}

const require = createRequire(import.meta.url)
const FONTS = [
  require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  require.resolve('@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf'),
  require.resolve('@expo-google-fonts/noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf'),
] as const

async function loadCompiler(): Promise<TypstCompiler> {
  const { createTypstCompiler, loadFonts } = await import('@myriaddreamin/typst.ts')
  const bytes = (path: string): Promise<Buffer> => readFile(path)
  const [wasm, fonts] = await Promise.all([
    bytes(
      require.resolve('@myriaddreamin/typst-ts-web-compiler/pkg/typst_ts_web_compiler_bg.wasm'),
    ),
    Promise.all(FONTS.map(bytes)),
  ])
  const made = createTypstCompiler()
  await made.init({
    getModule: () => ({ module_or_path: wasm }),
    // Without the assets it would fetch its own fonts.
    beforeBuild: [
      loadFonts(
        fonts.map((font) => new Uint8Array(font)),
        { assets: false },
      ),
    ],
  })
  return made
}

/** What the template reads. */
function toData(document: PlainDocument): unknown {
  const numbers = numberNotes(document)
  const count = new Intl.NumberFormat(
    document.language === 'ar' ? 'ar-u-nu-latn' : document.language,
  )
  const write = (text: Text): unknown => ({
    runs: runsOf(text).map((run) => {
      if (typeof run === 'string') return { t: run }
      const n = numbers.get(run.note)
      return n === undefined
        ? { t: run.text }
        : { t: run.text, n, label: run.isQuiet === true ? '' : count.format(n) }
    }),
  })
  const table = ({ caption, columns, rows }: Table): object => ({
    caption,
    columns: columns.map(write),
    rows: rows.map((row) => row.map(write)),
  })
  const data = (block: Block): object => {
    if (block.kind === 'heading') return block
    if (block.kind === 'paragraph') return { kind: block.kind, ...(write(block.text) as object) }
    if (block.kind === 'list') return { kind: block.kind, items: block.items.map(write) }
    if (block.kind === 'table') return { kind: block.kind, ...table(block) }
    if (block.kind === 'chart') {
      const { kind, alternative, id } = block
      return { kind, alternative, file: fileOf(id), ...table(block) }
    }
    const notes = inOrder(block.notes, numbers).map(({ text }, index) => ({
      n: index + 1,
      label: `${count.format(index + 1)}.`,
      text,
    }))
    return { kind: block.kind, notes }
  }
  return {
    title: document.title,
    lang: document.language.slice(0, 2),
    rtl: document.direction === 'rtl',
    digit: count.format(1),
    blocks: document.blocks.map(data),
  }
}

function fileOf(id: string): string {
  return `/${id}.svg`
}
