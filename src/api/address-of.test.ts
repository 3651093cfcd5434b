import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressOf, trustedProxies } from './address-of.ts'

async function seen(remoteAddress: string, forwarded?: string, proxies: string[] = []) {
  const app = new Hono()
  app.get('/', (c) => c.text(addressOf(c, trustedProxies(proxies))))
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const env = { incoming: { socket: { remoteAddress } } }
  return (await app.request('/', { headers: headers as Record<string, string> }, env)).text()
}

test('without a trusted proxy the connection alone says where a request comes from', async () => {
  expect(await seen('192.0.2.7')).toBe('192.0.2.7')
  expect(await seen('::ffff:192.0.2.7', '203.0.113.9')).toBe('192.0.2.7')
  expect(await seen('')).toBe('unknown')
})

test('a trusted proxy is believed, and nobody before it', async () => {
  const proxies = ['127.0.0.1', '10.0.0.0/8']
  expect(await seen('127.0.0.1', '203.0.113.9', proxies)).toBe('203.0.113.9')
  expect(await seen('127.0.0.1', '1.1.1.1, 203.0.113.9, 10.1.2.3', proxies)).toBe('203.0.113.9')
  expect(await seen('127.0.0.1', 'nonsense', proxies)).toBe('unknown')
  expect(await seen('127.0.0.1', undefined, proxies)).toBe('unknown')
  expect(await seen('198.51.100.1', '203.0.113.9', proxies)).toBe('198.51.100.1')
})

test('addresses of one IPv6 network count as one', async () => {
  expect(await seen('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
  expect(await seen('2001:db8:1:2::9')).toBe('2001:db8:1:2')
  expect(await seen('2001:db8::1')).toBe('2001:db8:0:0')
})

test('a proxy that is no address is refused', () => {
  for (const text of ['proxy.example', '10.0.0.0/2', '10.0.0.0/33', ''])
    expect(() => trustedProxies([text]), text).toThrow(/ONWARD_PROXIES/)
})
