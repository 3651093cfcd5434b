import type { CalendarName } from './calendar-date.ts'
import { foldName } from './fold-name.ts'

/** One line for each month, January or its like first; several spellings of a month by commas. */
const GREGORIAN = `
january,jan,janvier,enero,يناير,كانون الثاني,ژانویه
february,feb,fevrier,febrero,فبراير,شباط,فوریه
march,mar,mars,marzo,مارس,آذار
april,apr,avril,abril,أبريل,إبريل,نيسان,آوریل
may,mai,mayo,مايو,أيار,مه
june,jun,juin,junio,يونيو,حزيران,ژوئن
july,jul,juillet,julio,يوليو,تموز,ژوئیه
august,aug,aout,agosto,أغسطس,آب,اوت
september,sep,sept,septembre,septiembre,سبتمبر,أيلول,سپتامبر
october,oct,octobre,octubre,أكتوبر,تشرين الأول,اکتبر
november,nov,novembre,noviembre,نوفمبر,تشرين الثاني,نوامبر
december,dec,decembre,diciembre,ديسمبر,كانون الأول,دسامبر`

/** Iranian names, then the zodiac names that Afghan papers use. */
const SOLAR_HIJRI = `
farvardin,fravardin,فروردین,hamal,حمل
ordibehesht,ordibehsht,اردیبهشت,sawr,saur,sowr,ثور
khordad,khurdad,خرداد,jawza,jowza,جوزا
tir,تیر,saratan,سرطان
mordad,amordad,مرداد,امرداد,asad,اسد
shahrivar,shahrivur,shahrewar,شهریور,sunbula,sonbola,سنبله
mehr,مهر,mizan,میزان
aban,abaan,آبان,aqrab,عقرب
azar,آذر,qaws,qows,قوس
dey,dei,دی,jadi,jady,جدی
bahman,بهمن,dalw,dalv,دلو
esfand,isfand,اسفند,hut,hoot,حوت`

const HIJRI = `
muharram,moharram,محرم
safar,صفر
rabi al awwal,rabi i,ربیع الأول,ربیع الاول
rabi al thani,rabi al akhir,rabi ii,ربیع الثاني,ربیع الآخر
jumada al awwal,jumada al ula,jumada i,جمادی الأول,جمادى الأولى
jumada al thani,jumada al akhira,jumada ii,جمادی الثاني,جمادى الآخرة
rajab,رجب
shaban,شعبان
ramadan,ramazan,رمضان
shawwal,shavval,شوال
dhu al qadah,zu al qadah,dhul qadah,ذو القعدة,ذی القعده
dhu al hijjah,zu al hijjah,dhul hijjah,ذو الحجة,ذی الحجه`

interface Month {
  readonly calendar: CalendarName
  /** 1 to 12. */
  readonly month: number
}

const MONTHS: ReadonlyMap<string, Month> = new Map([
  ...table('hijri', HIJRI),
  ...table('gregorian', GREGORIAN),
  ...table('solar_hijri', SOLAR_HIJRI),
])

function table(calendar: CalendarName, lines: string): [string, Month][] {
  return lines
    .trim()
    .split('\n')
    .flatMap((line, at) =>
      line.split(',').map((name): [string, Month] => [foldName(name), { calendar, month: at + 1 }]),
    )
}

/** The month that a folded name stands for, and the calendar it belongs to. */
export function findMonth(foldedName: string): Month | undefined {
  return MONTHS.get(foldedName)
}
