import { expect, test } from 'vitest'
import { createLog, placesOf } from './log.ts'

function written(): { readonly lines: Record<string, unknown>[]; write: (line: string) => void } {
  const lines: Record<string, unknown>[] = []
  return { lines, write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
}

test('a line holds its event and the fields that are allowed, and nothing else a caller hands in', () => {
  const { lines, write } = written()
  const log = createLog({ level: 'info', instance: 'one', write })
  const more = { route: '/api/cases/:case', status: 200, name: 'Testa Probe', query: '?q=Testa' }
  log.info('request', more)
  expect(lines[0]).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-/),
    instance: 'one',
    event: 'request',
    route: '/api/cases/:case',
    status: 200,
  })
})

test('a name in an allowed field is not written either', () => {
  const { lines, write } = written()
  createLog({ level: 'info', instance: 'one', write }).error('fault', {
    why: 'Testa Probe, born 1990',
    at: ['api/app.ts:1:2', 'پروبه'],
  })
  expect(lines[0]).toMatchObject({ why: 'other', at: ['api/app.ts:1:2', 'other'] })
})

test('the places of a fault name files of the program, not its folder and not its message', () => {
  const error = new Error('Key (name)=(Testa Probe) is there already')
  const places = placesOf(error)
  expect(places[0]).toMatch(/^observing\/log\.test\.ts:\d+:\d+$/)
  expect(places.join()).not.toMatch(/Testa|^\//)
})

test('what is below the level is not written', () => {
  const { lines, write } = written()
  const log = createLog({ level: 'error', instance: 'one', write })
  log.info('request')
  log.warn('not_ready')
  log.error('fault')
  expect(lines.map((line) => line['event'])).toEqual(['fault'])
})
