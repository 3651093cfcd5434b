// node bench/backup.mjs [PERSONS]: seconds and megabytes of backup, check and restore of so many
// invented persons, beside pg_dump -Fc and pg_restore of the same data where they are installed.
// ONWARD_PG_BIN names programs of pg_dump's own version (it refuses newer servers).
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { openDatabase, withOwner } = await import('../dist/storage/open-database.js')
const { loadGenerated } = await import('../dist/actions/load-generated.js')
const { referenceOperation } = await import('../dist/actions/reference-operation.js')
const { writeBackup } = await import('../dist/storage/backup/write-backup.js')
const { checkBackup } = await import('../dist/storage/backup/read-backup.js')
const { restoreBackup } = await import('../dist/storage/backup/restore-backup.js')
const { makeBackupKey } = await import('../dist/storage/backup/sealed-file.js')
const { openEmbedded } = await import('../dist/storage/embedded/open-embedded.js')

const persons = Number(process.argv[2] ?? 100_000)
const bin = process.env.ONWARD_PG_BIN
const folder = mkdtempSync(join(tmpdir(), 'onward-bench-'))
chmodSync(folder, 0o711)
const source = { dataFolder: join(folder, 'source') }
const target = { dataFolder: join(folder, 'target') }
const file = join(folder, 'backup.age')
const megabytes = (bytes) => Math.round(bytes / 1e5) / 10

async function timed(what, work) {
  const from = performance.now()
  const result = await work()
  const took = Math.round(performance.now() - from) / 1000
  process.stdout.write(`${what}: ${took} s\n`)
  return { took, result }
}

function run(program, args) {
  const { status, stderr } = spawnSync(join(bin, program), args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

try {
  const key = await makeBackupKey()
  const db = await openDatabase(source)
  await timed(`load of ${persons} persons`, () => loadGenerated(db, referenceOperation(persons)))
  await db.close()

  const backup = await timed('backup', () =>
    withOwner(source, async (client) => {
      const keys = { recipients: [key.recipient] }
      const { sealed, done } = await writeBackup(client, { keys, program: 'bench' })
      await pipeline(sealed, createWriteStream(file))
      return done()
    }),
  )
  const { rows, bytes } = backup.result
  const packed = statSync(file).size
  process.stdout.write(
    `backup: ${rows} rows, ${megabytes(bytes)} MB unpacked, ${megabytes(packed)} MB in the file\n`,
  )
  const keys = { identities: [key.identity] }
  await timed('check', () => checkBackup(createReadStream(file), keys))
  await openEmbedded(target).then((server) => server.close())
  const restore = await timed('restore', () =>
    withOwner(target, (client) => restoreBackup(client, createReadStream(file), { keys })),
  )

  if (bin !== undefined) {
    const server = await openEmbedded(source)
    const to = ['-h', server.socketFolder, '-U', server.superuser]
    const dumped = join(folder, 'dump')
    const dump = await timed('pg_dump -Fc', () =>
      run('pg_dump', [...to, '-Fc', '-f', dumped, 'onward']),
    )
    run('createdb', [...to, 'copy'])
    const back = await timed('pg_restore -1', () =>
      run('pg_restore', [...to, '-1', '-d', 'copy', dumped]),
    )
    await server.close()
    const ratio = (mine, other) => (mine / other).toFixed(2)
    process.stdout.write(
      `ratios to pg_dump and pg_restore: backup ${ratio(backup.took, dump.took)}, restore ` +
        `${ratio(restore.took, back.took)}, file ${ratio(packed, statSync(dumped).size)}\n`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
