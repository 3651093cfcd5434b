import { LINK_KINDS, STATUSES_BEFORE_SUBMISSION } from '../domain/case.ts'
import { CATEGORY_CODES } from '../domain/category.ts'
import { CALENDARS, LOCATIONS, PROTECTION_STATUSES, SEXES } from '../domain/person.ts'
import { PRIORITY_CODES } from '../domain/priority.ts'
import { SPECIFIC_NEED_CODES } from '../domain/specific-need.ts'
import type { FieldSpec } from './match-headers.ts'
import { RELATIONSHIPS } from './relationship.ts'
import type { Relationship } from './relationship.ts'
import { vocabulary } from './vocabulary.ts'

/** Fields of a register and the headers that mean them (docs/import.md). */
const WORDS = {
  person_id:
    'id,individual id,individual number,registration number,unique id,registrant id,identifiant,numero individuel,id persona,رقم الفرد,رقم التسجيل,شماره ثبت,شناسه,registrant,person no,person number,individual no,beneficiary id,رقم المستفيد,رقم الشخص,شماره فرد,کد فرد,идентификатор,kimlik no',
  given_name:
    'first name,forename,given names,prénom,prénoms,nombre,nombres,الاسم الأول,الاسم الشخصي,نام,firstname,personal name,الاسم الاول,نام کوچک,имя,ad',
  father_name:
    'fathers name,name of father,nom du père,nombre del padre,اسم الأب,اسم الاب,نام پدر,ولد,father,nom pere,نام والد,имя отца,baba adi',
  grandfather_name: 'grandfathers name,nom du grand père,اسم الجد,نام پدربزرگ',
  mother_name:
    'mothers name,name of mother,mother,nom de la mère,nombre de la madre,اسم الأم,اسم الام,نام مادر,имя матери,anne adi',
  family_name:
    'last name,surname,nom,nom de famille,apellido,apellidos,اسم العائلة,اللقب,الكنية,نام خانوادگی,تخلص,lastname,family,nom famille,لقب,اسم الاسرة,фамилия,soyad',
  full_name:
    'name,full names,nom complet,nombre completo,الاسم,الاسم الكامل,نام کامل,نام و نام خانوادگی,complete name,fullname,اسم كامل,полное имя,ad soyad',
  name_original:
    'original name,native name,name in original script,name arabic,name in arabic,name in persian,nom original,nombre original,الاسم بالعربية,نام به فارسی',
  sex: 'gender,sexe,genre,sexo,género,الجنس,جنس,جنسیت,sex m f,пол,cinsiyet',
  birth_date:
    'date of birth,dob,birthdate,year of birth,birth year,date de naissance,fecha de nacimiento,تاريخ الميلاد,تاريخ الولادة,تاریخ تولد,birth,born,born on,date naissance,تاريخ الولاده,дата рождения,dogum tarihi',
  birth_calendar: 'calendar,calendrier,calendario,التقويم,تقویم',
  nationality:
    'nationality iso3,citizenship,nationalité,nacionalidad,الجنسية,تابعیت,ملیت,nationality code,country of citizenship,гражданство,uyruk',
  origin:
    'country of origin,origin iso3,origin country,pays d origine,país de origen,بلد المنشأ,بلد الأصل,کشور مبدا',
  registered_on:
    'registration date,date of registration,registered,date d enregistrement,fecha de registro,تاريخ التسجيل,تاریخ ثبت,registered on,reg date,дата регистрации,kayit tarihi',
  arrived_on:
    'arrival date,date of arrival,date d arrivée,fecha de llegada,تاريخ الوصول,تاریخ ورود,arrived,arrived on',
  household_id:
    'household,household number,household no,ménage,numéro de ménage,hogar,رقم الأسرة,شماره خانوار,family id,family number,family no,hh id,hhid,رقم العائلة,код семьи',
  case_id:
    'case,case number,case no,process group,numéro de dossier,dossier,caso,número de caso,رقم القضية,رقم الحالة,شماره پرونده,case reference,group id,process group number',
  relationship:
    'relationship to pa,relationship to principal applicant,relation,lien,lien de parenté,parentesco,relación,صلة القرابة,القرابة,نسبت',
  primary_category: 'category,submission category,primary submission category,catégorie,categoría',
  secondary_category: 'secondary submission category,catégorie secondaire,categoría secundaria',
  priority: 'submission priority,priorité,prioridad,الأولوية,اولویت',
  priority_reason: 'reason for priority,justification,justification de la priorité',
  case_stage: 'stage,case status,étape,etapa',
  needs:
    'specific needs,vulnerabilities,vulnerability,besoins spécifiques,necesidades específicas,الاحتياجات الخاصة,نیازهای ویژه,special needs,needs codes,specific need',
  medical_places: 'medical place,needs medical place,place médicale,plaza médica',
  protection_status:
    'legal status,status,rsd status,statut,statut de protection,estatuto,صفة الحماية,وضعیت حقوقی',
  best_interests: 'best interests determination,bid,bip,best interests on',
  consent_states: 'consent,consents to,consent countries,consentement,consentimiento',
  consented_on: 'consent date,date of consent,date du consentement,fecha de consentimiento',
  languages:
    'language,spoken languages,langue,langues,idioma,idiomas,اللغة,اللغات,زبان,زبانها,mother tongue,langue parlée,языки,diller',
  preferred_states: 'preferred countries,preferred country,preference,pays souhaités',
  ties_states:
    'tie states,family ties,relatives in,countries of relatives,liens familiaux,lazos familiares',
  linked_case_ids: 'linked cases,linked case,cross references,dossiers liés,casos vinculados',
  link_kind: 'link type,type of link,type de lien',
  // Only under its own name: a column "camp" of others holds names, not the handles of our sites.
  site_id: '',
  location: 'where,lieu,ubicación,الموقع,مکان',
  died_on:
    'date of death,died,date de décès,fecha de fallecimiento,تاريخ الوفاة,تاریخ فوت,death date,deceased on',
  departed_on: 'departure date,date of departure,date de départ,fecha de salida,تاريخ المغادرة',
} as const

