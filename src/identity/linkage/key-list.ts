/** Keys of records: sorted, records with one key stand together and in order. */
export class KeyList {
  keys = new Uint32Array(1024)
  records = new Uint32Array(1024)
  count = 0

  add(key: number, record: number): void {
    if (this.count === this.keys.length) {
      this.keys = grown(this.keys)
      this.records = grown(this.records)
    }
    this.keys[this.count] = key
    this.records[this.count++] = record
  }

  /** Sorts by key, and keeps the order of the records of one key (radix sort, 11 bits a pass). */
  sort(): this {
    let from: Columns = { keys: this.keys.subarray(0, this.count), records: this.records }
    let to: Columns = { keys: new Uint32Array(this.count), records: new Uint32Array(this.count) }
    for (const shift of [0, 11, 22]) {
      spread(from, to, shift, this.count)
      const emptied = from
      from = to
      to = emptied
    }
    this.keys = from.keys
    this.records = from.records
    return this
  }
}

interface Columns {
  readonly keys: Uint32Array<ArrayBuffer>
  readonly records: Uint32Array<ArrayBuffer>
}

function spread(from: Columns, to: Columns, shift: number, count: number): void {
  const places = new Uint32Array(2049)
  for (let at = 0; at < count; at++) {
    const digit = ((from.keys[at] ?? 0) >>> shift) & 2047
    places[digit + 1] = (places[digit + 1] ?? 0) + 1
  }
  for (let digit = 1; digit < places.length; digit++)
    places[digit] = (places[digit] ?? 0) + (places[digit - 1] ?? 0)
  for (let at = 0; at < count; at++) {
    const key = from.keys[at] ?? 0
    const digit = (key >>> shift) & 2047
    const place = places[digit] ?? 0
    places[digit] = place + 1
    to.keys[place] = key
    to.records[place] = from.records[at] ?? 0
  }
}

function grown(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(column.length * 2)
  longer.set(column)
  return longer
}
