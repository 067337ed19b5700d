import type { Kind } from './entry.js';

/** Words with which Android says that a file is there (` (file attached)`), and an iPhone (`<attached: FILE>`). */
export const ATTACHED: ReadonlySet<string> = listed(`
file attached | attached | Datei angehängt | Anhang | angehängt | fichier joint | pièce jointe | archivo adjunto | adjunto
file allegato | allegato | arquivo anexado | anexado | ficheiro anexado | anexo | ficheiro em anexo | bestand bijgevoegd | bijgevoegd
załączony plik | załączono | plik załączony | plik dołączono | файл добавлен | прикреплено | прикреплён | файл прикреплён
файл додано | прикріплено | вкладено | вкладений файл | dosya ekli | eklendi | ekli | الملف مرفق | المُرفق | ملف مرفق | مرفق
پیوستہ فائل | پیوستہ | منسلک | فائل منسلک ہے | پرونده پیوست شده | پیوست | پیوست شد | fișier atașat | atașat | fișierul este atașat
soubor byl přiložen | přiloženo | soubor přiložen | priložený súbor | súbor priložený | priložené | fájl csatolva | csatolva | csatolt fájl
bifogad fil | bifogad | bifogat | fil bifogad | fil vedhæftet | vedhæftet | vedhæftet fil | fil vedlagt | vedlagt | vedlagt fil
tiedosto liitetty | liitetty | liite | συνημμένο αρχείο | συνημμένο | συνημμένα | επισυνάφθηκε αρχείο | הקובץ מצורף | קובץ מצורף | צורף | מצורף
फ़ाइल संलग्न है | फ़ाइल अटैच है | फ़ाइल अटैच की गई | संलग्न | अटैच किया गया | ফাইল সংযুক্ত | ফাইল সংযুক্ত করা হয়েছে | সংযুক্ত
file terlampir | terlampir | lampiran | fail dilampirkan | dilampirkan | tệp đính kèm | tập tin đính kèm | đính kèm | đã đính kèm
ไฟล์ที่แนบมา | แนบไฟล์ | แนบ | ファイル添付 | 添付ファイル | 添付 | 添付済み | 파일 첨부됨 | 첨부파일 | 첨부됨 | 첨부
文件附件 | 文件已附加 | 附件 | 附加文件 | 檔案已附加 | 附加檔案 | 已附加 | 檔案附件 | fitxer adjunt | adjunt | прикачен файл | прикачено
fajl je priložen | priloženo | datoteka u privitku | privitak | priložena datoteka | prenesená datoteka | pridėtas failas | pievienots fails
fail lisatud | lisatud | datoteka priložena | приложен файл | imeambatishwa | faili imeambatishwa | lêer aangeheg
`);

/** What Android puts for a file that was left out, in angle brackets. */
export const MEDIA_LEFT_OUT: ReadonlyMap<string, 'media' | 'view-once' | 'video'> = table({
  media: `
Media omitted | Medien ausgeschlossen | Medien weggelassen | Médias omis | Média omis | Fichier omis | Multimedia omitido
Archivo omitido | Media omessi | Mídia oculta | Arquivo de mídia oculto | Mídia omitida | Ficheiro não revelado | Ficheiro omitido
Média omitida | Media weggelaten | pominięto multimedia | Pominięto multimedia | Без медиафайлов | Файл пропущен | Медиа пропущены
Medya dahil edilmedi | Medya atlandı | تم استبعاد الوسائط | تم استبعاد الوسائط المتعددة | میڈیا چھوڑ دیا گیا | میڈیا شامل نہیں | رسانه حذف شد
پیوست نما/نگاره حذف شد | Conținut media omis | Fișier media omis | Медіа пропущено | Без медіафайлів | Медіафайл пропущено
Média vynechány | Média vynechané | Média vynechaná | Hiányzó médiafájl | Média elhagyva | Média kihagyva | Media har utelämnats
Media utelämnad | Mediefil udeladt | Medier udeladt | Medie udeladt | Medier utelatt | Uten vedlegg | Media utelatt | Media jätettiin pois
Media poistettu | Mediatiedosto jätettiin pois | Παραλείφθηκε πολυμέσο | Παράλειψη πολυμέσων | Τα πολυμέσα παραλείφθηκαν | המדיה לא נכללה
המדיה הושמטה | मीडिया छोड़ा गया | मीडिया के बिना | मीडिया हटाया गया | मीडिया शामिल नहीं है | মিডিয়া বাদ দেওয়া হয়েছে | মিডিয়া বাদ
Media tidak disertakan | Media dihilangkan | Media ditinggalkan | Không bao gồm tệp media | Đã bỏ qua media | Phương tiện bị bỏ qua
ไม่รวมไฟล์สื่อ | ละเว้นไฟล์สื่อ | メディアなし | メディアは含まれていません | メディアを除く | 미디어 파일을 제외한 내용 | 미디어 생략 | 미디어 제외됨
省略多媒体文件 | 媒体文件已省略 | 影音内容已略去 | 忽略多媒體檔 | 媒體已略去 | 媒體檔案已省略 | 已忽略媒体 | Media verwyderd | Media omès
Мултимедията е пропусната | Medijski zapis izostavljen | Медији изостављени | Izpuščen medij | Meedia ära jäetud | Izlaists multivides fails
Praleista laikmena | Maudhui yameondolewa | ਮੀਡੀਆ ਛੱਡਿਆ ਗਿਆ | મીડિયા અવગણવામાં આવ્યું | மீடியா நீக்கப்பட்டது`,
  'view-once': `
View once voice message omitted | View once message omitted | View once photo omitted | View once video omitted`,
  video: `Video message omitted | Video note omitted | Videonachricht weggelassen`,
});

