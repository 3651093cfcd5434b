// Compiles the placement kernel (AssemblyScript) to WebAssembly, and wraps it in a module of bytes
// so that Node and browsers load it without a file system. Run by the build.
import { readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { root } from './ensure-built.mjs'

const folder = join(root, 'src', 'placement', 'kernel')
const source = join(folder, 'scan.as.ts')
const wasm = join(root, 'dist', 'scan.wasm')
const target = join(folder, 'scan-bytes.ts')

const said = asc.createMemoryStream()
const { error } = await asc.main(
  [
    source,
    '--outFile',
    wasm,
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
    '--noExportMemory',
    '-O3',
    '--noAssert',
  ],
  { stderr: said },
)
if (error) {
  process.stderr.write(`The placement kernel does not compile.\n${said.toString()}`)
  process.exit(1)
}
const bytes = readFileSync(wasm).toString('base64')
rmSync(wasm)
const text = `/** Made by scripts/build-kernel.mjs from scan.as.ts; not checked in. */
export const SCAN_WASM =
  '${bytes}'
`
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
