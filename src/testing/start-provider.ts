import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A real OpenID provider on loopback, where whoever types a name has it. */
export interface TestProvider {
  readonly issuer: string
  /** Goes through its pages as the person of this name; the address it sends the browser back to. */
  signIn(url: string, name: string): Promise<URL>
  close(): Promise<void>
}

export const TEST_CLIENT = { clientId: 'onward', clientSecret: 'only-of-this-test' }

export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: TEST_CLIENT.clientId,
        client_secret: TEST_CLIENT.clientSecret,
        redirect_uris: [redirectUri],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['only of this test'] },
    // Everybody has the same address: it must decide nothing.
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, email: 'shared@example.org', email_verified: true }),
    }),
  })
  server.on('request', provider.callback())
  return {
    issuer,
    signIn: (url, name) => walk(url, name, redirectUri),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const MOST_HOPS = 20

/** Follows redirects and sends the provider's own forms, with a browser's cookies. */
async function walk(url: string, name: string, redirectUri: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let next: { readonly url: string; readonly form?: URLSearchParams } = { url }
  for (let hops = 0; hops < MOST_HOPS; hops += 1) {
    const response = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(next.form === undefined ? {} : { method: 'POST', body: next.form }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(key, value)
    }
    const to = response.headers.get('location')
    if (to !== null) {
      const at = new URL(to, next.url)
      if (at.href.startsWith(redirectUri)) return at
      next = { url: at.href }
      continue
    }
    const page = await response.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1]
    if (action === undefined || prompt === undefined)
      throw new Error(`The provider answered ${response.status} without a form.`)
    const form = new URLSearchParams({ prompt, login: name, password: 'any' })
    next = { url: new URL(action, next.url).href, form }
  }
  throw new Error('The provider never sent the browser back.')
}
