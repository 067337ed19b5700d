/**
 * Everyday English words that begin sentences or stand with a capital and are nobody's name. Only for telling names apart; what a
 * policy's own lexicon knows is added to them.
 */
export const COMMON: ReadonlySet<string> = new Set(
  `a about after again all also although always am an and another any anybody anyone anything are as ask asked asking at away
  back be because been before being between both but by called came can cannot cant come could couldnt day days dear did didnt do
  does doesnt doing done dont during each either else even ever every everybody everyone everything few first for from get getting
  give given go goes going good got great group groups had hadnt happen happened has hasnt have havent having he hello help her
  here hers hey hi hiya him his how however i id if ill im in instead into is isnt it its ive job just keep kind know last later
  least less let lets like lot made make many maybe me mean meeting message messages mine monday more morning most much must my
  need needs never new next no nobody none not nothing now of off often ok okay on once one only or other others our out over own
  pe people person phone photo photos please possible put question quick really receive received recently regarding reply right
  said same saw say says second see seems send sent several she should show since so some somebody someone something sometimes
  soon sorry still such sure take tell text texted than thank thanks that thats the their them then there theres these they thing
  things think this those though three time to today together told tomorrow too two under unless until up us use used using usually
  very via want wanted wants was wasnt way we week weeks well went were weve what whats when where whether which while who whos
  whose why will with within without wont word would wouldnt write wrote yes yesterday yet you your yours youre year years
  afternoon evening night class child children pupil pupils parent parents mum mums dad dads mother father carer carers guardian
  guardians brother sister family families governor governors teacher teachers staff colleague colleagues head headteacher deputy
  office trust academy school schools college reception nursery sixth form key stage trip trips lesson lessons club clubs
  tuesday wednesday thursday friday saturday sunday january february march april june july august september october november
  december christmas easter autumn spring summer winter term half english maths science history geography french spanish german
  whatsapp teams signal telegram facebook messenger snapchat discord instagram tiktok sms outlook microsoft google apple android
  iphone ipad email internet app apps uk england wales scotland britain ofsted dfe ico gdpr dpo dsl ddsl send senco sen sendco
  slt pta ta tas nqt ect hr it ict eyfs ks1 ks2 ks3 ks4 gcse gcses sats ehcp mat la lado cpd inset ppa pshe re phse mfl dt pdf
  mr mrs ms miss mx dr sir madam prof professor rev`
    .trim()
    .split(/\s+/),
);
