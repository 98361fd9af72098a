import type { Language } from "../../mail/message.ts";

/*
 * What concepts of data/concepts that can name a story are called: English, Greek, Hungarian, Persian, Russian. The others
 * say how people write, or are too general. "~": it gathers things of a kind (kettles, pans and knives), so that the word
 * that people wrote tells more than what all are called; some have no such name.
 */
const TABLE = `
PARCEL | parcel | δέμα | csomag | بسته | посылка
COURIER | courier | κούριερ | futár | پیک | курьер
DELIVERY | delivery | παράδοση | kiszállítás | ارسال | доставка
TRACKING | tracking | παρακολούθηση δέματος | csomagkövetés | رهگیری مرسوله | отслеживание
NOT_ARRIVED | not arrived | δεν έφτασε | nem érkezett meg | نرسیده | не пришло
DELIVERED_NOT_RECEIVED | not arrived | δεν έφτασε | nem érkezett meg | نرسیده | не пришло
LATE_DELAY | delay | καθυστέρηση | késés | تأخیر | опоздание
PICKUP_POINT | pick-up point | σημείο παραλαβής | átvételi pont | محل تحویل | пункт выдачи
WRONG_ADDRESS | wrong address | λάθος διεύθυνση | rossz cím | آدرس اشتباه | неверный адрес
ADDRESS_CHANGE | change of address | αλλαγή διεύθυνσης | címváltozás | تغییر آدرس | смена адреса
DAMAGED | damage | ζημιά | sérülés | آسیب‌دیدگی | повреждение
MISSING_ITEM | missing parts | ελλείψεις | hiány | کسری | недостача
WRONG_ITEM | wrong item | λάθος προϊόν | téves termék | کالای اشتباه | не тот товар
CUSTOMS_STRIKE | customs | τελωνείο | vám | گمرک | таможня
ORDER | order | παραγγελία | rendelés | سفارش | заказ
W_ORDER | order | παραγγελία | rendelés | سفارش | заказ
INVOICE | bill | λογαριασμός | számla | صورت‌حساب | счёт
BILLING_WORD | bill | λογαριασμός | számla | صورت‌حساب | счёт
CHARGED | charge | χρέωση | terhelés | برداشت پول | списание
CHARGED_TWICE | double charge | διπλή χρέωση | dupla terhelés | برداشت دوباره | двойное списание
STOP_DEBIT_TAKEN_TWICE | double charge | διπλή χρέωση | dupla terhelés | برداشت دوباره | двойное списание
KEEP_CHARGING_AFTER_CANCEL | charge after cancelling | χρέωση μετά την ακύρωση | terhelés lemondás után | برداشت پس از لغو | списание после отказа
PAYMENT | payment | πληρωμή | fizetés | پرداخت | оплата
W_PAY | payment | πληρωμή | fizetés | پرداخت | оплата
PAYMENT_FAILED | failed payment | αποτυχία πληρωμής | sikertelen fizetés | پرداخت ناموفق | сбой оплаты
CARD_BANK | bank card | κάρτα | bankkártya | کارت بانکی | карта
WRONG_AMOUNT | wrong amount | λάθος ποσό | hibás összeg | مبلغ اشتباه | неверная сумма
VAT_TAX | VAT | ΦΠΑ | áfa | مالیات | НДС
TAX_FILING_STUCK | tax return | φορολογική δήλωση | adóbevallás | اظهارنامهٔ مالیاتی | налоговая декларация
DISCOUNT_COUPON | voucher | κουπόνι | kupon | کد تخفیف | купон
PRICE_RISE | price rise | αύξηση τιμής | áremelés | افزایش قیمت | повышение цены
PRICE | price | τιμή | ár | قیمت | цена
W_EXPENSIVE | price | τιμή | ár | قیمت | цена
W_FEE_TARIFF | fee | τέλος | díj | هزینه | тариф
SUBSCRIPTION | subscription | συνδρομή | előfizetés | اشتراک | подписка
W_EXTEND | renewal | ανανέωση | megújítás | تمدید | продление
RENT_SALARY_DUE | wages | μισθός | fizetésnap | حقوق | зарплата
INSTALMENT_LOAN | loan | δόσεις | hitel | وام | кредит
REFUND | refund | επιστροφή χρημάτων | visszatérítés | بازگشت پول | возврат денег
RETURN_COLLECTED_NOT_REFUNDED | refund | επιστροφή χρημάτων | visszatérítés | بازگشت پول | возврат денег
DEPOSIT_BACK | deposit | εγγύηση | foglaló | ودیعه | залог
RETURN_GOODS | return | επιστροφή προϊόντος | visszaküldés | مرجوعی | возврат товара
REPLACEMENT | replacement | αντικατάσταση | csere | تعویض | замена
WARRANTY | warranty | εγγύηση | garancia | گارانتی | гарантия
COMPENSATION | compensation | αποζημίωση | kártérítés | غرامت | компенсация
LOGIN | login | σύνδεση | bejelentkezés | ورود | вход
PASSWORD | password | κωδικός πρόσβασης | jelszó | رمز عبور | пароль
CODE_2FA | code | κωδικός | kód | کد تأیید | код
ACCOUNT | account | λογαριασμός χρήστη | fiók | حساب کاربری | аккаунт
BLOCKED | blocking | μπλοκάρισμα | letiltás | مسدودی | блокировка
HACKED | theft or hacking | κλοπή ή παραβίαση | lopás vagy feltörés | سرقت یا هک | кража или взлом
HARM_BREAK_IN | break-in | διάρρηξη | betörés | سرقت | взлом
W_STEAL | theft | κλοπή | lopás | دزدی | кража
LOST_CARD | loss or theft | απώλεια ή κλοπή | elvesztés vagy lopás | مفقودی یا سرقت | потеря или кража
W_LOST | loss | απώλεια | elveszett | گم شدن | пропажа
DELETE_ACCOUNT | deleting the account | διαγραφή λογαριασμού | fióktörlés | حذف حساب | удаление аккаунта
DELETE_DATA | deleting data | διαγραφή δεδομένων | adattörlés | حذف اطلاعات | удаление данных
OUTAGE | outage | διακοπή | üzemzavar | قطعی | сбой
INTERNET_NET | internet | ίντερνετ | internet | اینترنت | интернет
SERVER_SITE ~ | app or website | εφαρμογή ή ιστοσελίδα | app vagy weboldal | برنامه یا سایت | приложение или сайт
ERROR_MSG | error | σφάλμα | hibaüzenet | خطا | ошибка
NO_HEATING | heating | θέρμανση | fűtés | گرمایش | отопление
GAS_FIRE | gas | αέριο | gáz | گاز | газ
HARM_FIRE_GAS | gas | αέριο | gáz | گاز | газ
WATER_LEAK | leak | διαρροή | szivárgás | نشتی | протечка
W_WATER | water | νερό | víz | آب | вода
ELECTRICITY | electricity | ρεύμα | áram | برق | электричество
APPLIANCE ~ | appliance | συσκευή | készülék | دستگاه | прибор
SAFETY_INJURY ~ | harm to health | βλάβη υγείας | egészségkárosodás | آسیب جسمی | вред здоровью
W_SERIOUS_DANGER | danger | κίνδυνος | veszély | خطر | опасность
WARN_DANGER_OTHERS | danger | κίνδυνος | veszély | خطر | опасность
W_BURN | burn | έγκαυμα | égés | سوختگی | ожог
MEDICINE | medicine | φάρμακα | gyógyszer | دارو | лекарства
HEALTH_HOSPITAL | doctor | γιατρός | orvos | پزشک | врач
W_CLINIC_DENTIST | clinic | κλινική | rendelő | درمانگاه | клиника
HEALTH_TEST_RESULT_WAIT | test results | αποτελέσματα εξετάσεων | lelet | جواب آزمایش | результаты анализов
MEDICAL_RECORD | medical records | ιατρικός φάκελος | leletek | پروندهٔ پزشکی | медкарта
BABY_CHILD | children | παιδιά | gyerekek | کودکان | дети
W_SON_DAUGHTER | children | παιδιά | gyerekek | کودکان | дети
FLIGHT_TRAVEL ~ | travel | ταξίδι | utazás | سفر | поездка
STRANDED | stranded | αποκλεισμός | elakadás | گیر افتادن | застряли
EVENT_WEDDING ~ | event | εκδήλωση | rendezvény | مراسم | праздник
APPOINTMENT ~ | appointment | ραντεβού | időpont | نوبت | запись
RESCHEDULE | new date | αλλαγή ημερομηνίας | átütemezés | تغییر زمان | перенос
CANCEL | cancellation | ακύρωση | lemondás | لغو | отмена
CANCEL_BUTTON | cancellation | ακύρωση | lemondás | لغو | отмена
COURSE_GYM_CANCEL | membership | συνδρομή | bérlet | عضویت | абонемент
CONTRACT | contract | συμβόλαιο | szerződés | قرارداد | договор
CERTIFICATE | certificate | πιστοποιητικό | igazolás | گواهی | справка
MANUAL | manual | οδηγίες χρήσης | használati útmutató | دفترچهٔ راهنما | инструкция
FORM_APPLICATION | form | αίτηση | űrlap | فرم | заявление
W_DOCUMENT | documents | έγγραφα | iratok | مدارک | документы
CAMERA_PHOTO | photos | φωτογραφίες | fotók | عکس | фотографии
W_PICTURE_PHOTO | photos | φωτογραφίες | fotók | عکس | фотографии
RUDE_STAFF | rudeness | αγένεια | udvariatlanság | بی‌ادبی | грубость
W_RUDE_SHORT | rudeness | αγένεια | udvariatlanság | بی‌ادبی | грубость
W_SHOUT_LAUGH | shouting | φωνές | kiabálás | فریاد | крик
STAFF_DISCRIM | discrimination | διακρίσεις | megkülönböztetés | تبعیض | дискриминация
PASSED_AROUND | passed around | από τμήμα σε τμήμα | ide-oda küldözgetés | پاس‌کاری | отфутболивают
NOBODY_RESPONSIBLE | nobody responsible | κανείς υπεύθυνος | senki sem felelős | بی‌مسئولیتی | никто не отвечает
W_RESPONSIBLE | responsibility | ευθύνη | felelősség | مسئولیت | ответственность
LIE_BROKEN_PROMISE | broken promise | αθετημένη υπόσχεση | be nem tartott ígéret | بدقولی | невыполненное обещание
SLOW_HANDLING | slow handling | αργή διεκπεραίωση | lassú ügyintézés | کندی رسیدگی | медленное решение
DISCONTINUED | discontinued | κατάργηση | megszűnés | توقف عرضه | снято с продажи
GDPR | personal data | προσωπικά δεδομένα | személyes adatok | داده‌های شخصی | личные данные
DATA_LEAK | data leak | διαρροή δεδομένων | adatszivárgás | نشت اطلاعات | утечка данных
W_OTHER_PERSONS_DATA | other people's data | δεδομένα άλλων | más adatai | اطلاعات دیگران | чужие данные
W_DATA | data | δεδομένα | adatok | داده‌ها | данные
SPAM_MARKETING | advertising | διαφημιστικά | reklámlevelek | تبلیغات | рассылка
ID_DOCUMENT | identity card | ταυτότητα | igazolvány | کارت شناسایی | удостоверение
W_LICENCE_PASSPORT | passport | διαβατήριο | útlevél | گذرنامه | паспорт
IDENTITY_VERIFICATION | identity check | ταυτοποίηση | azonosítás | احراز هویت | проверка личности
BALANCE | balance | υπόλοιπο | egyenleg | موجودی | баланс
METER_USAGE | meter | μετρητής | mérőóra | کنتور | счётчик
OVERDUE_DEBT | fine or debt | πρόστιμο ή οφειλή | bírság vagy tartozás | جریمه یا بدهی | штраф или долг
W_FINE_PENALTY | fine | πρόστιμο | bírság | جریمه | штраф
TICKET_BOOKING | ticket | εισιτήριο | jegy | بلیت | билет
HOTEL_ROOM | room | δωμάτιο | szoba | اتاق | номер
BAGGAGE | luggage | αποσκευές | poggyász | چمدان | багаж
FOOD_RESTAURANT ~ | food | φαγητό | étel | غذا | еда
CLOTHES_SHOES ~ | clothes | ρούχα | ruha | لباس | одежда
FURNITURE ~ | furniture | έπιπλα | bútor | مبلمان | мебель
VEHICLE ~ | car | όχημα | jármű | خودرو | машина
LIFT_DOOR ~ | door | πόρτα | ajtó | در | дверь
TAP_PLUMBING ~ | plumbing | υδραυλικά | vízvezeték | لوله‌کشی | сантехника
INSURANCE | insurance | ασφάλεια | biztosítás | بیمه | страховка
CLAIM_INSURANCE | claim | αίτημα αποζημίωσης | kárigény | پروندهٔ خسارت | заявление об ущербе
BANK_TRANSFER_WRONG | bank transfer | έμβασμα | átutalás | انتقال پول | перевод
W_TRANSFER | transfer | μεταφορά | átvitel | انتقال | перенос
SCHOOL_UNI | school | σχολείο | iskola | مدرسه | школа
GAME ~ | game | παιχνίδι | játék | بازی | игра
SOFTWARE_API ~ | software | λογισμικό | szoftver | نرم‌افزار | программа
INSTALL_TECHNICIAN | technician | τεχνικός | szerelő | تکنسین | мастер
W_TRADESMAN | technician | τεχνικός | szerelő | تکنسین | мастер
NO_SHOW | nobody came | δεν ήρθε κανείς | nem jöttek ki | کسی نیامد | никто не пришёл
CALLBACK | call back | επανάκληση | visszahívás | تماس مجدد | обратный звонок
PHONE_CALL | phone call | τηλεφώνημα | telefonhívás | تماس تلفنی | звонок
WAIT_PHONE_HOLD | waiting on the phone | αναμονή στο τηλέφωνο | telefonos várakozás | انتظار پشت خط | ожидание на линии
W_SUPPORT_DESK | customer service | εξυπηρέτηση πελατών | ügyfélszolgálat | پشتیبانی | служба поддержки
STILL_NO_ANSWER | no answer | καμία απάντηση | nincs válasz | بی‌پاسخ | нет ответа
ALARM_SECURITY | alarm | συναγερμός | riasztó | دزدگیر | сигнализация
DRIVER_CONDUCT | driver | οδηγός | sofőr | راننده | водитель
BOX_PACKAGING | packaging | συσκευασία | csomagolás | بسته‌بندی | упаковка
WAREHOUSE_TRUCK | warehouse | αποθήκη | raktár | انبار | склад
SERIAL_MODEL | model | μοντέλο | típus | مدل | модель
NOISE_SMELL ~ | noise or smell | θόρυβος ή μυρωδιά | zaj vagy szag | صدا یا بو | шум или запах
NEIGHBOUR_NOISE | noise | θόρυβος | zaj | سروصدا | шум
W_LOUD_QUIET | noise | θόρυβος | zaj | سروصدا | шум
LANGUAGE_TRANSL | language | γλώσσα | nyelv | زبان | язык
FILE_DOWNLOAD_LINK ~ | file | αρχείο | fájl | فایل | файл
UPSELL_FORCED | forced extras | αναγκαστικά πρόσθετα | rátukmált extra | خدمات تحمیلی | навязанные услуги
GIFT | gift | δώρο | ajándék | هدیه | подарок
CITY_SERVICES ~ | | | | |
SPORT_GYM ~ | gym | γυμναστήριο | edzőterem | باشگاه | спортзал
W_TRAIN_BUS ~ | bus | λεωφορείο | busz | اتوبوس | автобус
LEAFLET_TIMETABLE | timetable | δρομολόγια | menetrend | جدول زمانی | расписание
WEATHER_NATURE ~ | weather | καιρός | időjárás | هوا | погода
W_WET_DRY | wet | βρεγμένο | ázás | خیسی | промокло
W_COLD | cold | κρύο | hideg | سرما | холод
W_HOT_WARM | heat | ζέστη | meleg | گرما | нагрев
W_COLOUR | colour | χρώμα | szín | رنگ | цвет
CRACK_HOLE_STAIN ~ | crack | ρωγμή | repedés | ترک | трещина
PRODUCT_PART ~ | part | εξάρτημα | alkatrész | قطعه | деталь
W_PAN_KNIFE ~ | kitchenware | σκεύος κουζίνας | konyhai eszköz | ظرف آشپزخانه | кухонная утварь
W_CUP_PLATE ~ | crockery | πιάτα | edény | ظرف | посуда
W_CABLE_BATTERY ~ | battery | μπαταρία | akkumulátor | باتری | батарея
W_SCREEN | screen | οθόνη | képernyő | صفحه‌نمایش | экран
W_COMPUTER | computer | υπολογιστής | számítógép | رایانه | компьютер
W_PHONE_DEVICE | phone | τηλέφωνο | telefon | گوشی | телефон
W_PRINTER_TV ~ | printer | εκτυπωτής | nyomtató | چاپگر | принтер
W_VERSION_UPDATE | update | ενημέρωση | frissítés | به‌روزرسانی | обновление
AFTER_UPDATE_BROKE | update | ενημέρωση | frissítés | به‌روزرسانی | обновление
W_ROUTER_SIGNAL | router | ρούτερ | router | مودم | роутер
RESTARTED | restarts | επανεκκινήσεις | újraindulás | ری‌استارت | перезагрузки
W_DISAPPEAR | disappeared | εξαφάνιση | eltűnés | ناپدید شدن | пропажа
W_LAMP_LIGHT | light | φως | lámpa | چراغ | свет
W_DARK | darkness | σκοτάδι | sötétség | تاریکی | темнота
W_WHEEL_ENGINE ~ | engine | κινητήρας | motor | موتور | двигатель
W_TOOL ~ | tools | εργαλεία | szerszám | ابزار | инструмент
W_TOY_GAME ~ | toy | παιχνίδι | játék | اسباب‌بازی | игрушка
W_CURTAIN_CARPET ~ | curtain | κουρτίνα | függöny | پرده | занавес
W_BEDDING ~ | bedding | κλινοσκεπάσματα | ágynemű | ملحفه | постель
W_BATHROOM ~ | bathroom | μπάνιο | fürdő | حمام | ванная
W_KITCHEN | kitchen | κουζίνα | konyha | آشپزخانه | кухня
W_WINDOW | window | παράθυρο | ablak | پنجره | окно
W_STAIRS_FLOOR ~ | stairs | σκάλα | lépcső | پله | лестница
W_KEY | key | κλειδί | kulcs | کلید | ключ
W_BAG ~ | bag | τσάντα | táska | کیف | сумка
W_BOTTLE_JAR ~ | bottle | μπουκάλι | üveg | بطری | бутылка
W_BOOK | book | βιβλίο | könyv | کتاب | книга
W_PLANT_FLOWER ~ | plants | φυτά | növények | گیاهان | растения
W_BREAD_CAKE ~ | bread | ψωμί | kenyér | نان | хлеб
W_MEAT_FISH ~ | meat | κρέας | hús | گوشت | мясо
W_FRUIT_VEG ~ | fruit | φρούτα | gyümölcs | میوه | фрукты
W_MILK_CHEESE ~ | dairy | γαλακτοκομικά | tejtermék | لبنیات | молочное
W_COFFEE_WINE ~ | drinks | ποτά | ital | نوشیدنی | напитки
W_SOUP_PIZZA ~ | meal | γεύμα | étel | غذا | еда
W_TASTE | taste | γεύση | íz | مزه | вкус
W_COSMETIC ~ | cosmetics | καλλυντικά | kozmetikum | لوازم آرایش | косметика
W_JEWEL ~ | jewellery | κόσμημα | ékszer | جواهر | украшение
W_POOL_PARK ~ | pool | πισίνα | uszoda | استخر | бассейн
W_STATION_ROAD ~ | road | δρόμος | út | جاده | дорога
W_ABROAD | abroad | εξωτερικό | külföld | خارج از کشور | за границей
W_KINDERGARTEN | kindergarten | νηπιαγωγείο | óvoda | مهدکودک | детский сад
W_TEACHER_PUPIL ~ | instructor | εκπαιδευτής | oktató | مربی | инструктор
W_WAITER_COOK ~ | waiter | σερβιτόρος | pincér | گارسون | официант
W_CASHIER_SELLER ~ | sales staff | πωλητής | eladó | فروشنده | продавец
W_GUARD_DOORMAN | guard | φύλακας | biztonsági őr | نگهبان | охранник
W_RECEIPT | receipt | απόδειξη | nyugta | رسید | чек
W_GROUP_CLASS ~ | class | μάθημα | óra | کلاس | занятие
W_REGISTER | registration | εγγραφή | regisztráció | ثبت‌نام | регистрация
W_CHAT_TEXT ~ | chat | συνομιλία | csevegés | گفت‌وگوی آنلاین | чат
W_NOTIFICATION | notification | ειδοποίηση | értesítés | اعلان | уведомление
W_VALID_EXPIRE | validity | ισχύς | érvényesség | اعتبار | срок действия
REFUSED | refusal | απόρριψη | elutasítás | رد شدن | отказ
UNLOCK_ACTIVATE | activation | ενεργοποίηση | aktiválás | فعال‌سازی | активация
HUMAN_WANTED | human contact | ζωντανή επικοινωνία | élő ügyintéző | پاسخ انسانی | живой оператор
QUEUE_CROWD | queue | ουρά | sor | صف | очередь
W_DIRTY | dirt | βρωμιά | kosz | کثیفی | грязь
W_CLEAN | cleaning | καθαριότητα | tisztaság | نظافت | уборка
W_SMELL | smell | μυρωδιά | szag | بو | запах
SIM_NUMBER_PORT ~ | phone number | αριθμός τηλεφώνου | telefonszám | شماره تلفن | номер телефона
ATM_CASH | cash machine | ΑΤΜ | bankautomata | خودپرداز | банкомат
STREAM_TV | television | τηλεόραση | tévé | تلویزیون | телевидение
OUT_OF_STOCK | out of stock | εξαντλημένο | készlethiány | ناموجود | нет в наличии
SHRUNK_RECIPE | changed recipe | αλλαγή συνταγής | új recept | تغییر کیفیت | новый рецепт
PROPERTY_RENT_AGENT | rental | ενοικίαση | bérlés | اجاره | аренда
FARM_MACHINE_PARTS ~ | machine | μηχάνημα | gép | ماشین‌آلات | машины
PHARM_VET_SCHOOL_BUS ~ | pharmacy | φαρμακείο | gyógyszertár | داروخانه | аптека
ANIMALS_FOOD_SAFETY ~ | food safety | ασφάλεια τροφίμων | élelmiszer-biztonság | بهداشت غذا | безопасность еды
PETS_ANIMALS ~ | animals | ζώα | állatok | حیوانات | животные
SALES_STAFF_PROMISE | promised offer | υπόσχεση πώλησης | eladói ígéret | وعدهٔ فروش | обещание продавца
MEMBERSHIP_CARD_LIBRARY | membership card | κάρτα μέλους | tagsági kártya | کارت عضویت | членская карта
W_LIBRARY_MUSEUM ~ | library | βιβλιοθήκη | könyvtár | کتابخانه | библиотека
PRODUCT_BATCH | batch | παρτίδα | tétel | سری تولید | партия
ACCOUNTANT | accounting | λογιστήριο | könyvelés | حسابداری | бухгалтерия
W_REPAIR | repair | επισκευή | javítás | تعمیر | ремонт
NOT_WORKING | fault | βλάβη | hiba | خرابی | поломка
W_BREAK | breakage | σπάσιμο | törés | شکستگی | поломка
W_FALL | fall | πτώση | esés | افتادن | падение
W_SLOW | slowness | αργή ταχύτητα | lassúság | کندی | медленно
W_EXAM | examination | εξέταση | vizsgálat | آزمایش | обследование
`;

export interface Noun {
  /** What people wrote tells more. */
  readonly isKind: boolean;
  readonly words: Readonly<Record<Language, string>>;
}

/** By the name of the concept. */
export const NOUNS: ReadonlyMap<string, Noun> = new Map(
  TABLE.trim()
    .split("\n")
    .map((line) => {
      const [head = "", ...cells] = line.split("|").map((cell) => cell.trim());
      const [name = "", mark] = head.split(" ");
      const [en = "", el = "", hu = "", fa = "", ru = ""] = cells;
      return [name, { isKind: mark === "~", words: { en, el, hu, fa, ru } }];
    }),
);
