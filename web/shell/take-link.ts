/**
 * The token of a one-time link, which stands behind `#` where no server and no Referer sees it; it
 * is taken out of the address and of the history at once.
 */
export function takeLink(): string | undefined {
  const { pathname, hash } = location
  if (pathname !== '/sign-in' || hash.length < 2) return undefined
  history.replaceState(null, '', '/')
  return hash.slice(1)
}
