import type { Unit } from './read-claim.ts'

/** A word that says what is counted, and how the number stands to it. */
export interface MeasureWord {
  readonly measure: string
  /**
   * `noun`: counts itself ("52 dead"). `object`: somebody does it to them ("killed 52", "52 were
   * killed"). `subject`: they do it ("52 died"). `state`: they are it ("52 are missing"). `kind`: a
   * noun that counts itself only when no verb says more: "52 residents".
   */
  readonly role: 'noun' | 'kind' | 'object' | 'subject' | 'state'
}

const words = (text: string): string[] => text.trim().split(/\s+/)

const LEXICON: readonly (readonly [measure: string, role: MeasureWord['role'], words: string])[] = [
  [
    'killed',
    'noun',
    'dead deaths fatalities fatality death toll bodies corpses casualties executions execution killings killing murders murder slaying massacre کشته قتلى قتيل قتيلا قتيلاً',
  ],
  [
    'killed',
    'object',
    'kill kills killed killing executed murdered massacred slain slaughtered assassinated lost loses lose claimed_lives claims_lives shot_dead shoot_dead burned_to_death قتل قُتل مقتل',
  ],
  [
    'killed',
    'subject',
    'die dies died dying perish perished perishes drowned drown succumbed lost_their_lives lose_their_lives lost_his_life lost_her_life losing_their_lives',
  ],
  ['killed', 'state', 'found_dead feared_dead lifeless'],
  ['injured', 'noun', 'injuries wounded injured مجروح زخمی جرحى جريح جريحا جريحاً'],
  [
    'injured',
    'object',
    'injure injures injured injuring wound wounds wounded wounding hurt hurts hurting maimed beaten harmed hospitalised hospitalized treated_for أصيب إصابة',
  ],
  ['missing', 'noun', 'missing مفقود مفقودين ناپدید'],
  ['missing', 'state', 'missing unaccounted_for'],
  ['missing', 'subject', 'vanished disappeared vanish disappear'],
  ['abducted', 'noun', 'abductions kidnappings abduction kidnapping'],
  ['abducted', 'kind', 'hostages'],
  ['detained', 'kind', 'detainees inmates prisoners'],
  ['rescued', 'kind', 'survivors'],
  ['returns', 'kind', 'returnees'],
  [
    'abducted',
    'object',
    'abduct abducts abducted abducting kidnap kidnapped kidnapping seized taken_from taken_hostage ربوده خطف',
  ],
  ['detained', 'noun', 'arrests detentions arrest detention بازداشت معتقل معتقلا'],
  [
    'detained',
    'object',
    'detain detains detained detaining arrest arrested arresting imprisoned jailed taken_away rounded_up being_held are_held were_held is_holding are_holding اعتقال',
  ],
  ['detained', 'state', 'in_custody behind_bars in_detention in_prison'],
  ['displaced', 'noun', 'displaced'],
  [
    'displaced',
    'object',
    'displace displaces displaced displacing uprooted forced_from driven_from made_homeless took_refuge taken_refuge sought_refuge stranded آواره',
  ],
  ['displaced', 'subject', 'flee flees fled fleeing sheltering lost_their_homes'],
  ['residents', 'kind', 'residents inhabitants population ساکن ساکنان مقيم مقيما'],
  [
    'residents',
    'object',
    'houses housed housing house shelters sheltered hosts hosted holds held accommodates accommodated counted_in',
  ],
  [
    'residents',
    'subject',
    'live lives lived living reside resides resided residing remain remains remained remaining stay stays stayed be_left are_left were_left still_there يقيم يقيمون يعيش يعيشون',
  ],
  ['residents', 'object', 'home_to'],
  [
    'residents',
    'kind',
    'in_the_camp in_the_camps in_the_centre in_the_center in_the_settlement in_the_shelter',
  ],
  ['registered', 'object', 'registered register registers registering ثبت‌نام'],
  ['registered', 'noun', 'registrations'],
  ['needs', 'subject', 'need needs needed require requires needing requiring'],
  [
    'needs',
    'state',
    'in_need without_shelter nowhere_to_go nowhere_to_sleep nowhere_to_live no_shelter at_risk homeless',
  ],
  [
    'protection_needs_determined',
    'state',
    'in_need_of_protection need_of_international_protection protection_needs in_need_of_international_protection',
  ],
  ['submitted', 'object', 'submit submits submitted submitting referred refer'],
  ['submitted', 'noun', 'submissions'],
  ['accepted', 'object', 'accepted approved'],
  ['accepted', 'noun', 'acceptances approvals'],
  ['denied', 'object', 'rejected refused turned_back turned_down turned_away denied_entry'],
  ['denied', 'noun', 'rejections refusals'],
  [
    'places_offered',
    'object',
    'offer offers offered offering pledge pledges pledged pledging promised promise promises agreed_to_accept agreed_to_take agreed_to_receive agreed_to_host agreed_to_admit agreed_to_resettle agree_to_take will_take will_accept will_receive will_host will_admit could_take could_host could_receive can_take can_host can_receive ready_to_receive ready_to_take ready_to_accept ready_to_host prepared_to_take prepared_to_receive prepared_to_accept willing_to_take willing_to_accept willing_to_receive would_take would_accept would_receive',
  ],
  [
    'relocated',
    'object',
    'relocate relocates relocated relocating resettle resettles resettled resettling move moved moving transfer transferred transferring evacuate evacuated evacuating منتقل نقل',
  ],
  [
    'relocated',
    'noun',
    'relocations transfers evacuations relocation resettlement evacuation transfer',
  ],
  ['relocated', 'subject', 'moved'],
  [
    'departed',
    'subject',
    'depart departs departed departing leave leaves left leaving travelled traveled flew',
  ],
  ['departed', 'noun', 'departures departure'],
  [
    'arrived',
    'subject',
    'arrive arrives arrived arriving reach reached reaching landed entered came crossed',
  ],
  ['arrived', 'object', 'admitted admit admits received welcomed took_in taken_in'],
  ['arrived', 'noun', 'arrivals admissions admission arrival'],
  ['arrived', 'kind', 'newcomers'],
  ['returns', 'object', 'returned repatriated deported expelled sent_back return_home'],
  ['returns', 'subject', 'returned returning come_back came_back went_back gone_back gone_home'],
  ['returns', 'noun', 'returns deportations deportation repatriation'],
  ['released', 'noun', 'releases'],
  ['released', 'object', 'released freed release freeing releasing'],
  [
    'rescued',
    'object',
    'rescued rescue rescues rescuing saved save saving pulled pull pulls plucked picked_up plucked_from',
  ],
  [
    'injured',
    'object',
    'taken_to_hospital admitted_to_hospital rushed_to_hospital brought_to_hospital',
  ],
  ['detained', 'object', 'captured capture captures capturing interned'],
  ['displaced', 'object', 'evicted evict evicts evicting'],
  [
    'residents',
    'state',
    'are_accommodated are_housed are_hosted are_sheltered is_accommodated are_lodged',
  ],
  [
    'accepted',
    'object',
    'granted_protection granted_asylum granted_refugee_status granted_visas recognised_as_refugees recognized_as_refugees granted_protection_to granted_asylum_to granted_refugee_status_to',
  ],
  ['submitted', 'object', 'forwarded forwards forward'],
  ['departed', 'object', 'flew_out flown_out fly_out flying_out'],
  ['returns', 'object', 'bring_home brought_home bringing_home flew_home'],
  ['with_firm_offers', 'state', 'firm_offers firm_offer'],
  ['ready', 'state', 'ready willing آماده'],
]

