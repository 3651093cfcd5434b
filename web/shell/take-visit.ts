/**
 * What the organisation's provider sent the browser back with: taken out of the address and of the
 * history at once.
 */
export function takeVisit(): string | undefined {
  const { pathname, search } = location
  if (pathname !== '/sign-in/back' || search === '') return undefined
  history.replaceState(null, '', '/')
  return search
}
