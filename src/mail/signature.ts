import { bare } from "./separator.ts";

/** RFC 3676 section 4.3: "-- " alone on its line. Many programs lose the space. */
export function isSignatureDelimiter(line: string): boolean {
  return /^(?:--|—|––)[\s\u00a0]?$/.test(line);
}

const DEVICES =
  "iphone|ipad|ipod|android|samsung|galaxy|huawei|honor|xiaomi|redmi|poco|mi phone|nokia|blackberry|windows|outlook|mail|yahoo|gmail|phone|mobile|handy|smartphone|tablet|device|thunderbird|proton|aquamail|bluemail|spark|κινητό|τηλέφωνο|συσκευή|telefon|mobil|készülék|okostelefon|posta|آیفون|آیپد|گوشی|موبایل|تلفن|سامسونگ|یاهو|айфон|телефон|смартфон|планшет|устройства|почты|почта|яндекс|пошти";
const SENT =
  "sent|get|envoyé|gesendet|von meinem|enviado|inviato|wysłan[eo]|odesláno|надіслано|verzonden|verstuurd|skickat|στάλθηκε|εστάλη|αποστολή|απεστάλη|küldve|elküldve|feladva|ارسال|فرستاده|отправлено|послано|télécharge[rz]|obten(?:ez|er)|scarica|pobierz|holen sie sich|λήψη|λήψη του|αποκτήστε|κατεβάστε|скачать|получить|загрузить|отримати|získat|letöltés|outlook|دریافت|از";
const LEADS = new RegExp(`^(?:${SENT})(?!\\p{L})[^.!?]{0,60}?(?:${DEVICES})[^!?]{0,30}$`, "iu");
const DEVICE = new RegExp(DEVICES, "iu");
/** Languages that put the verb last. */
const TRAILS =
  /(?:iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|windows|outlook|mail|készülék|telefon|posta|آیفون|آیپد|گوشی|موبایل)\S{0,20}(?: \S{1,20}){0,3} (?:küldve|küldöm|gönderildi|gesendet|letöltése|beszerzése|ارسال شد|ارسال شده|ارسال شده است|فرستاده شد|فرستاده شده|دریافت کنید|دریافت کن)\.?$/iu;

/** "Sent from my iPhone" and "Get Outlook for iOS" in the product's languages and their neighbours. */
export function isDeviceLine(line: string): boolean {
  if (line.length < 8 || !DEVICE.test(line)) return false;
  const text = bare(line)
    .replace(/<?https?:\S{1,300}>?/g, "")
    .trim();
  if (text.length < 8 || text.length > 90) return false;
  return LEADS.test(text) || TRAILS.test(text);
}
