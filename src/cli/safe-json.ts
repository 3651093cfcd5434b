/** What turns text around, or steers a terminal from above ASCII: JSON leaves it as it is. */
const STEERING = /[\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/g

/** JSON that a terminal shows and does not obey, and that reads back as the very same value. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(
    STEERING,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
