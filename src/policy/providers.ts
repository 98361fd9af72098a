/** Domains where anybody may have an address: never a customer's own, so no VIP domain and no budget of their own. */
const PROVIDERS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com
  outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.hu outlook.gr outlook.ie outlook.com.br outlook.com.tr
  hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.gr hotmail.hu hotmail.nl hotmail.be
  hotmail.com.br hotmail.com.ar hotmail.com.tr hotmail.ca hotmail.se hotmail.no hotmail.dk hotmail.fi hotmail.ch
  live.com live.co.uk live.de live.fr live.it live.nl live.be live.ca live.se live.no live.dk live.com.mx live.com.au
  msn.com passport.com windowslive.com
  yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.gr yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp
  yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.au yahoo.com.tr yahoo.com.hk yahoo.com.sg yahoo.com.tw yahoo.ro
  ymail.com rocketmail.com myyahoo.com
  icloud.com me.com mac.com privaterelay.appleid.com
  aol.com aol.co.uk aol.de aol.fr aim.com netscape.net verizon.net att.net sbcglobal.net bellsouth.net comcast.net
  cox.net charter.net earthlink.net juno.com optonline.net
  gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.fr gmx.es gmx.co.uk web.de freenet.de t-online.de arcor.de mail.de
  posteo.de posteo.net mailbox.org 1und1.de
  proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me
  zoho.com zoho.eu zohomail.com zohomail.eu fastmail.com fastmail.fm hey.com hushmail.com runbox.com
  disroot.org riseup.net mail.com email.com usa.com inbox.com post.com europe.com lycos.com
  duck.com simplelogin.com mozmail.com
  mail.ru bk.ru inbox.ru list.ru internet.ru xmail.ru yandex.ru yandex.com yandex.by yandex.kz yandex.ua yandex.com.tr
  ya.ru narod.ru rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru rambler.ua hotbox.ru pochta.ru qip.ru nm.ru
  ukr.net i.ua meta.ua bigmir.net tut.by mail.by
  freemail.hu citromail.hu indamail.hu vipmail.hu t-online.hu chello.hu upcmail.hu mailbox.hu mail.hu netscape.hu
  invitel.hu digikabel.hu hdsnet.hu enternet.hu vodafone.hu
  in.gr otenet.gr forthnet.gr hol.gr yahoo.com.gr pathfinder.gr freemail.gr mail.gr windtools.gr cosmotemail.gr
  cytanet.com.cy
  chmail.ir mailfa.com mailfa.ir mihanmail.ir iran.ir vatanmail.ir email.ir post.ir rayana.ir dr.com
  libero.it virgilio.it tiscali.it alice.it tin.it fastwebnet.it
  orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr
  seznam.cz email.cz centrum.cz volny.cz post.cz azet.sk centrum.sk zoznam.sk
  wp.pl o2.pl onet.pl interia.pl op.pl poczta.onet.pl gazeta.pl
  abv.bg mail.bg dir.bg walla.com walla.co.il
  btinternet.com ntlworld.com virginmedia.com sky.com talktalk.net blueyonder.co.uk
  telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl bluewin.ch telia.com online.no
  uol.com.br bol.com.br terra.com.br ig.com.br
  qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com foxmail.com aliyun.com naver.com daum.net hanmail.net
  nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp rediffmail.com`.split(/\s+/),
);

/** Whether anybody may have an address at this domain (Gmail, Freemail, Mail.ru …). */
export function isPublicProvider(domain: string): boolean {
  return PROVIDERS.has(domain.trim().toLowerCase());
}
