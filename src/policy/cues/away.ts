/**
 * Out-of-office subjects, anchored at the start (after Re:) and mostly at an end or a colon, in the languages that
 * mail programs are sold in. People write about "out of office chairs": so these only hold back an acknowledgement.
 */
export const AWAY_SUBJECTS: readonly RegExp[] = [
  /^\[?(?:auto(?:matic|mated|matische?|matický)?|automatic)[ -]?(?:reply|response|respond|answer|re|antwort|antwoord|svar)\b\]?/,
  /^(?:auto|autoreply|autoresponse|autoresponder|autosvar|auto-?re|automatic e-?mail|automatic)\s*[:\])]/,
  /^(?:i am |i'm |currently )?out of (?:the )?office(?:\s*(?:$|[:!\-–(,.;]|re\b|until|till|from|reply|auto|notification|message|notice))/,
  /^(?:ooo|oof)\b\s*(?:$|[:\-–])/,
  /^(?:away from (?:my )?(?:mail|desk|office)|on (?:vacation|annual leave|holiday|parental leave|maternity leave|leave)\s*(?:$|[:!\-–]|until|till|re\b|from))/,
  /^(?:vacation|absence) (?:reply|notice|message|auto-?reply|notification|response)/,
  /^thank you for (?:your (?:e-?mail|message|enquiry|inquiry)|contacting)\b.{0,40}$/,
  /^(?:we (?:have )?received your|your (?:e-?mail|message|request|enquiry) (?:has been|was) received|receipt of your)/,
  /^(?:automatische (?:antwort|rückantwort|rueckantwort|abwesenheit)|abwesenheits(?:notiz|nachricht|meldung|assistent)|abwesend\b|abwesenheit\s*(?:$|:)|außer haus|ausser haus|nicht im (?:büro|haus))/,
  /^(?:réponse automatique|reponse automatique|message automatique|absen(?:ce|t) du bureau|absent\(?e?\)?\s*(?:$|[:-])|hors du bureau|notification d'absence|message d'absence|en congés?\s*(?:$|:))/,
  /^(?:respuesta automática|respuesta automatica|fuera de (?:la )?oficina|mensaje automático|ausente\s*(?:$|:)|ausencia\s*(?:$|:))/,
  /^(?:risposta automatica|fuori (?:ufficio|sede)|assente\s*(?:$|:)|assenza dall'ufficio|messaggio automatico)/,
  /^(?:resposta automática|resposta automatica|ausente do escritório|fora do escritório|ausência temporária)/,
  /^(?:automatisch antwoord|automatische reactie|afwezig(?:heids)?(?:bericht|melding)?\s*(?:$|[:-])|niet aanwezig|buiten kantoor)/,
  /^(?:automatiskt svar|automatisk svar|autosvar|frånvaro|fraværende|ikke til stede|ute av kontoret|fraværsmelding|automaattinen vastaus|poissa\b|automaatvastus|sjálfvirkt svar)/,
  /^(?:automatyczna odpowiedź|autoodpowiedź|odpowiedź automatyczna|nieobecn|poza biurem|automatická odpověď|automatická odpoveď|mimo kancelář|mimo kancelárie|nepřítomn)/,
  /^(?:automatikus (?:válasz|e-?mail)|házon kívül|irodán kívül|távollét|szabadságon (?:vagyok|lesz)|nem vagyok (?:az )?irod|távol vagyok)/,
  /^(?:αυτόματη απάντηση|αυτοματη απαντηση|εκτός γραφείου|εκτος γραφειου|απουσία από|απουσιάζω|σε άδεια|λείπω|automati apantisi)/,
  /^(?:автоматический ответ|автоматическое (?:уведомление|сообщение)|автоответ|автоматична відповідь|автоматичен отговор|вне офиса|нет на (?:месте|работе)|(?:я )?в отпуске|отсутству|извън офиса|поза офісом)/,
  /^(?:پاسخ خودکار|پاسخ اتوماتیک|جواب خودکار|خارج از (?:دفتر|محل کار)|در مرخصی|مرخصی هستم|رد تلقائي|خارج المكتب|pasokhe? khodkar)/,
  /^(?:otomatik (?:yanıt|cevap)|ofis dışında|büro dışında|yıllık izin)/,
  /^(?:răspuns automat|raspuns automat|în afara biroului|absent de la birou|automatski odgovor|samodejni odgovor|avtomatski odgovor|odsotnost|izvan ureda|automatinis atsakymas|automātiskā atbilde|automātiska atbilde)/,
  /^(?:自動返信|自動応答|自動回答|不在(?:通知|届|です|の)|休暇|【?自動|自动回复|自動回覆|自动答复|外出|休假|자동 ?(?:회신|응답|답장)|부재중|휴가|ตอบกลับอัตโนมัติ|trả lời tự động|מענה אוטומטי|תשובה אוטומטית|स्वचालित)/,
];

/** How vacation notes begin. Lower case, white space collapsed. */
export const AWAY_OPENINGS: readonly RegExp[] = [
  /(?:i am|i'm|i will be|i'll be|we are|am) (?:currently |presently |now )?(?:out of (?:the |my )?office|away (?:from|until|on)|on (?:vacation|holiday|annual leave|leave|maternity|parental|sick leave|a business trip)|travell?ing|not in the office)/,
  /(?:this is an? (?:automatic|automated|auto-?)[ -]?(?:generated )?(?:reply|response|message|e-?mail|answer))/,
  /(?:thank you for (?:your (?:e-?mail|message|mail)|contacting)[^.]{0,80}\.? (?:i am|i'm|we are|our office|the office|your (?:message|e-?mail) (?:has been|was) received))/,
  /(?:ich bin|wir sind) (?:derzeit |zurzeit |momentan |vom |bis |am |ab |zur zeit |leider )?[^.]{0,60}(?:nicht (?:im|am|erreichbar|in)|im urlaub|abwesend|außer haus|ausser haus|verreist)/,
  /(?:je suis|nous sommes) (?:actuellement )?(?:absent|en (?:congé|vacances|déplacement)|hors du bureau)/,
  /(?:estoy|estaré|me encuentro) (?:actualmente )?(?:fuera|ausente|de vacaciones)/,
  /(?:sono|sarò) (?:attualmente )?(?:assente|fuori (?:ufficio|sede)|in ferie)|(?:estou|estarei) (?:ausente|fora|de férias)/,
  /(?:ik ben|wij zijn)[^.]{0,40}(?:afwezig|niet (?:aanwezig|bereikbaar)|met vakantie|op vakantie)/,
  /(?:jestem|będę) (?:obecnie )?(?:nieobecn|na urlopie|poza biurem)/,
  /(?:jelenleg |sajnos )?(?:szabadságon|házon kívül|irodán kívül|távol) (?:vagyok|leszek|tartózkod)|(?:ez egy )?automatikus (?:válasz|üzenet|e-?mail)/,
  /(?:απουσιάζω|θα απουσιάζω|βρίσκομαι (?:εκτός|σε άδεια)|είμαι (?:εκτός γραφείου|σε άδεια)|λείπω (?:από|σε)|αυτόματ(?:η|ο) (?:απάντηση|μήνυμα))/,
  /(?:я )?(?:сейчас |временно )?(?:нахожусь в (?:отпуске|командировке)|в отпуске (?:до|с|по)|отсутствую|буду отсутствовать|вне офиса)|это автоматическ(?:ий|ое)/,
  /(?:در (?:مرخصی|سفر|ماموریت) (?:هستم|می‌?باشم|به سر)|(?:این )?(?:یک )?(?:پاسخ|پیام) خودکار|خارج از دفتر)/,
  /(?:不在(?:に|として|の|です|と)|休暇(?:を|中|で)|自動(?:返信|応答|送信)|出張(?:中|の|で)|外出中|我(?:目前|现在|正在)?(?:不在|休假|出差)|自动回复|부재중|휴가)/,
];
