/**
 * Given names and what people who have them are called in Britain, both folded: `given: short short; given: …`. A short name may belong to
 * several ("sam"): whoever looks it up has to look for all of them.
 */
const TABLE = `
abigail: abby abbie abi gail; adelaide: addie; adrian: ade; agnes: aggie; agnieszka: aga; alan: al; alasdair: al
albert: al bert bertie albie; alejandro: alex ale; aleksander: alex olek; aleksandra: ola alex
alexander: alex al sandy alec xander sasha lex; alexandra: alex sandra sandy alexa lexi sasha lex ali
alfred: alf alfie fred; alice: ali; alison: ali aly; alistair: al ali; alastair: al ali; allison: ali ally
amanda: mandy; amelia: millie; amarjit: amar; anastasia: ana stacey nastia; andrea: andi; andrew: andy drew
andrzej: andy; angela: angie ange; anita: nita; anjali: anj anju; ann: annie; anna: annie ania anya
annabel: anna bella bel; anne: annie; annette: annie; anthony: tony ant; antony: tony ant; antonia: toni
antoinette: toni; archibald: archie; ashleigh: ash; ashley: ash; augustus: gus; balwinder: bal
barbara: barb babs barbie; barnaby: barney; bartholomew: bart; bartosz: bartek bart; beatrice: bea bee trixie
beatrix: bea trixie; belinda: bel lindy; benedict: ben; benjamin: ben benji benny; bernadette: bernie; bernard: bernie
bethan: beth; bethany: beth; beverley: bev; bradley: brad; bronwen: bron; caitlin: cait; callum: cal; cameron: cam
camilla: millie milla; caroline: caro carrie caz lina; carolyn: caro lyn; cassandra: cass cassie
catherine: cath cathy kate katie cat cathie kath; cathryn: cath kate cathy; cecilia: cece cec
charles: charlie chas chaz chuck; charlotte: charlie lottie char lotte; chidinma: chichi; chinedu: nedu
christian: chris; christina: chris tina chrissie chrissy christie; christine: chris tina chrissie chrissy
christopher: chris kit; clifford: cliff; constance: connie; cordelia: delia; cristina: cris tina; cynthia: cindy
cyril: cy; daniel: dan danny; danielle: dani danni; darren: daz; david: dave davy dai davey; dafydd: daf dai
deborah: deb debbie debs; debra: deb debbie debs; deirdre: dee; delroy: del; dennis: den; derek: del; desmond: des dez
diana: di; diane: di; dimitrios: dimitri jim; dominic: dom nic; dominik: dom; donald: don donnie
dorothy: dot dottie dolly; douglas: doug dougie; ebenezer: eben; edith: edie; edmund: ed eddie ned
edward: ed eddie ted teddy ned; edwin: ed eddie; eleanor: ellie nell ella nora elle; elaine: lainey; elena: lena
elijah: eli; elisabeth: liz beth lizzie lisa elisa; elizabeth: liz beth lizzie betty eliza betsy libby lizzy bet
ella: ellie; ellen: ellie nell; emanuel: manny; emily: em millie; emma: em; emmanuel: manny emma eman; ernest: ernie
esther: essie; eva: evie; evangeline: evie eva; evelyn: evie eve; ezekiel: zeke; farzana: farz; fatima: fatma
felicity: flick fliss; ffion: fi; fiona: fi fee; florence: flo florrie flossie; folasade: sade
frances: fran francie frankie; francesca: fran frankie chess chesca; francis: frank frankie; frederick: fred freddie
frederic: fred freddie; gabriel: gabe; gabriella: gabby ella; gabrielle: gabby; gareth: gaz gary; gary: gaz
gavin: gav; gemma: gem; genevieve: gen ginny; geoffrey: geoff; george: georgie; georgia: georgie
georgina: george georgie gina; gerald: gerry ged; geraldine: gerry; gerard: gerry ged; gillian: gill jill gilly
giovanni: gio; giuseppe: joe beppe; gregory: greg; grzegorz: greg grzesiek; gurpreet: gurp; gwendolen: gwen
gwendolyn: gwen; harinder: harry; harold: harry hal; harpreet: harp; harriet: harri hattie harry; harrison: harry
helena: lena; henrietta: hettie henri etta; henry: harry hal; hubert: bert; hugh: hughie; humphrey: humph
ibrahim: ibi ibs; ignatius: iggy; imogen: immy imo; indira: indy; isaac: ike zac; isabel: izzy bel bella issy
isabella: izzy bella bel; isabelle: izzy bel belle; isobel: izzy bel; jacqueline: jackie jacqui jax; jacob: jake
jakub: kuba jake; james: jim jimmy jamie; jane: janie; janet: jan; janette: jan; janice: jan; jaroslaw: jarek
jaswinder: jas; jasmine: jas jazz; jean: jeanie; jeffrey: jeff; jemima: jem mima; jennifer: jen jenny jenni jenna
jeremiah: jerry jez; jeremy: jez jem jerry; jerome: jerry; jessica: jess jessie; jill: jilly; joan: joanie
joanna: jo asia joey; joanne: jo joey; jocelyn: joss; johanna: jo hanna; john: johnny jonny; jonathan: jon jonny jono
jonathon: jon jonny; joseph: joe joey; josephine: jo josie fifi; joshua: josh; judith: judy jude; julia: jules
julian: jules; julie: jules; juliet: jules; katarzyna: kasia; katharine: kate kathy kath katie kat
katherine: kate kathy kath katie kat kitty kit; kathleen: kath kathy kate; kathryn: kate kath kathy katie kat
katrina: kat trina kate; kayleigh: kay; kelechi: kc; kenneth: ken kenny; kevin: kev; kimberley: kim kimmy
kimberly: kim kimmy; kirsten: kirsty; konstantinos: kostas costas; krystyna: krysia; krzysztof: krzys chris
kulwinder: kully; lakshmi: laks; lauren: laurie; laurence: larry laurie; lawrence: larry laurie lawrie
leonard: len lenny leo; leonardo: leo; leonie: leo; lesley: les; leslie: les; lillian: lily lil; lilian: lily lil
linda: lin lindy; lindsay: linz; lindsey: linz; louisa: lou lulu; louise: lou lulu; lucille: lucy; lucinda: lucy cindy
lynette: lyn; lynne: lyn; madeleine: maddie maddy mads; madeline: maddie maddy mads; magdalena: magda maggie lena
malcolm: malc mal; malgorzata: gosia; manjit: manj; manuel: manny; margaret: maggie meg peggy mags; marguerite: maggie
maria: ria; marie: mari; mark: marky; martha: marty; martin: mart marty; martyn: mart; mateusz: mati matt
matilda: tilly tilda mattie; matthew: matt mat matty; maureen: mo; maurice: mo; maxim: max; maximilian: max
maxine: max; maxwell: max; megan: meg; melanie: mel; melissa: mel lissa; meredith: merry
michael: mike mick mickey mikey micky; michelle: shell chelle mich; mildred: millie; millicent: millie
miranda: mandy randy mira; miriam: mim mimi; mohamed: mo; mohammad: mo; mohammed: mo mohd; montgomery: monty
muhammad: mo; myfanwy: myf; natalia: nat talia; natalie: nat; natasha: tasha nat tash; nathan: nat nate
nathaniel: nat nate; nicholas: nick nicky nico; nicola: nicky nikki nic nicki; nicole: nicky nikki nic; nigel: nige
nikhil: nik; nikolai: nik kolya; nikolaos: nikos nick; oluwaseun: seun; oluwaseyi: seyi; oluwatobi: tobi
olivia: liv livvy ollie olly; oliver: ollie olly; oswald: ozzy; pamela: pam; parminder: parm
patricia: pat trish tricia patsy patti trisha; patrick: pat paddy; pauline: paul; penelope: penny pen; percival: percy
peter: pete; philip: phil pip; philippa: pip pippa phil; phillip: phil; piotr: pete; prakash: prak; priscilla: cilla
priyanka: priya; prudence: pru; rachael: rach; rachel: rach rae; rajesh: raj; rajinder: raj; rajiv: raj; raymond: ray
rebecca: becky becca bex becs; reginald: reg reggie; rhiannon: rhi; richard: rich rick dick richie ricky
robert: rob bob bobby robbie bert; roberta: bobbie; roderick: rod; rodney: rod; ronald: ron ronnie
rosalie: rosie rose; rosalind: ros rosie roz; rosanna: rosie; rose: rosie; rosemary: rosie rose ro; rowena: ro
roxanne: roxy; russell: russ; ruth: ruthie; samantha: sam sammy; samina: sam; samir: sam; samson: sam
samuel: sam sammy; sandeep: sandy; sandra: sandy; santiago: santi; sarah: sally sal; satnam: sat; sebastian: seb
selina: lina; shannon: shan; sharon: shaz shaza; sidney: sid; simon: si; siobhan: shiv shevy; sophia: soph
sophie: soph; stanislaw: staszek stan; stanley: stan; stefan: stef; stephanie: steph stef stevie
stephen: steve ste stevie; steven: steve ste stevie; stuart: stu stew; stewart: stew stu; sukhdev: sukh
sukhvinder: sukh suki; surinder: suri; susan: sue suzie susie suz; susanna: sue susie; susannah: sue susie
suzanne: sue suzie suz; sylvia: syl; tabitha: tabby; tamara: tammy; tamsin: tam tammy; tanveer: tan
temitope: temi tope; terence: terry tel; teresa: tess terry tessa; thaddeus: thad ted; theodora: thea dora theo
theodore: theo ted teddy; theresa: tess terry tessa; thomas: tom tommy; tiffany: tiff; timothy: tim timmy
tobias: toby; tomasz: tomek tom; tracey: trace; tracy: trace; trevor: trev; valerie: val; vanessa: ness nessa
venkatesh: venkat; veronica: ronnie vron; veronika: nika; victor: vic; victoria: vicky vicki vic tori tory viki vikki
vijay: vij; vikram: vik; vincent: vince vin vinny; violet: vi; virginia: ginny ginnie; vivien: viv; vivienne: viv
vladimir: vlad vova; walter: wally walt; wesley: wes; wilfred: wilf fred; wilhelmina: mina
william: will bill billy liam willy willie wills; winifred: win winnie; wojciech: wojtek; yasmin: yaz yas
yasmine: yaz yas; yusuf: yus; yvonne: von; zachary: zac zach zak; zachariah: zac zach zak; zofia: zosia; zubair: zub
`;