const SINGLE = new Map<string, MeasureWord[]>()
const PHRASES = new Map<string, (readonly [phrase: readonly string[], word: MeasureWord])[]>()
for (const [measure, role, text] of LEXICON)
  for (const entry of words(text)) {
    const word = { measure, role }
    if (entry.includes('_')) {
      const phrase = entry.split('_')
      const first = phrase[0] ?? ''
      PHRASES.set(first, [...(PHRASES.get(first) ?? []), [phrase, word]])
    } else SINGLE.set(entry, [...(SINGLE.get(entry) ?? []), word])
  }

/** The measure words that begin at a token, the longest alone. */
export function measureWordsAt(
  lowerAt: (at: number) => string,
  at: number,
): { readonly to: number; readonly words: readonly MeasureWord[] } | undefined {
  const phrases = (PHRASES.get(lowerAt(at)) ?? [])
    .filter(([phrase]) => phrase.every((word, nth) => lowerAt(at + nth) === word))
    .toSorted((a, b) => b[0].length - a[0].length)
  const [longest] = phrases
  if (longest !== undefined) return { to: at + longest[0].length, words: [longest[1]] }
  const word = lowerAt(at)
  // Arabic writes "and" together with the next word.
  const single = SINGLE.get(word) ?? (word.startsWith('و') ? SINGLE.get(word.slice(1)) : undefined)
  return single === undefined ? undefined : { to: at + 1, words: single }
}

