import { expect, test } from 'vitest'
import { FIGURE_DEFINITIONS } from '../definitions.ts'
import { differences } from './compare.ts'
import { ownFigure } from './own-figure.ts'

const DAY = '2014-03-31'

function view(id: string, value: number) {
  const { unit, definition } = FIGURE_DEFINITIONS.find((one) => one.id === id) ?? {
    unit: 'persons' as const,
    definition: '',
  }
  return { id, value, unit, definition, asOf: DAY, knownOn: DAY }
}

test('what we count ourselves is a figure of the same kind, with ourselves as its origin', () => {
  expect(ownFigure(view('departed', 367), 'camp-l')).toMatchObject({
    origin: 'this-deployment',
    statement: { subject: 'camp-l', measure: 'departed', population: 'own-register' },
    unit: 'persons',
    best: 367,
    bestBy: 'own_process',
    status: 'single_origin',
  })
  expect(
    ownFigure({ ...view('departed', 208), id: 'departed_ALB', state: 'ALB' }, 'camp-l'),
  ).toMatchObject({
    id: 'departed_ALB',
    statement: { subject: 'ALB' },
  })
})

test('a time or a gap is no measure of claims, and cases are never a share of persons', () => {
  expect(ownFigure(view('gap', 3), 'camp-l')).toBeUndefined()
  const cases = ownFigure(view('submitted_cases', 3), 'camp-l')
  const persons = ownFigure(view('submitted_persons', 9), 'camp-l')
  if (cases === undefined || persons === undefined) throw new Error('no figure')
  expect(differences(cases, persons)).toEqual(['measure', 'unit'])
})
