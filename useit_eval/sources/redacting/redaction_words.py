"""Words that decide whether a capitalised word is a name: ordinary words that are names too, titles, kin, months."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = _words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec"
)
DAYS = _words("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun")

# Words of everyday English that people are also called; as a single word they name somebody only in good company.
ORDINARY = (
    MONTHS
    | DAYS
    | _words(
        "will grace mark joy rose green ruby lane hope faith dawn summer winter spring autumn bill bob jack rob pat sue art"
        " frank grant chance chase drew dean earl duke king queen young brown black white gray grey long short little small"
        " wood woods hill hills field fields rivers river brook banks bank parks park church cross stone marsh lake day"
        " frost snow rain cook baker smith taylor carpenter mason miller fisher farmer shepherd potter turner walker driver"
        " carter page read reed love pearl ivy lily olive violet daisy holly heather hazel iris poppy ginger sandy rusty"
        " sunny star sky robin jay swan wren raven penny guy nick rich dick gene miles wade glen dale forest clay cliff"
        " rocky ray max victor major noble marshal bishop pope abbot monk prior judge constable bond best bright sharp"
        " strong swift savage wise moody gay merry blessing mercy patience prudence charity constance comfort precious"
        " prince princess an do so in on hung song see too ha he la me my no said can din deep man has was mine bin sham sad"
        " sonny angel harmony dream happy gift lucky crystal amber jasmine rosemary basil sage olive melody carol harper"
        " hunter archer piper rider ryder skipper bailey chip dot viola honour honor justice royal trinity genesis heaven"
        " destiny chastity fielding ball bell bird book box bush butler chambers close cross drake drink eagle farm fox"
        " gale game gates good hall hand hands hardy head hood house hunt ice jewel just kay kit lamb land law light lord"
        " luck mace may mills moon moor more nelly new night north south east west nurse paul port post power price proud"
        " rush sale sands self sellers sheets shields ship silver skinner spicer steel street thing tower town waters way"
        " weaver webb wells works worth yard thy the them than that their then there with when were what which you your"
        " and are but for from had have her him his how its let not now off one our out own per she some such they this"
        " two use very who why yet yes ok as at be by go if is it of or to up us we all any did get got i a o"
    )
)

TITLES = _words(
    "mr mrs ms miss mx dr doctor prof professor sir lady lord dame rev reverend father sister brother imam cllr"
    " councillor pastor auntie aunty aunt uncle nurse matron pani pan sheikh shaykh hajji haji ustad sgt sergeant pc"
    " pandit granthi giani bishop deacon elder"
)
KIN = _words(
    "son daughter brother sister wife husband cousin friend neighbour neighbor mother father mum mom dad nephew niece"
    " partner uncle aunt auntie aunty grandson granddaughter grandmother grandfather nan grandad boss manager employer"
    " teacher colleague mate boy girl baby fiancé fiancée boyfriend girlfriend caseworker keyworker landlord landlady"
    " interpreter doctor midwife gp"
)
# Before a word these let even an ordinary one be a name ("ask mark", "from will").
CUES = _words(
    "ask asked tell told with from hi hello hey thanks thank called call met meet meeting rang ring phoned saw see"
    " know knew like love dear by for to and im named name mr mrs ms miss cousin brother sister friend uncle auntie"
    " mate salaam salaams salam bye text texted email emailed visit visited joined"
)
# Behind a word these make a month of it, or before it.
BEFORE_MONTH = _words("in of by since until till last next this early late mid from during before after every")
# What people do: a capitalised unknown word before one of these, or after one of ACTED_ON, is perhaps a person.
ACTS = _words(
    "said says told tells asked asks rang rings calls called came comes drove drives gave gives helped helps brought"
    " brings lent works worked knew knows runs ran wrote writes answers answered thinks thought wants wanted looked"
    " looks fixed taught teaches lives lived joined left passed died signs signed speaks spoke was is has"
)
ACTED_ON = _words("told asked rang called met ask tell call phone ring thank thanks dear hi hello named with for")

# Capitalised in any text, and nobody's name.
PROPER = (
    MONTHS
    | DAYS
    | _words(
        "i im ive id ill god allah lord jesus christ bible quran koran eid ramadan christmas easter diwali vaisakhi hajj"
        " english england scotland scottish wales welsh ireland irish british britain uk europe european american america"
        " polish poland arabic arab somali somalia bengali bangladesh bangladeshi pakistan pakistani punjabi urdu hindi"
        " india indian jamaica jamaican caribbean african africa kurdish syrian syria iraqi iraq iran iranian eritrean"
        " ethiopian sudanese sudan nigerian nigeria ghana ghanaian chinese china vietnamese romanian romania lithuanian"
        " italian italy french france german germany spanish spain portuguese turkish turkey afghan afghanistan asian"
        " muslim islam islamic christian sikh sikhism hindu catholic church mosque temple gurdwara london birmingham"
        " manchester leeds sheffield bristol glasgow liverpool coventry wolverhampton sandwell smethwick handsworth"
        " ladywood winson icknield soho edgbaston sparkhill sparkbrook aston hospital college school university library"
        " council jobcentre home office nhs gp street road avenue lane drive close way court house centre center park"
        " facebook instagram twitter whatsapp google youtube zoom teams internet brexit covid brummie ok cv esol ielts"
        " level maths mashallah inshallah mash insha alhamdulillah assalamu alaikum wa walaikum salam zuhr asr fajr amen"
        " mr mrs ms miss dr bus tv ni dob no yes well so and but then when if he she we they you it the a an at in on of"
        " my our his her their your this that these those there here what who why how where which because after before"
        " from with for to by as is was are were be been do did does have has had not or also just now once every all"
        " some many most one two three four five six seven eight nine ten first last next oh ah um er yeah yh ok okay"
        " thanks thank please sorry good great fine true right left dear hello hi bless bye subject date to cc re fwd sent"
        " page room unit flat platform isbn time today tomorrow yesterday everyone everybody someone somebody nobody people"
        " practice interview present notes speaker interviewer interviewee tape group"
        " participant researcher name person national insurance number"
    )
)

# Labels of speakers that name a part in the talk rather than a person.
GENERIC_LABELS = _words(
    "interviewer interviewee speaker participant respondent moderator facilitator researcher question answer q a i r p"
    " int iv note notes place date time present location from to cc subject sent re fwd re page title source audio"
    " recording transcript file chair unknown voice male female man woman child group all interpreter translator"
    " observer comment tel phone email mobile address name summary background context topic section part end start"
)

# Parts of names that never stand for a person alone.
PARTICLES = _words(
    "al el ul ur abd st saint de del della da dos das do du di la le van von der den ter ten bin ben ibn bint mc mac o d"
    " ap abu umm um san santa y e af"
)
