import { othersFor } from './nicknames.js';

/** How colleagues are addressed. */
export const ADDRESSES: ReadonlySet<string> = setOf('mr mrs miss ms mx');
/** What may stand in front of a name and is no part of it. */
export const TITLES: ReadonlySet<string> = setOf(
  'mr mrs miss ms mx dr doctor prof professor sir dame lady lord madam maam rev revd reverend fr father pastor canon imam rabbi coach cllr',
);

/**
 * What people write beside a colleague's name and what is no part of it: their work, their subject, where the number rings.
 * Nothing that a parent, a pupil, a tradesman or a former colleague would be noted by.
 */
const NOTES: ReadonlySet<string> = setOf(
  'work works wk school sch office staff number no num mob mobile cell phone tel whatsapp wa personal private new home main ' +
    'teacher tchr ta tas hlta lsa sen send senco sendco dsl head deputy dep assistant asst lead of hod hoy ' +
    'headteacher slt smt ect nqt mentor admin reception receptionist caretaker site manager technician tech librarian library ' +
    'secretary bursar business finance governor supply cover supervisor midday cook kitchen ' +
    'department dept faculty subject class form tutor nursery eyfs infants juniors primary secondary sixth phase lower upper ' +
    'maths math mathematics english eng literacy phonics science sci physics chemistry chem biology bio history hist geography ' +
    'geog french spanish german languages mfl re rs rpe pshe citizenship pe sport sports games art arts design dt tech food ' +
    'textiles ict it computing computer music drama dance economics psychology sociology politics latin support inclusion ' +
    'safeguarding pastoral attendance exams data mbe obe phd ba bsc ma msc pgce',
);

const ANYBODY = setOf('work works school office staff head teacher assistant lead of site');

/** Who somebody is to somebody else, or what they are outside the school: whoever is noted so is not the colleague. */
const STRANGERS: ReadonlySet<string> = setOf(
  'mum mummy mums mom mam mama mother dad daddy dads papa father parent parents carer carers guardian nan nana nanny gran granny ' +
    'grandma grandad granddad grandpa grandmother grandfather grandparent aunt auntie aunty uncle sister sis brother bro cousin wife ' +
    'husband hubby partner fiance fiancee girlfriend boyfriend son daughter child children kid kids baby twins family niece nephew ' +
    'friend friends mate neighbour neighbor nextdoor landlord landlady tenant lodger flatmate housemate ex former left old ' +
    'retired pta ptfa fots volunteer childminder babysitter sitter plumber plumbing electrician builder roofer decorator painter ' +
    'joiner carpenter gardener handyman mechanic garage taxi cab cabs minibus driver delivery courier window cleaner gas boiler ' +
    'dentist vet vets gp surgery physio chiropodist optician hairdresser hair barber nails beauty salon solicitor lawyer accountant ' +
    'bank mortgage estate agent agency recruitment insurance church vicar mosque temple choir gym yoga pilates zumba football ' +
    'rugby cricket netball hockey swimming running runner parkrun scouts guides brownies beavers cubs club piano guitar violin uni ' +
    'university college army airbnb holiday wedding ebay gumtree tinder hinge date pub band dog dogwalker walker',
);

/**
 * The commonest surnames in Britain: behind a form of address or an initial alone they may be anybody's. From the counts that the
 * Office for National Statistics gave out for 1998, and those that are common in its schools since.
 */
export const COMMON_SURNAMES: ReadonlySet<string> = setOf(
  'smith jones williams taylor brown davies davis evans thomas wilson johnson roberts robinson wright thompson walker white ' +
    'edwards hughes green hall wood harris lewis martin jackson clarke clark turner hill cooper morris moore ward king watson baker ' +
    'harrison morgan patel young allen mitchell james anderson phillips lee bell parker bennett cook shaw griffiths miller ' +
    'richardson cox price marshall simpson adams murphy khan ali ahmed hussain begum akhtar bibi shah singh kaur ' +
    'kelly obrien ryan scott stewart campbell macdonald murray reid robertson mohamed rahman islam chowdhury miah iqbal malik ' +
    'mahmood sharma kumar chan wong li wang nguyen okafor adeyemi mensah kowalski nowak silva santos costa popa',
);