const UNITS: Readonly<Record<Exclude<Unit, 'percent' | 'other'>, ReadonlySet<string>>> = {
  persons: new Set(
    words(`people person persons men man women woman children child boys boy girls girl babies baby infants members
      member residents resident refugees refugee migrants asylum-seekers asylum-seeker seekers inhabitants civilians
      civilian soldiers soldier villagers villager patients detainees prisoners prisoner hostages workers worker
      fishermen students student pupils teachers survivors victims individuals citizens nationals evacuees returnees
      arrivals passengers others dead wounded injured missing bodies deaths fatalities casualties arrests rebels
      fighters guards guard officers policemen policeman police-officers troops demonstrators protesters families'
      relatives souls adults youths elderly exiles rioters militants gunmen journalists monks farmers miners nurses
      doctors crew suspects defendants clients convicts guests neighbours applicants beneficiaries transfers displaced drowned newcomers internees conscripts recruits
      نفر تن کشته زخمی ساکن پناهنده پناهجو شخصا شخص أشخاص قتيلا قتيل قتلى جرحى جريحا جريح لاجئ لاجئا لاجئين`),
  ),
  cases: new Set(words('cases case files file dossiers dossier پرونده پرونده‌ها حالة حالات ملف')),
  households: new Set(
    words('families family households household خانواده خانوار عائلة أسرة عائلات'),
  ),
  places: new Set(words('places place slots seats spots')),
}

/** The unit that a noun names. */
export function unitOf(lower: string): Unit | undefined {
  for (const [unit, nouns] of Object.entries(UNITS)) if (nouns.has(lower)) return unit as Unit
  return isPeople(lower) ? 'persons' : undefined
}

const NO_PEOPLE = new Set(
  words(`numbers papers newspapers shelters containers trailers computers rivers borders centers quarters orders letters
    tigers factors sectors doors tractors motors members_of matters offers answers covers powers towers corners layers
    suppers dinners meters metres litres liters kilometers kilometres centimeters timbers fibers flowers showers errors
    mirrors colors doctors_of boxers trousers headquarters posters stickers lists districts fists mists twists tests
    routers servers printers lockers counters boilers coolers freezers bunkers tankers cruisers choppers bombers
    launchers fighters_of steamers freighters trawlers helicopters bulldozers loudspeakers ladders barriers fees trees
    committees guarantees degrees coffees employers_of`),
)

/** "rescuers", "pilots' widows", "worshippers": what ends so is somebody who does something. */
function isPeople(lower: string): boolean {
  return (
    /^[a-z]{3,}(?:ers|ors|ists|ians|ees|eers|men|women|folk)$/.test(lower) && !NO_PEOPLE.has(lower)
  )
}

/** What is no count of anything that Onward publishes. */
const NO_COUNT = new Set(
  words(`year years month months week weeks day days hour hours minute minutes second seconds times time km kilometres
    kilometers kilometer kilometre miles mile metres meters m tonnes tons kg degrees points point pages page countries
    country governments government states parties sides newspapers reports report statements witnesses sources
    questions calls reasons ways occasions phases rounds steps old o'clock am pm year-old years-old decades decade
    euros dollars pounds percentage quarters thirds version articles ministries officials members_of litres liters litre gallons hectares acres
    meals doses dollars births percent`),
)
export function isNoCount(lower: string): boolean {
  return (
    NO_COUNT.has(lower) ||
    /-(?:year|month|week|day|hour|mile|km|metre|page|point|storey|member)/.test(lower)
  )
}

/** Harm to people: it belongs to the day on which it was done. */
export const HARM: ReadonlySet<string> = new Set([
  'killed',
  'injured',
  'missing',
  'abducted',
  'detained',
])

/** What is counted in reports and is no person, case, household or place. */
export const THINGS = new Set(
  (
    'tents buses bus houses homes buildings vehicles cars trucks lorries boats ships trees shots bombs rockets shells ' +
    'weapons schools hospitals villages towns camps shops animals cattle sheep goats applications requests letters ' +
    'aircraft planes helicopters attacks blasts explosions incidents claims raids trips flights convoys shelters'
  ).split(' '),
)
