import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Context } from 'hono'
import { DomainError } from '../domain/errors.ts'

/** The proxies whose word on a visitor's address is believed: addresses, or networks as 10.0.0.0/8. */
export function trustedProxies(texts: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of texts) {
    const [address = '', bits] = text.trim().split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    const most = family === 'ipv4' ? 32 : 128
    const length = bits === undefined ? most : Number(bits)
    if ((!isIPv4(address) && !isIPv6(address)) || !(length >= 8 && length <= most))
      throw new DomainError(
        'invalid_input',
        'ONWARD_PROXIES names addresses or networks, separated by commas, for example 127.0.0.1,10.0.0.0/8.',
      )
    list.addSubnet(address, length, family)
  }
  return list
}

/**
 * Where a request comes from, for limits: the other end of the connection, or when that is a trusted
 * proxy the last address in X-Forwarded-For that is none. What others write there counts for nothing.
 * Of IPv6 the network, because a visitor has all the addresses in it.
 */
export function addressOf(context: Context, proxies: BlockList): string {
  const end = plain(remoteAddress(context.env))
  if (!isIn(proxies, end)) return network(end)
  const named = (context.req.header('x-forwarded-for') ?? '').split(',').map(plain)
  return network(named.toReversed().find((one) => !isIn(proxies, one)) ?? end)
}

/** As Node's server hands it to Hono; undefined where there is no connection (tests). */
function remoteAddress(env: unknown): string {
  const { incoming } = (env ?? {}) as {
    incoming?: { socket?: { remoteAddress?: string } }
  }
  return incoming?.socket?.remoteAddress ?? ''
}

const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

function isIn(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4')
  return isIPv6(address) && list.check(address, 'ipv6')
}

const GROUPS = 8
const NETWORK_GROUPS = 4

function network(address: string): string {
  if (isIPv4(address)) return address
  if (!isIPv6(address)) return 'unknown'
  const [head = '', tail = ''] = address.toLowerCase().split('::')
  const groups = head.split(':').filter((one) => one !== '')
  const after = tail.split(':').filter((one) => one !== '')
  const zeros = Array.from({ length: GROUPS - groups.length - after.length }, () => '0')
  return [...groups, ...zeros, ...after].slice(0, NETWORK_GROUPS).join(':')
}
