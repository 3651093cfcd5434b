import { expect, test } from 'vitest'
import { nameLines } from './name-lines.ts'

test('each script is a line; a second spelling and the mother are not what one is called', () => {
  const lines = nameLines([
    { role: 'given', text: 'محمد', script: 'arabic' },
    { role: 'given', text: 'Mohammed', script: 'latin' },
    { role: 'given', text: 'Muhamad', script: 'latin' },
    { role: 'family', text: 'Nemuneh', script: 'latin' },
    { role: 'mother', text: 'Setareh', script: 'latin' },
  ])
  expect(lines).toEqual([
    { script: 'arabic', lang: 'und-Arab', called: 'محمد', spellings: [], mother: [] },
    {
      script: 'latin',
      lang: 'und-Latn',
      called: 'Mohammed Nemuneh',
      spellings: ['Muhamad'],
      mother: ['Setareh'],
    },
  ])
})
