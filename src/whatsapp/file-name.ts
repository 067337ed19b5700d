/** How phones name the file of a chat in their languages; `%` stands for the name of the group. */
const NAMES: readonly string[] = `
WhatsApp Chat with %
WhatsApp Chat - %
Chat WhatsApp with %
WhatsApp Chat mit %
WhatsApp-Chat mit %
Discussion WhatsApp avec %
Chat WhatsApp avec %
Chat de WhatsApp con %
Conversación de WhatsApp con %
Chat WhatsApp con %
Conversa do WhatsApp com %
Conversa do WhatsApp com o %
Conversa WhatsApp com %
WhatsApp-chat met %
WhatsApp Chat met %
Czat WhatsApp z %
Chat WhatsApp z %
Rozmowa WhatsApp z %
Чат WhatsApp с %
Чат WhatsApp с контактом %
Чат WhatsApp із %
Чат WhatsApp з %
Чат WhatsApp з контактом %
% ile WhatsApp Sohbeti
% ile WhatsApp sohbeti
دردشة واتساب مع %
محادثة واتساب مع %
محادثة WhatsApp مع %
% کے ساتھ WhatsApp بات چیت
% کے ساتھ WhatsApp چیٹ
گفتگوی WhatsApp با %
گپ WhatsApp با %
Conversație WhatsApp cu %
Chat WhatsApp cu %
WhatsApp chat s %
WhatsApp chat s kontaktem %
Chat WhatsApp s %
Konverzace WhatsApp s %
Čet WhatsApp s %
WhatsApp čet s %
WhatsApp-beszélgetés vele: %
WhatsApp-beszélgetés - %
WhatsApp csevegés - %
WhatsApp-csevegés vele: %
WhatsApp-csevegés vele_ %
WhatsApp-beszélgetés vele_ %
WhatsApp-chatt med %
WhatsApp-chat med %
WhatsApp Chat med %
WhatsApp-samtale med %
WhatsApp-keskustelu henkilön % kanssa
WhatsApp-keskustelu: %
WhatsApp-keskustelu - %
WhatsApp-keskustelu %
WhatsApp-keskustelu_ %
Συνομιλία WhatsApp με %
Συνομιλία WhatsApp με τον χρήστη %
צ'אט WhatsApp עם %
שיחת WhatsApp עם %
צ׳אט WhatsApp עם %
% के साथ WhatsApp चैट
% के साथ व्हाट्सएप चैट
% के साथ WhatsApp बातचीत
%-এর সাথে WhatsApp চ্যাট
% এর সাথে WhatsApp চ্যাট
% এর সঙ্গে WhatsApp চ্যাট
Chat WhatsApp dengan %
Sembang WhatsApp dengan %
Cuộc trò chuyện trên WhatsApp với %
Trò chuyện WhatsApp với %
Đoạn chat WhatsApp với %
Chat WhatsApp với %
การแชทบน WhatsApp กับ %
แชท WhatsApp กับ %
%とのWhatsAppチャット
%とのWhatsAppトーク
%さんとのWhatsAppチャット
WhatsApp에서 %님과의 대화
%님과의 WhatsApp 대화
%님과의 WhatsApp 채팅
% 님과의 WhatsApp 대화
WhatsApp 与 % 的对话
与 % 的 WhatsApp 聊天
与%的WhatsApp聊天
与 % 的 WhatsApp 对话
與 % 的 WhatsApp 對話
與%的 WhatsApp 對話
WhatsApp 與 % 的對話
与%的 WhatsApp 聊天
Xat de WhatsApp amb %
Xat del WhatsApp amb %
Чат в WhatsApp с %
WhatsApp чат с %
Razgovor na WhatsAppu s %
WhatsApp razgovor s %
WhatsApp čavrljanje s %
WhatsApp ћаскање са %
WhatsApp razgovor sa %
Klepet WhatsApp z osebo %
WhatsApp klepet z %
WhatsAppi vestlus kontaktiga %
WhatsAppi vestlus: %
WhatsApp tērzēšana ar %
„WhatsApp“ pokalbis su %
WhatsApp pokalbis su %
Gumzo la WhatsApp na %
WhatsApp-klets met %
% ਨਾਲ WhatsApp ਚੈਟ
% સાથે WhatsApp ચેટ
% உடனான WhatsApp அரட்டை
%తో WhatsApp చాట్
% सोबत WhatsApp चॅट
%മായുള്ള WhatsApp ചാറ്റ്
% ile WhatsApp yazışması
`
  .trim()
  .split('\n');

const FRAMES = NAMES.map((name) => name.split('%').map(plain) as [string, string]).sort(
  (a, b) => b.join('').length - a.join('').length,
);

/** The name of the group or chat in an export's file name; null when there is none, as in `_chat.txt`. */
export function groupIn(fileName: string): string | null {
  const base = plain(fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1));
  const name = base
    .replace(/\.(?:txt|zip)$/i, '')
    .replace(/(?: ?\(\d{1,3}\))+$/, '')
    .replace(/\.(?:txt|zip)$/i, '')
    .trim();
  const lower = name.toLowerCase();
  for (const [before, after] of FRAMES) {
    const fits = lower.startsWith(before.toLowerCase()) && lower.endsWith(after.toLowerCase());
    const group = fits ? name.slice(before.length, name.length - after.length).trim() : '';
    if (group !== '' && name.length > before.length + after.length) return group;
  }
  return null;
}

/** Without direction marks and in one form of Unicode: a Mac writes `é` as two characters. */
function plain(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
    .replace(/[\u00A0\u202F]/g, ' ');
}