/** Texts that are nothing else, by what they say. Without the full stop at the end. */
export const WHOLE: ReadonlyMap<string, Exclude<Kind, 'notice'>> = table({
  image: `
image omitted | Bild weggelassen | image absente | image omise | imagen omitida | immagine omessa | imagem ocultada | imagem omitida
afbeelding weggelaten | obraz pominięty | изображение отсутствует | зображення відсутнє | görüntü dahil edilmedi | لم يتم إدراج الصورة
تصویر نکال دی گئی ہے | imagine omisă | obrázek vynechán | obrázok vynechaný | kép kihagyva | bild utelämnad | billede udeladt
bilde utelatt | kuva jätetty pois | kuva puuttuu | η εικόνα παραλείφθηκε | η εικόνα παραλήφθηκε | התמונה הושמטה | התמונה לא נכללה
इमेज छोड़ी गई | इमेज शामिल नहीं है | ছবি বাদ দেওয়া হয়েছে | gambar tidak disertakan | hình ảnh bị bỏ qua | bỏ qua hình ảnh | không có hình ảnh
画像は含まれていません | 이미지 생략됨 | 이미지가 생략되었습니다 | 图像已省略 | 圖像已省略 | 图片已省略 | 圖片已略去 | 忽略图片 | imatge omesa | ไม่รวมรูปภาพ
produktbild utelämnad | produktbild ausgelassen | immagine del prodotto omessa | تصویر حذف شد`,
  video: `
video omitted | video note omitted | Video weggelassen | vidéo absente | vidéo omise | Video omitido | vídeo omitido | video omesso
video weggelaten | wideo pominięte | видео отсутствует | відео відсутнє | video dahil edilmedi | لم يتم إدراج الفيديوهات | ویڈیو نظرانداز
videoclip omis | video vynecháno | video vynechané | videó kihagyva | video utelämnad | video udeladt | video utelatt | video jätetty pois
το βίντεο παραλείφθηκε | הסרטון הושמט | הסרטון לא נכלל | वीडियो छोड़ा गया | वीडियो शामिल नहीं है | ভিডিও বাদ দেওয়া হয়েছে
video tidak disertakan | video bị bỏ qua | không có video | ビデオは含まれていません | 動画は含まれていません | 동영상 생략됨 | 동영상이 생략되었습니다
视频已省略 | 影片已省略 | 影片已略去 | 忽略视频 | ไม่รวมวิดีโอ | videonachricht weggelassen | nota video omessa | nota de video omitida
note vidéo omise | videobericht weggelaten`,
  audio: `
audio omitted | Audio weggelassen | audio omis | audio omitido | audio omesso | áudio ocultado | áudio omitido | audio weggelaten
audio pominięte | аудиофайл отсутствует | аудио отсутствует | аудіо відсутнє | ses dahil edilmedi | لم يتم إدراج المقاطع الصوتية
آڈیو نظرانداز | audio vynecháno | zvuk vynechán | audio vynechané | hang kihagyva | hanganyag kihagyva | ljud utelämnat | ljud utelämnad
lyd udeladt | lyd utelatt | ääni jätetty pois | äänitiedosto puuttuu | ο ήχος παραλείφθηκε | το ηχητικό παραλείφθηκε | השמע הושמט
קובץ השמע לא נכלל | ऑडियो छोड़ा गया | ऑडियो शामिल नहीं है | অডিও বাদ দেওয়া হয়েছে | audio tidak disertakan | âm thanh bị bỏ qua
không có âm thanh | 音声は含まれていません | 오디오 생략됨 | 오디오가 생략되었습니다 | 音频已省略 | 音訊已省略 | 音訊已略去 | 忽略音频 | ไม่รวมเสียง`,
  sticker: `
sticker omitted | Sticker weggelassen | sticker omis | sticker omitido | sticker non incluso | sticker omesso | figurinha omitida
autocolante omitido | sticker weggelaten | pominięto naklejkę | naklejka pominięta | стикер не добавлен | Наклейку не додано | стікер не додано
Çıkartma dahil edilmedi | تم حذف الملصقات | تم حذف الملصق | اسٹیکر نظرانداز | sticker omis | autocolant omis | nálepka vynechána | samolepka vynechána
nálepka vynechaná | matrica kihagyva | sticker utelämnad | dekal utelämnad | sticker udeladt | klistermærke udeladt | klistremerke utelatt
tarra jätetty pois | tarra puuttuu | το αυτοκόλλητο παραλείφθηκε | הסטיקר הושמט | המדבקה הושמטה | הסטיקר לא נכלל | स्टिकर छोड़ा गया
स्टिकर शामिल नहीं है | স্টিকার বাদ দেওয়া হয়েছে | stiker tidak disertakan | nhãn dán bị bỏ qua | không có nhãn dán | スタンプは含まれていません
ステッカーは含まれていません | 스티커 생략됨 | 스티커가 생략되었습니다 | 贴图已省略 | 貼圖已省略 | 貼圖已略去 | 忽略贴图 | ไม่รวมสติกเกอร์`,
  gif: `
GIF omitted | GIF weggelassen | GIF retiré | GIF omis | GIF omitido | GIF esclusa | GIF omessa | GIF weggelaten | Plik GIF pominięty
GIF pominięty | GIF отсутствует | GIF-анімацію пропущено | GIF відсутній | GIF dahil edilmedi | لم يتم إدراج صورة GIF | GIF نظرانداز
GIF vynechán | GIF vynechaný | GIF kihagyva | GIF utelämnad | GIF udeladt | GIF utelatt | GIF jätetty pois | το GIF παραλείφθηκε | ה-GIF הושמט
GIF छोड़ा गया | GIF शामिल नहीं है | GIF বাদ দেওয়া হয়েছে | GIF tidak disertakan | GIF bị bỏ qua | không có GIF | GIFは含まれていません | GIF 생략됨
GIF가 생략되었습니다 | GIF已省略 | GIF 已省略 | GIF 已略去 | 忽略GIF | 忽略 GIF | ไม่รวม GIF`,
  document: `
document omitted | Dokument weggelassen | document manquant | document omis | documento omitido | documento omesso | documento ocultado
document weggelaten | dokument pominięty | документ отсутствует | документ пропущено | документ відсутній | belge dahil edilmedi
لم يتم إدراج المستند | دستاویز نظرانداز | document omis | dokument vynechán | dokument vynechaný | dokumentum kihagyva | dokument utelämnat
dokument utelämnad | dokument udeladt | dokument utelatt | asiakirja jätetty pois | asiakirja puuttuu | tiedosto jätetty pois
το έγγραφο παραλείφθηκε | המסמך הושמט | המסמך לא נכלל | डॉक्यूमेंट छोड़ा गया | दस्तावेज़ छोड़ा गया | डॉक्यूमेंट शामिल नहीं है
ডকুমেন্ট বাদ দেওয়া হয়েছে | dokumen tidak disertakan | tài liệu bị bỏ qua | không có tài liệu | ドキュメントは含まれていません | 문서 생략됨
문서가 생략되었습니다 | 文档已省略 | 文件已省略 | 文件已略去 | 忽略文档 | ไม่รวมเอกสาร`,
  contact: `
Contact card omitted | Kontaktkarte ausgelassen | Kontaktkarte weggelassen | Fiche contact manquante | Tarjeta de contacto omitida
Scheda contatto omessa | Cartão do contato omitido | Cartão de contacto omitido | Visitekaartje weggelaten | Contactkaart weggelaten
Pominięta wizytówka kontaktu | Карточка контакта отсутствует | Картка контакту відсутня | Kişi kartı dahil edilmedi
لم يتم إدراج بطاقة جهة اتصال | رابطہ کارڈ نظر انداز | Carte de contact omisă | Karta kontaktu vynechána | Kontaktkártya kihagyva
Kontaktkort utelämnat | Kontaktkort udeladt | Kontaktkort utelatt | Yhteystietokortti jätetty pois | Η κάρτα επαφής παραλείφθηκε
כרטיס איש הקשר הושמט | कॉन्टैक्ट कार्ड छोड़ा गया | Kartu kontak tidak disertakan | 連絡先カードを省略 | 연락처 카드 생략됨 | 联系人卡片已省略 | 聯絡人卡片已省略`,
  'live-location': `
live location shared | Live-Standort wird geteilt | localisation en direct partagée | ubicación en tiempo real compartida
posizione attuale condivisa | posizione in tempo reale condivisa | localização em tempo real compartilhada | localização em tempo real partilhada
live locatie gedeeld | live-locatie gedeeld | udostępniono lokalizację | udostępniono lokalizację na żywo | Геоданные отправлены | геоданные
canlı konum paylaşıldı | تمت مشاركة الموقع المباشر | لائیو مقام | لائیو مقام شیئر کیا گیا | locație în timp real trimisă | sdílena aktuální poloha
sdílená aktuální poloha | élő helyzet megosztva | aktuális tartózkodási hely megosztva | liveposition delad | delad liveposition | live placering delt
live-placering delt | direkteposisjon delt | posisjon delt direkte | reaaliaikainen sijainti jaettu | κοινοποιήθηκε η τρέχουσα τοποθεσία
מיקום נוכחי משותף | लाइव लोकेशन शेयर की गई | लाइव लोकेशन साझा की गई | লাইভ লোকেশন শেয়ার করা হয়েছে | lokasi terkini dibagikan | đã chia sẻ vị trí trực tiếp
ライブロケーションを共有しました | 실시간 위치 공유됨 | 实时位置已共享 | 已分享即時位置 | поширено геодані`,
  call: `
Missed voice call | Missed video call | Missed group voice call | Missed group video call | Voice call | Video call | Group voice call
Group video call | Silenced voice call | Silenced video call | Missed call | Cancelled voice call | Cancelled video call | Declined voice call
Verpasster Sprachanruf | Verpasster Videoanruf | Verpasster Gruppenanruf | Sprachanruf | Videoanruf | Verpasster Anruf | Llamada de voz perdida
Videollamada perdida | Llamada perdida | Llamada de voz | Videollamada | Llamada grupal perdida | Appel vocal manqué | Appel vidéo manqué | Appel vocal
Appel vidéo | Appel manqué | Chiamata vocale persa | Videochiamata persa | Chiamata persa | Chiamata vocale | Videochiamata
Chamada de voz perdida | Chamada de vídeo perdida | Ligação de voz perdida | Ligação de vídeo perdida | Ligação de voz | Ligação de vídeo
Chamada de voz | Chamada de vídeo | Chamada perdida | Videochamada perdida | Gemiste spraakoproep | Gemiste video-oproep | Spraakoproep | Video-oproep
Gemiste oproep | Nieodebrane połączenie | Nieodebrane poł. wideo | Nieodebrane połączenie głosowe | Nieodebrane połączenie wideo | Połączenie głosowe
Połączenie wideo | Пропущенный аудиозвонок | Пропущенный видеозвонок | Аудиозвонок | Видеозвонок | Пропущенный звонок
Пропущений голосовий дзвінок | Пропущений аудіодзвінок | Пропущений відеодзвінок | Аудіодзвінок | Голосовий дзвінок | Відеодзвінок | Пропущений дзвінок
Cevapsız sesli arama | Cevapsız görüntülü arama | Sesli arama | Görüntülü arama | Cevapsız arama | مكالمة صوتية فائتة | مكالمة فيديو فائتة | مكالمة صوتية
مكالمة فيديو | مسڈ وائس کال | مسڈ ویڈیو کال | Apel vocal pierdut | Apel video pierdut | Apel vocal nepreluat | Apel video nepreluat
Zmeškaný hlasový hovor | Zmeškaný videohovor | Hlasový hovor | Videohovor | Nem fogadott hanghívás | Nem fogadott videohívás | Hanghívás | Videohívás
Missat röstsamtal | Missat videosamtal | Röstsamtal | Videosamtal | Ubesvaret taleopkald | Ubesvaret videoopkald | Taleopkald | Videoopkald
Ubesvart taleanrop | Ubesvart videoanrop | Taleanrop | Videoanrop | Vastaamaton äänipuhelu | Vastaamaton videopuhelu | Äänipuhelu | Videopuhelu
Αναπάντητη φωνητική κλήση | Αναπάντητη βιντεοκλήση | Φωνητική κλήση | Βιντεοκλήση | שיחה קולית שלא נענתה | שיחת וידאו שלא נענתה | שיחה קולית | שיחת וידאו
मिस्ड वॉइस कॉल | मिस्ड वीडियो कॉल | वॉइस कॉल | वीडियो कॉल | মিসড ভয়েস কল | মিসড ভিডিও কল | Panggilan suara tak terjawab | Panggilan video tak terjawab
Panggilan suara | Panggilan video | Cuộc gọi thoại nhỡ | Cuộc gọi video nhỡ | Cuộc gọi thoại | Cuộc gọi video | 音声通話不在着信 | ビデオ通話不在着信
音声通話 | ビデオ通話 | 不在着信 | 부재중 음성 통화 | 부재중 영상 통화 | 음성 통화 | 영상 통화 | 未接语音通话 | 未接视频通话 | 未接語音通話 | 未接視訊通話 | 语音通话
视频通话 | 語音通話 | 視訊通話`,
  deleted: `
This message was deleted | You deleted this message | This message was deleted by admin | This message was deleted by an admin
You deleted this message as admin | This message was deleted by a group admin | Message deleted | Diese Nachricht wurde gelöscht
Du hast diese Nachricht gelöscht | Diese Nachricht wurde von einem Admin gelöscht | Este mensaje fue eliminado | Se eliminó este mensaje
Eliminaste este mensaje | Has eliminado este mensaje | Este mensaje se eliminó | Se ha eliminado este mensaje | Un admin. eliminó este mensaje
Ce message a été supprimé | Vous avez supprimé ce message | Ce message a été supprimé par un admin | Questo messaggio è stato eliminato
Hai eliminato questo messaggio | Mensagem apagada | Você apagou esta mensagem | Você apagou essa mensagem | Esta mensagem foi apagada
Essa mensagem foi apagada | Apagou esta mensagem | Esta mensagem foi eliminada | Eliminou esta mensagem | Dit bericht is verwijderd
Dit bericht werd verwijderd | U hebt dit bericht verwijderd | Je hebt dit bericht verwijderd | Ta wiadomość została usunięta
Wiadomość została usunięta | Usunąłeś(aś) tę wiadomość | Usunąłeś(ęłaś) tę wiadomość | Usunięto tę wiadomość | Данное сообщение удалено
Вы удалили данное сообщение | Сообщение удалено | Вы удалили это сообщение | Это сообщение удалено | Це повідомлення було видалено
Ви видалили це повідомлення | Це повідомлення видалено | Повідомлення видалено | Bu mesaj silindi | Bu mesajı sildiniz | تم حذف هذه الرسالة
أنت حذفت هذه الرسالة | لقد حذَفت هذه الرسالة | لقد حذفت هذه الرسالة | یہ پیغام حذف کیا گیا | آپ نے اس پیغام کو حذف کیا | این پیام حذف شد
شما این پیام را حذف کردید | Acest mesaj a fost șters | Ai șters acest mesaj | Ați șters acest mesaj | Tato zpráva byla odstraněna
Tuto zprávu jste odstranil/a | Tato zpráva byla smazána | Smazal/a jste tuto zprávu | Táto správa bola odstránená | Odstránili ste túto správu
Ez az üzenet törölve lett | Ezt az üzenetet törölték | Törölted ezt az üzenetet | Törölted az üzenetet | Üzenet törölve
Detta meddelande raderades | Det här meddelandet raderades | Du raderade det här meddelandet | Du raderade detta meddelande
Det här meddelandet har raderats | Denne besked blev slettet | Du slettede denne besked | Denne besked er blevet slettet | Denne meldingen ble slettet
Du slettet denne meldingen | Tämä viesti poistettiin | Poistit tämän viestin | Tämä viesti on poistettu | Αυτό το μήνυμα διαγράφηκε
Διαγράψατε αυτό το μήνυμα | Αυτό το μήνυμα διαγράφτηκε | ההודעה נמחקה | הודעה זו נמחקה | מחקת הודעה זו | מחקת את ההודעה | ההודעה הזו נמחקה
यह मैसेज मिटा दिया गया है | यह मैसेज डिलीट कर दिया गया है | आपने यह मैसेज मिटा दिया है | आपने यह मैसेज डिलीट कर दिया है | यह संदेश हटा दिया गया है
यह मैसेज डिलीट किया गया | आपने यह मैसेज डिलीट किया | এই মেসেজটি মুছে ফেলা হয়েছে | আপনি এই মেসেজটি মুছে ফেলেছেন | এই বার্তাটি মুছে ফেলা হয়েছে
Pesan ini telah dihapus | Pesan ini dihapus | Anda menghapus pesan ini | Anda telah menghapus pesan ini | Tin nhắn này đã bị xóa
Tin nhắn này đã bị xoá | Bạn đã xóa tin nhắn này | Bạn đã xoá tin nhắn này | ข้อความนี้ถูกลบแล้ว | คุณลบข้อความนี้แล้ว | คุณได้ลบข้อความนี้
このメッセージは削除されました | このメッセージを削除しました | 메시지가 삭제되었습니다 | 이 메시지가 삭제되었습니다 | 이 메시지는 삭제되었습니다
이 메시지를 삭제했습니다 | 메시지를 삭제했습니다 | 삭제된 메시지입니다 | 此消息已被删除 | 此消息已删除 | 您删除了此消息 | 您已删除此消息 | 你删除了此消息
此訊息已刪除 | 此訊息已被刪除 | 您已刪除此訊息 | 你已刪除此訊息 | 您刪除了此訊息 | 你刪除了此訊息 | 这条消息已删除`,
});

