/** Letters that Unicode does not take apart into a letter and an accent; Cyrillic as Ukrainian and Bulgarian passports spell it. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  (
    'ß:ss æ:ae œ:oe ø:o ł:l đ:d ð:d þ:th ı:i ħ:h ŋ:ng ə:e а:a б:b в:v г:h ґ:g д:d е:e є:ie ж:zh з:z и:y і:i к:k л:l м:m н:n о:o ' +
    'п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ:a ы:y ь: э:e ю:iu я:ia'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
);

/** How German and the Nordic languages write these letters where a keyboard has none. */
const SPELT_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

/** A name without what people write differently: case, accents, apostrophes, punctuation, emoji, spacing. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`´ʼʻ]/gu, '')
    .replaceAll(/[^\p{ASCII}]/gu, (letter) => LETTERS.get(letter) ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The other spelling of a name with an umlaut, folded: "mueller" where `fold` has "muller". The same as `fold` for most names. */
export function foldSpeltOut(text: string): string {
  return fold(
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[äöüåø]/gu, (letter) => SPELT_OUT[letter] ?? letter),
  );
}
