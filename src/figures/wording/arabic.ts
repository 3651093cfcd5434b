import { ARABIC_DEFINITIONS } from './arabic-definitions.ts'
import type { AppealWording } from './wording.ts'

/**
 * The appeal in Arabic. Sentences are nominal, a heading and a count, so that none has to agree
 * with the number; the counted noun takes one of the six forms.
 */
export const ARABIC: AppealWording = {
  language: 'ar',
  locale: 'ar-u-nu-latn',
  direction: 'rtl',
  units: {
    persons: {
      one: 'شخص واحد',
      two: 'شخصان',
      few: '{$number} أشخاص',
      many: '{$number} شخصًا',
      other: '{$number} شخص',
    },
    cases: {
      one: 'ملف واحد',
      two: 'ملفان',
      few: '{$number} ملفات',
      many: '{$number} ملفًا',
      other: '{$number} ملف',
    },
    places: {
      one: 'مكان واحد',
      two: 'مكانان',
      few: '{$number} أماكن',
      many: '{$number} مكانًا',
      other: '{$number} مكان',
    },
    days: {
      one: 'يوم واحد',
      two: 'يومان',
      few: '{$number} أيام',
      many: '{$number} يومًا',
      other: '{$number} يوم',
    },
  },
  unitNames: { persons: 'أشخاص', cases: 'ملفات', places: 'أماكن', days: 'أيام' },
  about: 'نحو {$number}',
  few: 'أقل من 5',
  withheld: 'غير معروض',
  withheldOf: 'عدد غير معروض ({$unit})',
  titles: {
    appeal: 'نداء من أجل أماكن: {$operation}',
    report: 'تقرير عن الوضع: {$operation}',
  },
  headings: {
    people: 'الأشخاص',
    byState: 'حسب الدولة',
    places: 'الأماكن',
    times: 'كم يستغرق ذلك',
    pace: 'متى يخرج الجميع',
    help: 'أي الأماكن تفيد أكثر',
    incidents: 'ما حدث',
    context: 'دول استقبلت أشخاصًا من هذا الأصل',
    definitions: 'ما الذي تعدّه الأرقام',
    method: 'كيف وُضعت الأرقام',
  },
  sentences: {
    asOf: 'الأرقام في {$asOf}، مما سُجّل حتى {$knownOn}.',
    population: 'المسجّلون الحاضرون: {population}.',
    needs: 'من حُدّدت احتياجاتهم من الحماية، ومنهم من غادر بعد ذلك: {protection_needs_determined}.',
    submittedCases: 'الملفات المقدَّمة إلى الدول: {submitted_cases}.',
    submitted: 'الأشخاص المقدَّمون إلى الدول: {submitted_persons}.',
    waiting: 'من ينتظرون قرارًا: {with_states_persons}.',
    decided: 'قرارات الدول: القبول {accepted}، والرفض {denied}.',
    departed: 'من غادروا: {departed}.',
    arrived: 'من وصلوا إلى البلدان التي قبلتهم: {arrived}.',
    outOfDanger: 'من هم خارج الخطر، سواء وُجد حل دائم أم لم يوجد: {out_of_danger}.',
    confirmed:
      'الأماكن التي أكدتها الدول: {places_confirmed}؛ وما زال يمكن استعماله منها: {places_free}.',
    confirmedCases: 'ما أكدته الدول في العروض التي تُحسب بالملفات: {case_places_confirmed}.',
    gap: 'من لا مكان لهم: {gap}.',
    free: 'لكل حاضر مكان مستعمل أو محجوز أو شاغر.',
    registeredToSubmitted:
      'من التسجيل إلى التقديم: للنصف {days_registered_to_submitted_median} على الأكثر، ولتسعة من كل عشرة {days_registered_to_submitted_p90} على الأكثر.',
    submittedToDecided:
      'من التقديم إلى القرار: للنصف {days_submitted_to_decided_median} على الأكثر، ولتسعة من كل عشرة {days_submitted_to_decided_p90} على الأكثر.',
    acceptedToDeparted:
      'من القبول إلى المغادرة: للنصف {days_accepted_to_departed_median} على الأكثر، ولتسعة من كل عشرة {days_accepted_to_departed_p90} على الأكثر.',
    acceptanceRate:
      'نسبة القبول: {$rate}، وهي المقبولون ÷ (المقبولون + المرفوضون) = {$accepted} ÷ ({$accepted} + {$denied})، بالأشخاص.',
    paceDate: 'بوتيرة الأيام الأخيرة ({$days}) يخرج الجميع في نحو {$date}.',
    paceTooFew: 'في الأيام الأخيرة ({$days}) غادر عدد أقل من أن يُذكر معه تاريخ، أو لم يغادر أحد.',
    paceFar: 'بوتيرة الأيام الأخيرة ({$days}): ليس قبل 100 سنة.',
    paceFormula:
      'الصيغة: يوم الأرقام + الحاضرون × {$days} ÷ من غادروا في الأيام الأخيرة ({$days})، وكلاهما مقرّب = {$population} × {$days} ÷ {$departed} = {$wait} (بالأيام).',
    help: '{$text}: زيادة قدرها {$places} تتيح المغادرة لعدد إضافي: {$persons}.',
    helpUnknown: '{$text}: زيادة قدرها {$places} تفيد؛ ولم يُحسب عدد من يستفيدون.',
    incident: '{$kind}، {$where}، {$date}: {$statements}.',
    statements: 'وفقًا لـ {$publisher} {$list}',
    statement: 'في {$date}: {$measure} {$value}',
    statementRevised: 'في {$date}: {$measure} {$value} (معدَّل)',
    contextIntro:
      'استقبلت هذه الدول أشخاصًا من {$origins} في {$years}، عبر جميع القنوات التي يعدّها المصدر.',
    contextCaveat:
      'الرقم الغائب ليس صفرًا: لا صف له في المصدر. وقد تتداخل الأرقام مع ما سبق وتتغير في طبعات لاحقة.',
    contextSource: 'المصدر: {$attribution}',
    byStateCaption: 'الأشخاص حسب الدولة، حتى يوم الأرقام',
    placesCaption: 'الأماكن المؤكدة حسب الدولة، حتى يوم الأرقام',
    contextCaption: 'الأشخاص المستقبَلون، حسب الدولة والسنة',
    overTimeCaption: 'من هم خارج الخطر، كما نُشر',
    overTimeText:
      'رسم خطي. يوم أول رقم: {$first}، {$from}. يوم آخر رقم: {$last}، {$to}. العمود يبيّن مدى رقم مقرّب، والنقطة المفرغة رقمًا عُدّل لاحقًا.',
    againstNeedCaption: 'الأماكن مقابل الحاجة',
    againstNeedText: 'رسم بأعمدة على مقياس واحد، لكل عمود وحدته: المكان مقعد لشخص واحد. {$bars}.',
    timelineCaption: 'ما قالته الجهات الناشرة عن الحوادث',
    timelineText:
      'خط زمني. لكل حادث ولكل مقياس نقطة لما قالته كل جهة، وخط من الأدنى إلى الأعلى. {$incidents}.',
    note: '{$definition} الوحدة: {$unit}. في {$asOf}، مما سُجّل حتى {$knownOn}. المصدر: {$source}. الرقم: {$id}.',
    methodSources:
      'تُعدّ الأرقام من سجلات مؤرخة لكل خطوة. وما يقال عن الحوادث هو ما قالته الجهات المسماة؛ وحيث تختلف فالمدى هو ما قالته المصادر لا تقدير، والقول اللاحق لا يمحو السابق.',
    methodRounding:
      'أعداد الأشخاص من 1 إلى 4 لا تُعرض، ولا ما يمكن أن تُستنتج منه: «نحو» بخطوات من 5 وقد يبعد 2، أو 10 على الأكثر حيث يرتبط الرقم بغيره (الحاضرون، ومن ينتظرون قرارًا، ومن لا مكان لهم، ومغادرات الأيام الأخيرة)؛ و«أقل من 5» من 1 إلى 4، والدول ذات العدد القليل تُجمع معًا.',
    methodUnits:
      'الأشخاص والملفات والأماكن وحدات مختلفة: الملف مجموعة أشخاص يُبتّ فيهم معًا، والمكان مقعد واحد في عرض. ولا تُجمع أبدًا ولا يُقسم بعضها على بعض.',
  },
  columns: {
    state: 'الدولة',
    submitted_persons: 'قُدّموا (أشخاص)',
    accepted: 'قُبلوا (أشخاص)',
    departed: 'غادروا (أشخاص)',
    arrived: 'وصلوا (أشخاص)',
    places_confirmed: 'مؤكدة (أماكن)',
    case_places_confirmed: 'مؤكدة (ملفات)',
    total: 'معًا (أشخاص)',
    day: 'اليوم',
    number: 'العدد',
    standing: 'الحالة',
    revised: 'عُدّل لاحقًا',
    current: 'الأحدث',
    what: 'ماذا',
    incident: 'الحادث',
    happened: 'وقع في',
    publisher: 'الجهة الناشرة',
    stated: 'قيل في',
    said: 'ما قيل',
  },
  otherStates: 'دول أخرى',
  notInTable: 'لا بيانات',
  incidents: {
    attack: 'هجوم',
    clash: 'اشتباك',
    fire: 'حريق',
    epidemic: 'وباء',
    expulsion: 'طرد',
    other: 'حادث',
  },
  measures: {
    killed: { other: 'القتلى' },
    injured: { other: 'الجرحى' },
    missing: { other: 'المفقودون' },
  },
  wanted: {
    total: 'أماكن من أي نوع، {$state}',
    medical: 'أماكن طبية، {$state}',
    emergency: 'أماكن لم تعد محفوظة للطوارئ، {$state}',
  },
  bars: {
    population: 'الأشخاص الحاضرون',
    gap: 'أشخاص بلا مكان',
    places_confirmed: 'أماكن مؤكدة',
    places_free: 'أماكن شاغرة',
  },
  ownRecords: 'سجلات {$operation}، بعدّ Onward',
  definitions: ARABIC_DEFINITIONS,
}
