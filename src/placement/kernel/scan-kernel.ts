import { SCAN_WASM } from './scan-bytes.ts'

// This room knows neither Node nor the browser; both have these.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
}
declare function atob(text: string): string

const PAGE = 65_536
const BLOCK_BYTES = 2 ** 21
/** What a pair that is not allowed pays. */
const NEVER = 2e30

interface Exports {
  readonly scan: (
    rows: number,
    width: number,
    most: number,
    reach: number,
    ...pointers: number[]
  ) => void
}

let compiled: object | undefined

/**
 * The pass over all scores in WebAssembly with 128-bit vectors: blocks of rows are copied in, and
 * the best options of each row come out.
 */
export class ScanKernel {
  readonly #exports: Exports
  readonly #buffer: ArrayBuffer
  readonly #width: number
  readonly #localities: number
  readonly #most: number
  readonly #at: readonly number[]
  /** Rows of one block. */
  readonly rows: number
  /** Scores of the block to be scanned: write row r at r x `width`. */
  readonly scores: Float32Array
  readonly width: number
  readonly kinds: Int32Array
  /** Out: rows x most. */
  readonly locality: Int32Array
  readonly kept: Float32Array
  /** Out: by row, 0 at least. */
  readonly best: Float32Array

  constructor(localities: number, kinds: number, most: number) {
    const width = Math.ceil(localities / 4) * 4
    const rows = Math.max(16, Math.min(4096, Math.floor(BLOCK_BYTES / (width * 4))))
    const sizes = [
      rows * width,
      kinds * width,
      rows,
      rows * most,
      rows * most,
      rows,
      width + 2 * most,
    ]
    const at: number[] = []
    let end = 1024
    for (const size of sizes) {
      at.push(end)
      end += Math.ceil((size * 4) / 16) * 16
    }
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) })
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(SCAN_WASM), (c) => c.charCodeAt(0)))
    const instance = new WebAssembly.Instance(compiled, { env: { memory } })
    this.#exports = instance.exports as Exports
    this.#buffer = memory.buffer
    this.#width = width
    this.width = width
    this.#localities = localities
    this.#most = most
    this.#at = at
    this.rows = rows
    this.scores = new Float32Array(memory.buffer, at[0]!, sizes[0])
    this.scores.fill(NaN)
    this.kinds = new Int32Array(memory.buffer, at[2]!, rows)
    this.locality = new Int32Array(memory.buffer, at[3]!, rows * most)
    this.kept = new Float32Array(memory.buffer, at[4]!, rows * most)
    this.best = new Float32Array(memory.buffer, at[5]!, rows)
  }

  /** What each kind pays at each locality: kinds x localities, infinite where it cannot go. */
  setCosts(table: Float64Array): void {
    const kinds = table.length / this.#localities
    const into = new Float32Array(this.#buffer, this.#at[1], kinds * this.#width).fill(NEVER)
    for (let kind = 0; kind < kinds; kind += 1) {
      for (let l = 0; l < this.#localities; l += 1) {
        into[kind * this.#width + l] = Math.min(NEVER, table[kind * this.#localities + l]!)
      }
    }
  }

  /** Scans the first `rows` rows; options further than `reach` below the row's best are left. */
  scan(rows: number, reach: number): void {
    this.#exports.scan(rows, this.#width, this.#most, reach, ...this.#at)
  }
}
