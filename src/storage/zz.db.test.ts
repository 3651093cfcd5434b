import { test } from 'vitest'
import { loadGenerated } from '../actions/load-generated.ts'
import { generateLoad } from '../reference/load.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { countFigures } from './figure-counts.ts'
import { listFigureEvents } from './figure-events.ts'
test('x', async () => {
  const d = await openTestDatabase()
  const t0 = performance.now()
  const op = await loadGenerated(d.db, generateLoad({ persons: 100_000 }))
  console.log('load', Math.round(performance.now() - t0))
  await d.db.read(op.id, async (tx) => {
    console.log(await tx.query('select count(*)::int n from events where operation_id=$1', [op.id]))
    for (let i = 0; i < 6; i++) {
      const t = performance.now()
      const c = await countFigures(tx, { asOf: '2016-01-01', knownBefore: '2030-01-01T00:00:00Z' })
      console.log('count', Math.round(performance.now() - t))
      if (i == 0) console.log(JSON.stringify(c.counts).slice(0, 900))
    }
    for (const id of ['population', 'accepted']) {
      const t = performance.now()
      const r = await listFigureEvents(
        tx,
        id,
        { asOf: '2016-01-01', knownBefore: '2030-01-01T00:00:00Z' },
        { limit: 50, offset: 0 },
      )
      console.log(id, r.total, Math.round(performance.now() - t))
    }
  })
  await d.close()
}, 400_000)
