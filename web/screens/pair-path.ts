/** Where two records are shown side by side. */
export function pairPath(left: string, right: string): string {
  return `/same/${encodeURIComponent(left)}/${encodeURIComponent(right)}`
}