/** How a poll begins, before its colon. */
export const POLLS: ReadonlySet<string> = listed(`
POLL | UMFRAGE | ENCUESTA | SONDAGE | SONDAGGIO | ENQUETE | SONDAGEM | PEILING | POLL | ANKIETA | ОПРОС | ОПИТУВАННЯ | ANKET | استطلاع | استطلاع رأي
SONDAJ | ANKETA | HLASOVÁNÍ | SZAVAZÁS | OMRÖSTNING | UNDERSÖKNING | AFSTEMNING | AVSTEMNING | SPØRREUNDERSØKELSE | KYSELY | ÄÄNESTYS | ΔΗΜΟΣΚΟΠΗΣΗ
ΨΗΦΟΦΟΡΙΑ | סקר | पोल | জরিপ | পোল | JAJAK PENDAPAT | POLLING | TINJAUAN | THĂM DÒ Ý KIẾN | CUỘC THĂM DÒ Ý KIẾN | BÌNH CHỌN | アンケート | 投票 | 설문조사 | 설문
投票活动 | ENQUESTA | АНКЕТА | پول | نظرسنجی | แบบสำรวจ | โพล
`);

/** How a message begins that an administrator took back who is named. */
export const DELETED_BY: readonly string[] = [
  ...listed(`
This message was deleted by admin | Deleted by admin | Diese Nachricht wurde von Admin | Ce message a été supprimé par l'admin
Este mensaje fue eliminado por el admin | Questo messaggio è stato eliminato dall'amministratore | Mensagem apagada pelo admin
Esta mensagem foi apagada pelo admin | Dit bericht is verwijderd door beheerder
`),
];

function listed(words: string): ReadonlySet<string> {
  return new Set(
    words
      .split(/\s*[|\n]\s*/)
      .filter(Boolean)
      .map((word) => word.toLowerCase()),
  );
}

function table<K extends Kind>(words: Readonly<Partial<Record<K, string>>>): ReadonlyMap<string, K> {
  const lists = Object.entries(words) as [K, string][];
  return new Map(lists.flatMap(([kind, list]) => [...listed(list)].map((word) => [word, kind] as const)));
}
