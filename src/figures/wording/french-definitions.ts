/** What each public figure counts, in French; FIGURE_DEFINITIONS has it in English. */
export const FRENCH_DEFINITIONS: Readonly<Record<string, string>> = {
  population:
    'Personnes enregistrées et présentes : enregistrées, et non inscrites comme décédées, parties par elles-mêmes ou parties par une soumission.',
  protection_needs_determined:
    'Personnes enregistrées, encore présentes ou non, dont la dernière détermination de statut a établi un besoin de protection : réfugié, apatride, ou personne à charge de l’un d’eux.',
  cases_open:
    'Dossiers référés ou issus d’un autre dossier, non clos ni mis de côté depuis, dont un membre n’est ni arrivé, ni décédé, ni parti. Un dossier sans membre compte comme ouvert.',
  submitted_cases:
    'Dossiers différents jamais soumis à un État, d’après les soumissions transmises ; un dossier soumis à nouveau compte une fois.',
  submitted_persons:
    'Personnes différentes jamais soumises à un État, d’après les membres nommés dans les soumissions transmises ; une personne soumise à nouveau compte une fois.',
  with_states_cases:
    'Dossiers dont un membre attend la décision d’un État : soumis, ou en réexamen après un refus ; non retirés. Différé veut dire en attente.',
  with_states_persons:
    'Personnes qui attendent la décision d’un État : soumises, ou en réexamen après un refus ; non retirées, en vie et non parties. Différé veut dire en attente, non refusé.',
  decided:
    'Personnes différentes sur lesquelles un État a jamais décidé : acceptées, refusées, ou renvoyées sans examen. Différé n’est pas décidé.',
  accepted:
    'Personnes différentes jamais acceptées par un État, en première décision ou après réexamen ; l’acceptation compte même si elle a expiré ensuite ou n’a pas été suivie.',
  denied:
    'Personnes sur lesquelles il a été décidé et qui n’ont jamais été acceptées. Une soumission renvoyée sans examen compte comme refusée ; une soumission différée, non.',
  departed:
    'Personnes différentes montées à bord pour quitter le pays d’asile au titre d’une soumission, d’après les embarquements, quoi qu’il soit arrivé ensuite.',
  arrived: 'Personnes différentes arrivées dans le pays qui les a acceptées, d’après les arrivées.',
  out_of_danger:
    'Personnes enregistrées dont le dernier lieu connu est sûr : parties, en transit, arrivées ou mises en lieu sûr ; ni décédées, ni parties par elles-mêmes. Cela ne dit rien d’une solution durable.',
  places_confirmed:
    'Places dans des offres confirmées au jour dit et non retirées, ouvertes ou non, utilisées ou non, de toute sorte, dans les offres qui comptent des personnes : la somme de leurs totaux.',
  case_places_confirmed:
    'Dossiers pour lesquels des offres qui comptent des dossiers sont confirmées au jour dit et non retirées : la somme de leurs totaux. Des dossiers ne deviennent jamais des personnes.',
  places_free:
    'Places utilisables au jour dit dans les offres qui comptent des personnes : confirmées, ouvertes, non closes ; le total, moins ce que l’État n’a pas réparti, moins ce qui est utilisé ou réservé.',
  gap: 'Personnes pour lesquelles il n’y a pas de place : les personnes présentes sans acceptation valable ni place réservée, moins les places libres, au moins 0. Les places comptées en dossiers ne sont pas déduites.',
  departed_last_90_days:
    'Personnes différentes montées à bord au cours des 90 jours qui finissent ce jour.',
  departed_last_365_days:
    'Personnes différentes montées à bord au cours des 365 jours qui finissent ce jour.',
  days_registered_to_submitted_median:
    'Médiane des jours de l’enregistrement d’une personne à sa première soumission à un État, pour toutes les personnes jamais soumises : la moitié a pris au plus ce temps. Celles qui attendent encore n’y sont pas.',
  days_registered_to_submitted_p90:
    'Jours de l’enregistrement d’une personne à sa première soumission à un État, pour toutes les personnes jamais soumises : neuf sur dix ont pris au plus ce temps. Celles qui attendent encore n’y sont pas.',
  days_submitted_to_decided_median:
    'Médiane des jours de la soumission d’une personne à la première décision de l’État, pour toutes les personnes décidées, chaque soumission à part : la moitié a pris au plus ce temps. Celles qui attendent encore n’y sont pas.',
  days_submitted_to_decided_p90:
    'Jours de la soumission d’une personne à la première décision de l’État, pour toutes les personnes décidées, chaque soumission à part : neuf sur dix ont pris au plus ce temps. Celles qui attendent encore n’y sont pas.',
  days_accepted_to_departed_median:
    'Médiane des jours de l’acceptation d’une personne à son embarquement, pour toutes les personnes parties : la moitié a pris au plus ce temps. Celles qui attendent encore n’y sont pas.',
  days_accepted_to_departed_p90:
    'Jours de l’acceptation d’une personne à son embarquement, pour toutes les personnes parties : neuf sur dix ont pris au plus ce temps. Celles qui attendent encore n’y sont pas.',
}
