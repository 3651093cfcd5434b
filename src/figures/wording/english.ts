import type { AppealWording } from './wording.ts'

/** The appeal in English. */
export const ENGLISH: AppealWording = {
  language: 'en-GB',
  locale: 'en-GB',
  direction: 'ltr',
  units: {
    persons: { one: '{$number} person', other: '{$number} persons' },
    cases: { one: '{$number} case', other: '{$number} cases' },
    places: { one: '{$number} place', other: '{$number} places' },
    days: { one: '{$number} day', other: '{$number} days' },
  },
  unitNames: { persons: 'persons', cases: 'cases', places: 'places', days: 'days' },
  about: 'about {$number}',
  few: 'fewer than 5',
  withheld: 'not shown',
  withheldOf: 'a number, not shown, of {$unit}',
  titles: {
    appeal: 'Appeal for places: {$operation}',
    report: 'Situation report: {$operation}',
  },
  headings: {
    people: 'The people',
    byState: 'By State',
    places: 'The places',
    times: 'How long it takes',
    pace: 'When everyone is out',
    help: 'Which places would help most',
    incidents: 'What happened',
    context: 'States that received people of this origin',
    definitions: 'What the figures count',
    method: 'How the figures are made',
  },
  sentences: {
    asOf: 'Figures as of {$asOf}, from what was recorded by {$knownOn}.',
    population: {
      by: 'population',
      one: '{population} is registered and present.',
      other: '{population} are registered and present.',
    },
    needs:
      'The protection needs of {protection_needs_determined} have been determined, those who left since among them.',
    submittedCases: {
      by: 'submitted_cases',
      one: '{submitted_cases} has been submitted to a State.',
      other: '{submitted_cases} have been submitted to States.',
    },
    submitted: {
      by: 'submitted_persons',
      one: '{submitted_persons} has been submitted to a State.',
      other: '{submitted_persons} have been submitted to States.',
    },
    waiting: '{with_states_persons} await a decision.',
    decided: 'States have accepted {accepted} and denied {denied}.',
    departed: {
      by: 'departed',
      one: '{departed} has departed.',
      other: '{departed} have departed.',
    },
    arrived: {
      by: 'arrived',
      one: '{arrived} has arrived in the country that accepted them.',
      other: '{arrived} have arrived in the countries that accepted them.',
    },
    outOfDanger: {
      by: 'out_of_danger',
      one: '{out_of_danger} is out of danger, whether or not a lasting solution was found.',
      other: '{out_of_danger} are out of danger, whether or not a lasting solution was found.',
    },
    confirmed: 'States have confirmed {places_confirmed}; {places_free} can still be used.',
    confirmedCases:
      'In offers that count cases, States have confirmed room for {case_places_confirmed}.',
    gap: 'For {gap} there is no place.',
    free: 'For everyone present there is a place that is used, reserved or free.',
    registeredToSubmitted:
      'From registration to submission: half within {days_registered_to_submitted_median}, nine in ten within {days_registered_to_submitted_p90}.',
    submittedToDecided:
      'From submission to decision: half within {days_submitted_to_decided_median}, nine in ten within {days_submitted_to_decided_p90}.',
    acceptedToDeparted:
      'From acceptance to departure: half within {days_accepted_to_departed_median}, nine in ten within {days_accepted_to_departed_p90}.',
    acceptanceRate:
      'Acceptance rate: {$rate}, which is accepted ÷ (accepted + denied) = {$accepted} ÷ ({$accepted} + {$denied}), in persons.',
    paceDate: 'At the pace of the last {$days} days, everyone is out about {$date}.',
    paceTooFew: 'In the last {$days} days too few departed, or nobody, to name a date.',
    paceFar: 'At the pace of the last {$days} days: not within 100 years.',
    paceFormula:
      'Formula: day of the figures + persons present × {$days} ÷ persons departed in the last {$days} days, both rounded = {$population} × {$days} ÷ {$departed} = {$wait} days.',
    help: '{$text}: {$places} in addition would let {$persons} more leave.',
    helpUnknown:
      '{$text}: {$places} in addition would help; for how many persons was not worked out.',
    incident: '{$kind}, {$where}, {$date}: {$statements}.',
    statements: 'according to {$publisher} {$list}',
    statement: 'on {$date}: {$value} {$measure}',
    statementRevised: 'on {$date}: {$value} {$measure} (revised)',
    contextIntro:
      'These States received people from {$origins} in {$years}, through all channels that the source counts.',
    contextCaveat:
      'A missing number is not a zero: the source has no row for it. Numbers may overlap with those above and change in later editions.',
    contextSource: 'Source: {$attribution}',
    byStateCaption: 'Persons by State, up to the day of the figures',
    placesCaption: 'Confirmed places by State, up to the day of the figures',
    contextCaption: 'Persons received, by State and year',
    overTimeCaption: 'Persons out of danger, as published',
    overTimeText:
      'Line chart. Day of the first figure: {$first}, {$from}. Day of the last: {$last}, {$to}. A bar stands for the range of a rounded number; a hollow point for a number that was revised later.',
    againstNeedCaption: 'Places against need',
    againstNeedText:
      'Bar chart on one scale, each bar with its own unit: a place is one seat for one person. {$bars}.',
    timelineCaption: 'What publishers said of incidents',
    timelineText:
      'Timeline. For each incident and each measure a point for what each publisher said, and a line from the lowest to the highest. {$incidents}.',
    note: '{$definition} Unit: {$unit}. As of {$asOf}, from what was recorded by {$knownOn}. Source: {$source}. Figure: {$id}.',
    methodSources:
      'The figures are counted from dated records of each step. What is said of incidents is what the named publishers said; where they differ, the range is what sources said, not an estimate, and a later statement does not erase an earlier one.',
    methodRounding:
      'Numbers of people from 1 to 4 are not shown, nor those from which such a number could be worked out: “about” stands in steps of 5 and may be off by 2, or by up to 10 where a number hangs together with others (those present, those waiting for a decision, those without a place, departures of the last days); “fewer than 5” is 1 to 4, and States with few people stand together.',
    methodUnits:
      'Persons, cases and places are different units: a case is a group of persons decided on together, a place is one seat in an offer. They are never added or divided by each other.',
  },
  columns: {
    state: 'State',
    submitted_persons: 'Submitted (persons)',
    accepted: 'Accepted (persons)',
    departed: 'Departed (persons)',
    arrived: 'Arrived (persons)',
    places_confirmed: 'Confirmed (places)',
    case_places_confirmed: 'Confirmed (cases)',
    total: 'Together (persons)',
    day: 'Day',
    number: 'Number',
    standing: 'Standing',
    revised: 'revised later',
    current: 'latest',
    what: 'What',
    incident: 'Incident',
    happened: 'Happened on',
    publisher: 'Publisher',
    stated: 'Said on',
    said: 'What was said',
  },
  otherStates: 'Other States',
  notInTable: 'no data',
  incidents: {
    attack: 'Attack',
    clash: 'Clash',
    fire: 'Fire',
    epidemic: 'Epidemic',
    expulsion: 'Expulsion',
    other: 'Incident',
  },
  measures: {
    killed: { one: 'killed', other: 'killed' },
    injured: { one: 'injured', other: 'injured' },
    missing: { one: 'missing', other: 'missing' },
  },
  wanted: {
    total: 'Places of any kind, {$state}',
    medical: 'Medical places, {$state}',
    emergency: 'Places no longer kept for emergencies, {$state}',
  },
  bars: {
    population: 'Persons present',
    gap: 'Persons without a place',
    places_confirmed: 'Places confirmed',
    places_free: 'Places free',
  },
  ownRecords: 'records of {$operation}, counted by Onward',
}
