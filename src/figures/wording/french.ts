import { FRENCH_DEFINITIONS } from './french-definitions.ts'
import type { AppealWording } from './wording.ts'

/** The appeal in French. */
export const FRENCH: AppealWording = {
  language: 'fr',
  locale: 'fr',
  direction: 'ltr',
  units: {
    persons: { one: '{$number} personne', other: '{$number} personnes' },
    cases: { one: '{$number} dossier', other: '{$number} dossiers' },
    places: { one: '{$number} place', other: '{$number} places' },
    days: { one: '{$number} jour', other: '{$number} jours' },
  },
  unitNames: { persons: 'personnes', cases: 'dossiers', places: 'places', days: 'jours' },
  about: 'environ {$number}',
  few: 'moins de 5',
  withheld: 'non communiqué',
  withheldOf: 'un nombre non communiqué de {$unit}',
  titles: {
    appeal: 'Appel à des places : {$operation}',
    report: 'Rapport de situation : {$operation}',
  },
  headings: {
    people: 'Les personnes',
    byState: 'Par État',
    places: 'Les places',
    times: 'Combien de temps cela prend',
    pace: 'Quand tout le monde sera parti',
    help: 'Quelles places aideraient le plus',
    incidents: 'Ce qui s’est passé',
    context: 'États qui ont accueilli des personnes de cette origine',
    definitions: 'Ce que comptent les chiffres',
    method: 'Comment les chiffres sont établis',
  },
  sentences: {
    asOf: 'Chiffres au {$asOf}, d’après ce qui était enregistré le {$knownOn}.',
    population: {
      by: 'population',
      one: '{population} est enregistrée et présente.',
      other: '{population} sont enregistrées et présentes.',
    },
    needs:
      'Les besoins de protection de {protection_needs_determined} ont été établis, y compris de celles qui sont parties depuis.',
    submittedCases: {
      by: 'submitted_cases',
      one: '{submitted_cases} a été soumis à un État.',
      other: '{submitted_cases} ont été soumis à des États.',
    },
    submitted: {
      by: 'submitted_persons',
      one: '{submitted_persons} a été soumise à un État.',
      other: '{submitted_persons} ont été soumises à des États.',
    },
    waiting: '{with_states_persons} attendent une décision.',
    decided: 'Les États ont accepté {accepted} et en ont refusé {denied}.',
    departed: {
      by: 'departed',
      one: '{departed} est partie.',
      other: '{departed} sont parties.',
    },
    arrived: {
      by: 'arrived',
      one: '{arrived} est arrivée dans le pays qui l’a acceptée.',
      other: '{arrived} sont arrivées dans les pays qui les ont acceptées.',
    },
    outOfDanger: {
      by: 'out_of_danger',
      one: '{out_of_danger} est hors de danger, qu’une solution durable ait été trouvée ou non.',
      other: '{out_of_danger} sont hors de danger, qu’une solution durable ait été trouvée ou non.',
    },
    confirmed:
      'Les États ont confirmé {places_confirmed} ; peuvent encore être utilisées : {places_free}.',
    confirmedCases:
      'Dans les offres qui comptent des dossiers, les États ont confirmé {case_places_confirmed}.',
    gap: 'Il n’y a pas de place pour {gap}.',
    free: 'Pour chaque personne présente, il y a une place utilisée, réservée ou libre.',
    registeredToSubmitted:
      'De l’enregistrement à la soumission : la moitié en {days_registered_to_submitted_median} au plus, neuf sur dix en {days_registered_to_submitted_p90} au plus.',
    submittedToDecided:
      'De la soumission à la décision : la moitié en {days_submitted_to_decided_median} au plus, neuf sur dix en {days_submitted_to_decided_p90} au plus.',
    acceptedToDeparted:
      'De l’acceptation au départ : la moitié en {days_accepted_to_departed_median} au plus, neuf sur dix en {days_accepted_to_departed_p90} au plus.',
    acceptanceRate:
      'Taux d’acceptation : {$rate}, soit acceptées ÷ (acceptées + refusées) = {$accepted} ÷ ({$accepted} + {$denied}), en personnes.',
    paceDate: 'Au rythme des {$days} derniers jours, tout le monde sera parti vers le {$date}.',
    paceTooFew:
      'Au cours des {$days} derniers jours, trop peu de personnes sont parties, ou aucune, pour nommer une date.',
    paceFar: 'Au rythme des {$days} derniers jours : pas avant 100 ans.',
    paceFormula:
      'Formule : jour des chiffres + personnes présentes × {$days} ÷ personnes parties au cours des {$days} derniers jours, arrondies toutes deux = {$population} × {$days} ÷ {$departed} = {$wait} jours.',
    help: '{$text} : {$places} de plus permettraient le départ de {$persons} supplémentaires.',
    helpUnknown:
      '{$text} : {$places} de plus aideraient ; pour combien de personnes, cela n’a pas été calculé.',
    incident: '{$kind}, {$where}, {$date} : {$statements}.',
    statements: 'selon {$publisher} {$list}',
    statement: 'le {$date} : {$value} {$measure}',
    statementRevised: 'le {$date} : {$value} {$measure} (révisé)',
    contextIntro:
      'Ces États ont accueilli des personnes originaires de {$origins} en {$years}, par toutes les voies que compte la source.',
    contextCaveat:
      'Un nombre absent n’est pas un zéro : la source n’a pas de ligne. Les nombres peuvent recouper ceux qui précèdent et changer dans des éditions ultérieures.',
    contextSource: 'Source : {$attribution}',
    byStateCaption: 'Personnes par État, jusqu’au jour des chiffres',
    placesCaption: 'Places confirmées par État, jusqu’au jour des chiffres',
    contextCaption: 'Personnes accueillies, par État et par année',
    overTimeCaption: 'Personnes hors de danger, telles que publiées',
    overTimeText:
      'Courbe. Jour du premier chiffre : {$first}, {$from}. Jour du dernier : {$last}, {$to}. Une barre montre l’étendue d’un nombre arrondi ; un point vide, un nombre révisé ensuite.',
    againstNeedCaption: 'Les places au regard des besoins',
    againstNeedText:
      'Barres sur une même échelle, chacune avec son unité : une place est un siège pour une personne. {$bars}.',
    timelineCaption: 'Ce que les sources ont dit des incidents',
    timelineText:
      'Chronologie. Pour chaque incident et chaque mesure, un point pour ce que chaque source a dit et un trait du plus bas au plus haut. {$incidents}.',
    note: '{$definition} Unité : {$unit}. Au {$asOf}, d’après ce qui était enregistré le {$knownOn}. Source : {$source}. Chiffre : {$id}.',
    methodSources:
      'Les chiffres sont comptés à partir d’enregistrements datés de chaque étape. Ce qui est dit des incidents est ce qu’ont dit les sources nommées ; quand elles diffèrent, l’étendue est celle de leurs dires, non une estimation, et un dire ultérieur n’efface pas le précédent.',
    methodRounding:
      'Les nombres de 1 à 4 personnes ne sont pas montrés, ni ceux dont on pourrait les déduire : « environ » va par pas de 5 et peut s’écarter de 2, ou de 10 au plus quand un nombre dépend d’autres (personnes présentes, en attente d’une décision, sans place, départs des derniers jours) ; « moins de 5 » va de 1 à 4, et les États qui comptent peu de personnes sont réunis.',
    methodUnits:
      'Personnes, dossiers et places sont des unités différentes : un dossier est un groupe de personnes sur lequel on décide ensemble, une place est un siège dans une offre. On ne les additionne ni ne les divise jamais entre eux.',
  },
  columns: {
    state: 'État',
    submitted_persons: 'Soumises (personnes)',
    accepted: 'Acceptées (personnes)',
    departed: 'Parties (personnes)',
    arrived: 'Arrivées (personnes)',
    places_confirmed: 'Confirmées (places)',
    case_places_confirmed: 'Confirmés (dossiers)',
    total: 'Ensemble (personnes)',
    day: 'Jour',
    number: 'Nombre',
    standing: 'État',
    revised: 'révisé ensuite',
    current: 'dernier',
    what: 'Quoi',
    incident: 'Incident',
    happened: 'Survenu le',
    publisher: 'Source',
    stated: 'Dit le',
    said: 'Ce qui a été dit',
  },
  otherStates: 'Autres États',
  notInTable: 'pas de donnée',
  incidents: {
    attack: 'Attaque',
    clash: 'Affrontement',
    fire: 'Incendie',
    epidemic: 'Épidémie',
    expulsion: 'Expulsion',
    other: 'Incident',
  },
  measures: {
    killed: { one: 'mort', other: 'morts' },
    injured: { one: 'blessé', other: 'blessés' },
    missing: { one: 'disparu', other: 'disparus' },
  },
  wanted: {
    total: 'Places de toute sorte, {$state}',
    medical: 'Places médicales, {$state}',
    emergency: 'Places qui ne sont plus gardées pour les urgences, {$state}',
  },
  bars: {
    population: 'Personnes présentes',
    gap: 'Personnes sans place',
    places_confirmed: 'Places confirmées',
    places_free: 'Places libres',
  },
  ownRecords: 'enregistrements de {$operation}, comptés par Onward',
  definitions: FRENCH_DEFINITIONS,
}
