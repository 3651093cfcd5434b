import { PERSIAN_DEFINITIONS } from './persian-definitions.ts'
import type { AppealWording } from './wording.ts'

/** The appeal in Persian. Days are Gregorian, as in the other languages, in Persian digits. */
export const PERSIAN: AppealWording = {
  language: 'fa',
  locale: 'fa-u-ca-gregory',
  direction: 'rtl',
  units: {
    persons: { other: '{$number} نفر' },
    cases: { other: '{$number} پرونده' },
    places: { other: '{$number} جا' },
    days: { other: '{$number} روز' },
  },
  unitNames: { persons: 'نفر', cases: 'پرونده', places: 'جا', days: 'روز' },
  about: 'حدود {$number}',
  few: 'کمتر از ۵',
  withheld: 'نشان داده نمی‌شود',
  withheldOf: 'شماری که نشان داده نمی‌شود ({$unit})',
  titles: {
    appeal: 'فراخوان برای جا: {$operation}',
    report: 'گزارش وضعیت: {$operation}',
  },
  headings: {
    people: 'مردم',
    byState: 'به تفکیک کشور',
    places: 'جاها',
    times: 'چقدر طول می‌کشد',
    pace: 'چه وقت همه بیرون خواهند بود',
    help: 'کدام جاها بیشتر کمک می‌کند',
    incidents: 'چه روی داد',
    context: 'کشورهایی که مردمی از این خاستگاه پذیرفتند',
    definitions: 'رقم‌ها چه را می‌شمارند',
    method: 'رقم‌ها چگونه به دست آمده‌اند',
  },
  sentences: {
    asOf: 'رقم‌ها در {$asOf}، از آنچه تا {$knownOn} ثبت شده بود.',
    population: '{population} ثبت شده و حاضرند.',
    needs:
      'نیاز {protection_needs_determined} به حمایت احراز شده است، از جمله کسانی که از آن پس رفته‌اند.',
    submittedCases: '{submitted_cases} به کشورها معرفی شده است.',
    submitted: '{submitted_persons} به کشورها معرفی شده‌اند.',
    waiting: '{with_states_persons} منتظر تصمیم‌اند.',
    decided: 'کشورها {accepted} را پذیرفته و {denied} را رد کرده‌اند.',
    departed: '{departed} عزیمت کرده‌اند.',
    arrived: '{arrived} به کشوری که آنان را پذیرفت رسیده‌اند.',
    outOfDanger: '{out_of_danger} از خطر دورند، چه راه‌حلی پایدار یافته شده باشد چه نه.',
    confirmed: 'کشورها {places_confirmed} تأیید کرده‌اند؛ {places_free} هنوز قابل استفاده است.',
    confirmedCases:
      'در پیشنهادهایی که پرونده می‌شمارند، کشورها ظرفیت {case_places_confirmed} را تأیید کرده‌اند.',
    gap: 'برای {gap} جایی نیست.',
    free: 'برای هر کس که حاضر است جایی استفاده‌شده، نگه‌داشته یا آزاد هست.',
    registeredToSubmitted:
      'از ثبت تا معرفی: نیمی حداکثر در {days_registered_to_submitted_median}، نه نفر از ده نفر حداکثر در {days_registered_to_submitted_p90}.',
    submittedToDecided:
      'از معرفی تا تصمیم: نیمی حداکثر در {days_submitted_to_decided_median}، نه نفر از ده نفر حداکثر در {days_submitted_to_decided_p90}.',
    acceptedToDeparted:
      'از پذیرش تا عزیمت: نیمی حداکثر در {days_accepted_to_departed_median}، نه نفر از ده نفر حداکثر در {days_accepted_to_departed_p90}.',
    acceptanceRate:
      'نرخ پذیرش: {$rate}، یعنی پذیرفته ÷ (پذیرفته + ردشده) = {$accepted} ÷ ({$accepted} + {$denied})، به نفر.',
    paceDate: 'با آهنگ {$days} روز گذشته، همه در حدود {$date} بیرون خواهند بود.',
    paceTooFew: 'در {$days} روز گذشته کسی نرفت یا کمتر از آن رفتند که بتوان تاریخی گفت.',
    paceFar: 'با آهنگ {$days} روز گذشته: نه تا ۱۰۰ سال دیگر.',
    paceFormula:
      'فرمول: روز رقم‌ها + حاضران × {$days} ÷ عزیمت‌کردگان {$days} روز گذشته، هر دو گردشده = {$population} × {$days} ÷ {$departed} = {$wait} روز.',
    help: '{$text}: با {$places} بیشتر، {$persons} دیگر می‌توانند بروند.',
    helpUnknown: '{$text}: {$places} بیشتر کمک می‌کند؛ برای چند نفر، حساب نشده است.',
    incident: '{$kind}، {$where}، {$date}: {$statements}.',
    statements: 'به گفتهٔ {$publisher} {$list}',
    statement: 'در {$date}: {$value} {$measure}',
    statementRevised: 'در {$date}: {$value} {$measure} (بازنگری‌شده)',
    contextIntro:
      'این کشورها در {$years} مردمی از {$origins} را پذیرفتند، از همهٔ راه‌هایی که منبع می‌شمارد.',
    contextCaveat:
      'رقمی که نیست صفر نیست: منبع سطری برای آن ندارد. رقم‌ها شاید با رقم‌های بالا هم‌پوشانی داشته باشند و در ویراست‌های بعد تغییر کنند.',
    contextSource: 'منبع: {$attribution}',
    byStateCaption: 'مردم به تفکیک کشور، تا روز رقم‌ها',
    placesCaption: 'جاهای تأییدشده به تفکیک کشور، تا روز رقم‌ها',
    contextCaption: 'مردمِ پذیرفته‌شده، به تفکیک کشور و سال',
    overTimeCaption: 'کسانی که از خطر دورند، چنان‌که منتشر شد',
    overTimeText:
      'نمودار خطی. روز نخستین رقم: {$first}، {$from}. روز آخرین رقم: {$last}، {$to}. میله دامنهٔ رقمی گردشده را نشان می‌دهد و نقطهٔ توخالی رقمی را که بعد بازنگری شد.',
    againstNeedCaption: 'جاها در برابر نیاز',
    againstNeedText:
      'نمودار میله‌ای با یک مقیاس، هر میله با یکای خود: هر جا یک صندلی برای یک نفر است. {$bars}.',
    timelineCaption: 'آنچه منتشرکنندگان از رویدادها گفتند',
    timelineText:
      'خط زمان. برای هر رویداد و هر سنجه نقطه‌ای برای گفتهٔ هر منتشرکننده و خطی از کمترین تا بیشترین. {$incidents}.',
    note: '{$definition} یکا: {$unit}. در {$asOf}، از آنچه تا {$knownOn} ثبت شده بود. منبع: {$source}. رقم: {$id}.',
    methodSources:
      'رقم‌ها از ثبت‌های تاریخ‌دارِ هر گام شمرده می‌شوند. آنچه از رویدادها گفته می‌شود گفتهٔ منتشرکنندگانِ نام‌برده است؛ جایی که اختلاف دارند، دامنه گفتهٔ منابع است نه برآورد، و گفتهٔ بعدی گفتهٔ پیشین را پاک نمی‌کند.',
    methodRounding:
      'شمارهای ۱ تا ۴ نفر نشان داده نمی‌شوند، و نه آنچه بتوان از آن به چنین شماری رسید: «حدود» با گام‌های ۵ است و شاید ۲ کم یا زیاد باشد، یا تا ۱۰ آنجا که رقمی به رقم‌های دیگر بسته است (حاضران، منتظران تصمیم، کسانی که جا ندارند، عزیمت‌های روزهای گذشته)؛ «کمتر از ۵» یعنی ۱ تا ۴، و کشورهای کم‌شمار با هم می‌آیند.',
    methodUnits:
      'نفر، پرونده و جا یکاهای جداگانه‌اند: پرونده گروهی است که دربارهٔ آنان با هم تصمیم گرفته می‌شود، جا یک صندلی در یک پیشنهاد است. هرگز با هم جمع یا بر هم تقسیم نمی‌شوند.',
  },
  columns: {
    state: 'کشور',
    submitted_persons: 'معرفی‌شده (نفر)',
    accepted: 'پذیرفته (نفر)',
    departed: 'عزیمت‌کرده (نفر)',
    arrived: 'رسیده (نفر)',
    places_confirmed: 'تأییدشده (جا)',
    case_places_confirmed: 'تأییدشده (پرونده)',
    total: 'روی هم (نفر)',
    day: 'روز',
    number: 'شمار',
    standing: 'وضع',
    revised: 'بعد بازنگری شد',
    current: 'تازه‌ترین',
    what: 'چه',
    incident: 'رویداد',
    happened: 'روی داد در',
    publisher: 'منتشرکننده',
    stated: 'گفته در',
    said: 'آنچه گفته شد',
  },
  otherStates: 'کشورهای دیگر',
  notInTable: 'بی‌داده',
  incidents: {
    attack: 'حمله',
    clash: 'درگیری',
    fire: 'آتش‌سوزی',
    epidemic: 'همه‌گیری',
    expulsion: 'اخراج',
    other: 'رویداد',
  },
  measures: {
    killed: { other: 'کشته' },
    injured: { other: 'زخمی' },
    missing: { other: 'ناپدید' },
  },
  wanted: {
    total: 'جا از هر نوع، {$state}',
    medical: 'جاهای درمانی، {$state}',
    emergency: 'جاهایی که دیگر برای اضطرار نگه داشته نمی‌شوند، {$state}',
  },
  bars: {
    population: 'نفرات حاضر',
    gap: 'نفرات بی‌جا',
    places_confirmed: 'جاهای تأییدشده',
    places_free: 'جاهای آزاد',
  },
  ownRecords: 'ثبت‌های {$operation}، به شمارش Onward',
  definitions: PERSIAN_DEFINITIONS,
}