export type RegisterField = keyof typeof WORDS

export const REGISTER_FIELDS: readonly FieldSpec<RegisterField>[] = (
  Object.keys(WORDS) as RegisterField[]
).map((field) => ({
  field,
  words: WORDS[field] === '' ? [] : WORDS[field].split(','),
  ...(field === 'person_id' ? { required: true as const } : {}),
}))

export const SEX_WORDS = vocabulary(SEXES, {
  female: 'f,w,woman,girl,femme,féminin,mujer,femenino,أنثى,انثى,زن,женский,ж',
  male: 'm,h,man,boy,homme,masculin,hombre,masculino,ذكر,مرد,мужской,м',
  other: 'x,autre,otro,آخر,دیگر',
  unknown: 'u,inconnu,desconocido,غير معروف,نامعلوم',
})

export const CALENDAR_WORDS = vocabulary(CALENDARS, {
  gregorian: 'g,ad,ce,gregorien,gregoriano,ميلادي,میلادی',
  solar_hijri: 'persian,jalali,shamsi,sh,afghan,solaire,هجری شمسی,شمسی,خورشیدی',
  hijri: 'islamic,lunar,lunar hijri,ah,qamari,هجري,هجری قمری,قمری',
})

export const CATEGORY_WORDS = vocabulary(CATEGORY_CODES, {
  LPN: 'legal and physical protection needs,legal and or physical protection needs',
  SVT: 'survivors of violence and or torture,survivor of violence and torture',
  MED: 'medical needs,medical',
  AWR: 'women and girls at risk,women at risk,woman at risk',
  FAM: 'restoring family unity,family reunification',
  CHL: 'children and adolescents at risk,children and adolescents,children at risk',
  LAS: 'lfds,lfads,lack of foreseeable alternative durable solutions,lack of foreseeable alternative durable solution',
})

export const PRIORITY_WORDS = vocabulary(PRIORITY_CODES, {
  EM: 'emergency,urgence absolue,emergencia,طارئ',
  UG: 'urgent,urgente,عاجل',
  NR: 'normal,normale,عادي,عادی',
})

/** How far a case can be in a register that is imported; later statuses are recorded here. */
export const STAGE_WORDS = vocabulary(STATUSES_BEFORE_SUBMISSION)

export const NEED_WORDS = vocabulary(SPECIFIC_NEED_CODES)

export const PROTECTION_WORDS = vocabulary(PROTECTION_STATUSES, {
  refugee: 'recognised refugee,recognized refugee,ref,réfugié,refugiado,لاجئ,پناهنده',
  asylum_seeker: 'asr,asylum seeker,demandeur d asile,solicitante de asilo,طالب لجوء,پناهجو',
  stateless_non_refugee: 'stateless,apatride,apátrida',
  undetermined: 'unknown,pending',
  not_recognised: 'not recognized,rejected',
})

export const LOCATION_WORDS = vocabulary(LOCATIONS, {
  transit_facility: 'transit,etc,etm',
})

export const LINK_WORDS = vocabulary(LINK_KINDS)

export const RELATIONSHIP_WORDS = vocabulary(Object.keys(RELATIONSHIPS) as Relationship[], {
  PA: 'pra,principal applicant,principal representative,demandeur principal,solicitante principal,مقدم الطلب,متقاضی اصلی',
  HUS: 'husband,mari,esposo,زوج,شوهر',
  WIF: 'wife,épouse,esposa,زوجة,همسر زن',
  SON: 'fils,hijo,ابن,پسر',
  DAU: 'daughter,fille,hija,ابنة,دختر',
  PRM: 'father,père,padre,أب,پدر',
  PRF: 'mother,mère,madre,أم,مادر',
  SBM: 'brother,frère,hermano,أخ,برادر',
  SBF: 'sister,sœur,hermana,أخت,خواهر',
})