/** Given names of one sex, as far as the title "Mr" or "Mrs" tells somebody from their wife, husband or child. */
const WOMEN: ReadonlySet<string> = setOf(
  'abigail agnieszka alice alison amanda amara amelia amina amy angela anjali ann anna anne annette bea beatrice beth bethan bethany ' +
    'bronwen carol caroline carys catherine charlotte chloe christine claire clare dawn deborah debra denise diane donna dorothy ' +
    'eleanor elizabeth ella ellen emily emma esther farah fatima fiona florence gemma georgia gillian grace hannah harriet heather ' +
    'helen helena imogen ines isabel jacqueline jane janet jennifer jessica joan joanna joanne josephine julia julie karen ' +
    'katarzyna kate katherine kathryn kelly laura lauren linda lisa louise lowri lucinda lucy magdalena margaret maria marie mary ' +
    'maryam megan meredith michelle nadia natalie natasha nell niamh nicola nia olivia orla pamela patricia pauline philippa priya ' +
    'rachel rebecca rhiannon rosalind rosemary ruth salma samantha sandra sarah sharon siobhan sofia sophie stephanie sunita susan ' +
    'tamsin teresa tracey tracy valerie vanessa victoria virginia wendy yasmin yvonne zainab zoe zofia ' +
    'mia ava lily isla ivy freya evie poppy daisy willow aisha ruby layla',
);
const MEN: ReadonlySet<string> = setOf(
  'adam adrian ahmed alan alexander andrew anthony arthur ben benjamin bilal brian bashir callum carl charles christopher colin ' +
    'craig daniel darren david dean dennis derek dominic donald douglas duncan dylan edward emeka eric ewan fergus francis gareth ' +
    'gary gavin george gerald gordon graham gregory hamza harry hassan henry hugh hugo hussein ian ibrahim idris imran jack jacob ' +
    'jakub james jason jeremy john jonathan joseph joshua justin keith kenneth kevin krzysztof kwabena kwame lawrence leonard liam ' +
    'luke malcolm marcus mark martin matthew michael mohammed muhammad nathan neil nicholas nigel noah oliver omar oscar owen patrick ' +
    'paul peter philip piotr raymond rhys richard robert roger ronald ruaridh russell ryan samuel scott sean simon stefan stephen ' +
    'steven stuart terence theo thomas timothy tobias tom tomasz trevor usman vikram wesley william winston yusuf ' +
    'leo tyler alfie finley archie mason logan ethan jayden kai riley zayn',
);

/** Whether the word is a given name that we know. Many surnames are ("Thomas"): then the order of two words matters. */
export function isGivenName(word: string): boolean {
  return WOMEN.has(word) || MEN.has(word) || othersFor(word).size > 0;
}

/** Whether the title speaks against the given name: "Mrs Hale" is hardly Idris Hale. */
export function isOddTitle(title: string, given: string): boolean {
  return title === 'mr' ? WOMEN.has(given) : title !== 'mx' && MEN.has(given);
}

/** "Y6", "Yr 4", "Year 11", "6B", "KS2", "2": a class, a year group, or which of two numbers it is. */
const YEAR = /^(?:y|yr|year|ks|class)?\d{1,2}[a-z]?$/u;

export function isYear(word: string): boolean {
  return YEAR.test(word) || word === 'year' || word === 'yr';
}

/** Notes that tell one colleague from another; "teacher" and "work" are said of anybody. */
export function isWork(word: string): boolean {
  return NOTES.has(word) && !ANYBODY.has(word);
}

export function isNote(word: string): boolean {
  return NOTES.has(word) || isYear(word);
}

export function isStranger(word: string): boolean {
  return STRANGERS.has(word);
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
