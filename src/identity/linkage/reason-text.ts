import type { EvidenceReason } from '../../domain/person-views.ts'

const FIELD_WORDS: Readonly<Record<string, string>> = {
  given: 'given name',
  family: 'family name',
  father: "father's name",
  grandfather: "grandfather's name",
  mother: "mother's name",
  whole: 'full name',
  birth: 'birth date',
  place: 'place',
}

const LEVEL_WORDS: Readonly<Record<string, string>> = {
  same: 'agrees',
  same_sound: 'is spelt differently and sounds the same',
  close: 'is nearly the same',
  similar: 'is similar',
  different: 'differs',
  swapped: 'and family name stand in each other’s place',
  same_day: 'agrees to the day',
  year_only: 'agrees as far as it is known',
  overlap: 'may be the same, as far as age or estimate say',
  day_month_swapped: 'agrees with day and month exchanged',
  one_digit: 'differs in one digit',
  other_calendar: 'agrees when read in another calendar',
  near: 'is within a year',
  same_year: 'agrees in the year alone',
}

const WHOLE_SENTENCES: Readonly<Record<string, string>> = {
  may_be_kin: 'what agrees is what relatives share',
  same_list: 'both stand on one household’s list',
  members_match: 'other members of the two households match',
}

/** A reason in plain English; screens have their own words by field and level. */
export function reasonText({ field, level, rarity }: EvidenceReason): string {
  const sentence = WHOLE_SENTENCES[level]
  if (sentence !== undefined) return sentence
  const name = FIELD_WORDS[field] ?? field.replaceAll('_', ' ')
  const seen = rarity === undefined ? '' : rarity === 'rare' ? ' (rare)' : ' (frequent)'
  return `${name} ${LEVEL_WORDS[level] ?? level.replaceAll('_', ' ')}${seen}`
}