const { known: KNOWN, long: LONG } = read(TABLE);

/** What else somebody of this given name (folded) may be called: their short names, or the names theirs is short for. */
export function othersFor(given: string): ReadonlySet<string> {
  return KNOWN.get(given) ?? NONE;
}

/** The given names that this one is short for: several for "sam", none for "samuel". */
export function longFor(given: string): ReadonlySet<string> {
  return LONG.get(given) ?? NONE;
}

/**
 * Other short forms of what this name is short for ("beth" for "liz"). Nobody is likely to be called both, but somebody of whom only
 * the one is known may be.
 */
export function cousinsOf(given: string): ReadonlySet<string> {
  return new Set([...(LONG.get(given) ?? NONE)].flatMap((long) => [...othersFor(long)]));
}

const NONE: ReadonlySet<string> = new Set();

type Names = ReadonlyMap<string, ReadonlySet<string>>;

/** The table both ways, and only from the short to the long. */
function read(table: string): { readonly known: Names; readonly long: Names } {
  const [known, long] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const add = (names: Map<string, Set<string>>, one: string, other: string) =>
    names.set(one, (names.get(one) ?? new Set()).add(other));
  for (const line of table.trim().split(/;\s|\n/u)) {
    const [given = '', short = ''] = line.split(': ');
    for (const name of short.split(' ')) {
      add(known, given, name);
      add(known, name, given);
      add(long, name, given);
    }
  }
  return { known, long };
}
