import { expect, test } from 'vitest'
import { readServerSettings } from './server-settings.ts'

test('without settings it listens on loopback, works on jobs, tells faults only and has no metrics', () => {
  expect(readServerSettings({})).toEqual({
    host: '127.0.0.1',
    logLevel: 'error',
    drainSeconds: 0,
    hasWorker: true,
  })
})

test('an address that other machines reach is refused unless people’s https address is known', () => {
  for (const host of ['0.0.0.0', '10.1.2.3', '::']) {
    expect(() => readServerSettings({ ONWARD_LISTEN: host })).toThrow(/ONWARD_ORIGIN/)
    const plain = { ONWARD_LISTEN: host, ONWARD_ORIGIN: 'http://onward.example.org' }
    expect(() => readServerSettings(plain)).toThrow(/ONWARD_ORIGIN/)
    const known = { ONWARD_LISTEN: host, ONWARD_ORIGIN: 'https://onward.example.org' }
    expect(readServerSettings(known).host).toBe(host)
  }
})

test('metrics are at a port of loopback, or at a named address', () => {
  expect(readServerSettings({ ONWARD_METRICS: '9464' }).metrics).toEqual({
    host: '127.0.0.1',
    port: 9464,
  })
  expect(readServerSettings({ ONWARD_METRICS: '[::1]:9464' }).metrics?.host).toBe('::1')
  expect(() => readServerSettings({ ONWARD_METRICS: 'yes' })).toThrow(/ONWARD_METRICS/)
})
