/**
 * What bounces say, by mail system. No single one of these proves a bounce: a person writes "Delivery failed" about a
 * parcel, and pastes what the mail system said. guards/bounce.ts asks for two kinds of evidence.
 */

/** Whole subjects, or how they begin, without Re: and Fwd:. Lower case. */
export const BOUNCE_SUBJECTS: readonly RegExp[] = [
  /^undelivered mail returned to sender/,
  /^undeliver(?:able|ed)(?: ?:| mail| message| e-?mail|$)/,
  /^failure notice/,
  /^failure delivery/,
  /^returned (?:e-?)?mail\b/,
  /^return(?:ed)? to sender/,
  /^mail (?:system error|delivery (?:failed|failure|error|problem|status|subsystem|notification|report|system)|failure|returned|could not be delivered|not delivered|undeliverable|status report)/,
  /^(?:e-?mail|message) (?:delivery (?:has )?(?:failed|failure|delayed|status|notification|error|problem)|could not be delivered|not delivered|undeliverable|status - undeliverable|you sent blocked|delayed|bounced)/,
  /^delivery (?:status notification|status|failure|failed|notification|report|error|problem|delayed|has failed|has been delayed|unsuccessful|subsystem|incomplete)\b/,
  /^delivery_failure\b/,
  /^(?:automatic )?notification of (?:delivery|non-?delivery)/,
  /^non[- ]?(?:delivery|deliverable|recapitabile|remis|remise)\b/,
  /^(?:permanent|temporary|transient) (?:delivery )?(?:error|failure)/,
  /^(?:warning|notice)\s*: (?:mail|message|could not send|e-?mail|delivery)\b.*(?:delay|not sent|not delivered|status|still|hours|queue)/,
  /^warning - delayed mail/,
  /^warning message delayed/,
  /^delayed (?:mail|message|delivery)/,
  /^notice: mail delivery status/,
  /^nondeliverable mail/,
  /^could ?n[o']t (?:be )?(?:send|deliver)/,
  /^(?:sorry[,:] )?your (?:e-?mail|message)\b.{0,60}\b(?:could not|couldn't|was not|wasn't|cannot|can't|not) (?:be )?(?:delivered|sent)/,
  /^there was an error (?:sending|delivering) your mail/,
  /^\*{2,}\s*(?:message you sent|undeliver)/,
  /^(?:user|recipient|mailbox|address) (?:unknown|not found|unavailable|full)/,
  /^(?:unknown|no such|invalid) (?:user|recipient|address)\b/,
  /^(?:rejected|blocked|refused) (?:mail|message|posting|e-?mail)\b/,
  /^message (?:rejected|refused|blocked)/,
  /^(?:ndn|ndr|dsn|mdn)\s*[:(]/,
  /^mailer-daemon\b|^\[bounce\]/,
  /^posting (?:to|from|failed|rejected)\b/,
  /^not member article|^request for non-?member/,
  /^(?:report|status)\s*: (?:undeliver|non-?deliver|delivery)/,
  /^mailbox (?:full|quota|over quota|exceeded)|^quota exceeded/,
  /^(?:auto(?:matic)? )?delivery notification/,
  // Other languages.
  /^(?:unzustellbar|nicht zustellbar|unzustellbarkeitsbericht|fehler bei der (?:nachrichten)?(?:zustellung|übermittlung)|zustellung fehlgeschlagen|e?-?mail konnte nicht zugestellt)/,
  /^(?:non remis|non distribuable|échec de (?:la )?(?:remise|livraison|distribution)|message non (?:remis|distribué|délivré)|rapport de non-remise|courrier non distribué)/,
  /^(?:no se (?:puede|pudo) entregar|mensaje no entregado|error (?:en la|de) entrega|notificación de (?:estado|error)|no entregado|correo no entregado)/,
  /^(?:non recapitabile|mancata consegna|avviso di mancata|messaggio non recapitato|notifica di mancat)/,
  /^(?:não é possível entregar|não entregue|falha na entrega|mensagem não entregue|notificação de falha|e-mail não entregue)/,
  /^(?:onbestelbaar|niet bezorgd|fout bij (?:het )?(?:bezorgen|afleveren))/,
  /^(?:olevererbart|det går inte att leverera|ikke leverbar|kan ikke leveres|toimitus epäonnistui|perille toimittaminen)/,
  /^(?:niedostarczon|nie można dostarczyć|zwrot (?:poczty|wiadomości)|błąd doręczenia)/,
  /^(?:nedoručiteln|nedoručen|nelze doručit|nedoručiteľn)/,
  /^(?:kézbesíthetetlen|sikertelen kézbesítés|kézbesítési (?:hiba|jelentés|értesítés)|nem kézbesíthető|visszaküldött levél)/,
  /^(?:η παράδοση απέτυχε|αδυναμία παράδοσης|μη παραδοτέ|δεν είναι δυνατή η παράδοση|αποτυχία παράδοσης)/,
  /^(?:недоставленн|не доставлено|невозможно доставить|сообщение не доставлено|ошибка доставки|не удалось доставить|уведомление о (?:недоставке|статусе доставки)|возвращен)/,
  /^(?:تحویل داده نشد|پیام تحویل نشد|خطای تحویل|عدم تحویل|غير قابل للتسليم)/,
  /^(?:teslim edilemedi|iletilemedi|gönderilemedi|iletilmeyen)/,
  /^(?:配信不能|配信エラー|未配信|メール(?:が)?(?:送信|配信|届)|送信エラー|エラーメール|不達|宛先不明|返送|系统退信|系統退信|退信|无法投递|未送达|배달 ?(?:되지|실패)|메일 ?(?:발송|전송) ?실패|반송)/,
];

/** Sentences that mail systems begin their bounces with. Lower case, white space collapsed. */
export const BOUNCE_OPENINGS: readonly RegExp[] = [
  /this is the (?:mail (?:system|delivery (?:agent|system)|server)|qmail-send|postfix|dragonfly mail agent|mailer-?daemon|[a-z0-9._-]{1,40} (?:mail|program|smtp)|mta|courier|e-?mail system)\b/,
  /this (?:message|e-?mail|mail|report) (?:was|has been|is) (?:created|generated|sent) automatically(?: by)?/,
  /this is an? (?:automatic(?:ally)?|auto|system)[- ]?(?:generated|ally generated)? (?:delivery|message|e-?mail|notification|reply|response)[^.]{0,60}(?:deliver|bounce|mail system|status|server)/,
  /(?:message|mail|e-?mail)[^.]{0,80}(?:could not|couldn't|can not|cannot|can't|was not|wasn't|has not been|not able to be|unable to be|failed to be) (?:be )?(?:able to be )?(?:delivered|sent|processed|relayed)/,
  /(?:unable|failed|not able|wasn't able|were unable|was unable|could not|couldn't|cannot) to (?:deliver|send) (?:your|the|this|a) (?:message|mail|e-?mail)/,
  /(?:could not|couldn't|cannot|can't) (?:deliver|send) (?:your|the|this|a|mail to|message to)\b/,
  /did not reach the following recipient/,
  /(?:was|were) not delivered to(?: the following)?/,
  /delivery (?:to the following|of (?:your|the|this) (?:message|mail|e-?mail)|has failed|failed|attempt|status|error|is delayed|problem)/,
  /(?:an )?error (?:has )?occurred while (?:trying|attempting) to deliver/,
  /there was an? (?:error|problem) (?:delivering|sending|with delivering)/,
  /the following (?:address(?:es)?|recipients?|destination addresses|message|users?|mail)\b[^:]{0,60}(?:fail|error|not|reject|unknown|could|permanent|undeliver)/,
  /the (?:original|attached|following|enclosed|included) (?:message|mail)[^.]{0,60}(?:was received at|could not|was not|had|has|cannot|undeliver)/,
  /-{3,} ?(?:the following addresses had|transcript of (?:the )?session|permanent delivery|transient non-fatal|delivery (?:error|failure|report)|returned (?:mail|message)|failed|original message header)/,
  /(?:undeliverable|undelivered|non-?deliver(?:able|y)|returned) (?:to|mail|message|notification|report)/,
  /(?:we|i)(?:'m| are| am) sorry to (?:have to )?inform you/,
  /(?:your|the) (?:message|mail|e-?mail)(?: to| with subject| was| has| did| could| cannot)[^.]{0,160}(?:deliver|reject|bounce|blocked|refused|fail|returned|delayed|queue|postpone)/,
  /(?:user|recipient|account|mailbox|address|host|domain) (?:unknown|not (?:found|known|listed|exist)|does(?:n't| not) exist|(?:is )?(?:full|over ?quota|disabled|unavailable|inactive))/,
  /(?:reporting-mta|final-recipient|original-recipient|diagnostic-code|remote-mta|x-failed-recipients)\s*:/,
  /(?:smtp|remote (?:host|server|mail server)) (?:error|said|replied|server (?:said|responded))/,
  /(?:unzustellbar|nicht zugestellt|konnte nicht (?:an|zugestellt|ausgeliefert)|zustellung (?:an|der|ist|fehl))/,
  /(?:n'a pas pu être (?:remis|distribué|délivré|livré)|échec de (?:la )?(?:remise|livraison)|non remis)/,
  /(?:no (?:se )?(?:ha )?(?:podido|pudo|puede) (?:ser )?entreg|no se entregó|no existe(?: o bien)?|quizás no exista)/,
  /(?:non è (?:stato|riuscito)|il recapito non|impossibile recapitare|non sono riuscito)/,
  /(?:não (?:foi|pôde|é possível) (?:possível )?(?:ser )?entreg|não foi entregue)/,
  /(?:nem (?:sikerült|lehetett|kézbesíthető|tudtuk)[^.]{0,40}kézbesít|kézbesíthetetlen|kézbesítése sikertelen)/,
  /(?:δεν (?:ήταν δυνατή|μπόρεσε|παραδόθηκε|κατέστη)[^.]{0,40}(?:παρ[άα]δ|παραδ)|η παράδοση[^.]{0,40}απέτυχε)/,
  /(?:не (?:было|может быть|удалось|могло быть|смог)[^.]{0,40}достав|недоставлен|не доставлено)/,
  /(?:تحویل داده نشد|ارسال نشد|تحویل نشد|قابل تحویل نیست)/,
  /(?:配信(?:でき|不能|エラー)|送信でき|お届けでき|届けることができ|宛先(?:が|の|に)|メールアドレスが(?:存在|見つ)|无法(?:投递|送达|发送)|未能(?:投递|送达)|退回|배달되지|전송하지 못|전달되지)/,
];

/** What stands in a bounce besides, and no person types: SMTP replies, status codes, a copy of the returned header. */
export const SMTP_TRACE: readonly RegExp[] = [
  /(?:^|[\s:;<>(])[45][0-5]\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3}\b|[<"a-z])/m,
  /\b[45]\.[0-7]\.\d{1,3}\b/,
  /(?:reporting-mta|final-recipient|diagnostic-code|remote-mta|original-recipient|action: ?(?:failed|delayed))/,
  /^(?:received: (?:from|by|\(qmail)|message-id: ?<|return-path: ?<|x-mailer: )/m,
];

/** What stands in a bounce besides, and may stand in a complaint about a parcel as well. */
export const FAILURE_WORDS: readonly RegExp[] = [
  /(?:user|recipient|account|mailbox|address|host|domain)[^.\n]{0,60}(?:unknown|not found|does not exist|doesn't exist|full|over quota|disabled|unavailable|rejected|refused|denied)/,
  /(?:mail loop|too many hops|relay(?:ing)? (?:access )?denied|retry time ?out|connection (?:timed out|refused)|no route to host|host not found|name server|delivery temporarily suspended|quota)/,
];
