import { seeded } from '../placement/seeded.ts'

/**
 * A FEBRL table with names, birth date and state alone, where 14 % of dates are 1 January and
 * 10 % are missing (identity.md §8).
 */
export function fourFieldVariant(csv: string, seed: number): string {
  const next = seeded(seed)
  const [head = '', ...lines] = csv.trim().split('\n')
  const header = head.split(',').map((name) => name.trim())
  const at = ['rec_id', 'given_name', 'surname', 'state', 'date_of_birth'].map((name) =>
    header.indexOf(name),
  )
  const rows = lines.map((line) => {
    const cells = line.split(',')
    const [id = '', given = '', family = '', state = '', birth = ''] = at.map(
      (column) => cells[column]?.trim() ?? '',
    )
    const chance = next()
    const date =
      chance < 0.1 ? '' : chance < 0.24 && birth !== '' ? `${birth.slice(0, 4)}0101` : birth
    return [id, given, family, state, date].join(',')
  })
  return `${['rec_id,given_name,surname,state,date_of_birth', ...rows].join('\n')}\n`
}
