/**
 * Words that give away the product's languages where they are written without their own letters: Greeklish, Finglish,
 * transliterated Russian, Hungarian without accents. Words that are common in another of these, or in English, are
 * left out. Lower case.
 */
function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

export const GREEKLISH = words(`
  kai na an se me xoris xwris kalimera kalispera kalhmera kalhspera geia gia sas mas mou sou tou tis tin ton twn tha den einai eimai eimaste
  eiste eixa eixe eixame exo exw exei exoume exete exoun thelo thelw thelei theloume prepei mporo mporw mporei
  mporeite parakalo parakalw efxaristo efxaristw euxaristo euxaristw eyxaristo eyxaristw sto sta stin sti stis stous
  apo apla alla akoma akomh mexri otan oti otan giati pote pou poso posa poia poios kati tipota pali telika simera
  shmera xthes avrio aurio prin mesa katw epano pano mera meres vdomada vdomades lefta xrimata paraggelia paraggelies
  dema logariasmo logariasmos timologio arithmos arithmo kodiko kodikos kwdiko kwdikos tilefono thlefwno katastima
  irthe hrthe erthei erxetai pira phra pire stile steile steilete steilte peite pes apantisi apanthse signomi sygnomi
  signwmi lathos problima provlima provlhma xalase idia idio oloi ola olo emena esas esena egw ego ontws omws omos
  kanei kano kanw kanoume kanena kaneis pleon poly poli kala kalo alli allo pia edw edo ekei etsi opws opos
`);

export const FINGLISH = words(`
  salam ba ke az ro man shoma shomaro baraye lotfan mamnoon mamnoonam mersi kheili kheyli vali ham hich yek dige
  digar dadam dadid dadan konid konam kardam kardid karde kard nakardam nakardid mikonam mikonid nemikonam nemikonid
  mikham mikhaham mikhastam bayad mishe nemishe shode nashode shodam shod nashod hast hastam nist nistam bood nabood
  boodam daram darid daran nadaram nadarid dare nadare chera chetor koja kojast kei vaght vaghti rooz roozi rooze
  emrooz dirooz farda hafte mah sal pool poolam toman tooman rial sefaresh sefaresham kharid kharidam gheymat
  hesab hesabam hesabe kart shomare telefon javab pasokh khaste nabashid khedmat agha khanoom khanom bebakhshid
  bebakhshin sepas moshkel moshkeli kharab gooshi gooshim barname khob khoob dorost alan hanooz faghat   ghabl ghablan chand chandin baghie peygiri pardakht residam nareside reside ersal bedid begid bebinid lotf
  bekheir vaghteton vaghtetoon khodam khodetoon khodetun ast konand shavad mibashad
`);

export const TRANSLIT = words(`
  zdravstvuyte zdravstvujte zdrastvuyte privet dobryy dobryj dobriy den vecher utro spasibo pozhaluysta pozhalujsta
  pojaluista pozhalusta chto kak gde kogda pochemu zachem eto etot etu eta etogo moy moya moi moyu moego mne menya
  mnoy vas vam vami vash vasha vashi vashey vashem vashego nash nasha nashi ya my vy oni ona ego ih ili esli uzhe
  eshche esche yeshche tolko ochen ne net da nado nuzhno nuzhen mozhno mozhet mogu mozhete hochu khochu budet
  bylo byla byl nomer zakaz zakaza zakazal zakazala zakazov dengi deneg vernite vozvrat oplata oplatil oplatila
  schet scheta karta karty karte kartu dostavka dostavki kurer telefon telefona prilozhenie kabinet parol pochtu
  pochta pochty segodnya vchera zavtra nedelya nedelyu nedeli dnya dney raz snova opyat poka chasov minut rubley
  rabotaet prishel prishla prishlo prishli prosto posle pered cherez dlya iz ot na za
  otmenite otvette otvet proshu pomogite podskazhite skazhite vopros kupil kupila tovar slomalsya srochno
`);

export const HUNGARIAN = words(`
  az egy es hogy nem van vagy csak meg mar mert ezt azt volt lesz most kell lehet kerem kerek koszonom koszi udv
  udvozlettel tisztelt tisztelettel szia sziasztok napot jo estet kivanok szeretnem szeretnek nincs nekem onok
  onoknek onoktol maguk valaki semmi hol mikor miert hany melyik rendeles rendelesem rendeltem csomag csomagom
  csomagot szamla szamlat szamlam penz penzt penzem visszaterites vissza futar szallitas termek termeket hibas
  rossz torott eltort jott megjott erkezett meg ota ota utan elott tegnap holnap reggel este napja hete heten hetek
  fiok fiokom fiokot jelszo belepni bejelentkezni kuldeni kuldjek kuldtek irtam hivtam telefonon valasz valaszt
  kaptam fizettem levontak levontatok kartyam bolt uzlet sajnos nagyon kerdes kerdesem segitseg segitsenek
  tudom tudok tudna legyen szives aki ami ahol akkor pedig hanem mint minden ezer forint is ha
`);

/** English words of letters to a shop; so that Greeklish "me to" and "to" alone decide nothing. */
export const ENGLISH = words(`
  the and you your is are was were have has had not i my me we our it this that with for from please thanks thank
  hello hi dear order when where what why how can could would will been about of in on at to be but if any still
  yet get got send sent received help need want there they he she his her its them do does did no yes an as by or
  so just after before again out up all more than who which also very good account refund parcel regards cheers
`);

/** Function words of neighbours that none of ours has. */
export const OTHERS = words(`
  der die das und ich ist nicht wir sie mit für auf ein eine mein meine bitte danke sehr von zu bei noch wann wo
  le la les des est pas vous nous je mon ma mes votre pour avec dans une merci bonjour commande que qui sur
  el los las una por para con mi pedido gracias hola cuando donde porque está estoy usted
  il lo gli che non sono della delle grazie buongiorno ordine quando dove perché mio
  nie jest się na czy że proszę dziękuję zamówienie mój moja kiedy
  bir ve bu için değil ama sipariş merhaba teşekkür teşekkürler nerede lütfen
  jsem není prosím děkuji objednávka dobrý den kdy kde
  het een niet ik mijn van voor bestelling dank graag waar wanneer
  não você meu minha obrigado pedido onde quando uma
  si este nu și comanda mulțumesc unde când pentru
`);
