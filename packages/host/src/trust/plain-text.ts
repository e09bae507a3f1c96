/** Control characters, and those that hide text or turn its direction around. */
const DECEIVING =
  /[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** Text of a foreign document as it is shown where somebody decides by it: nothing of it is invisible or moves the rest. */
export function plainText(text: string): string {
  return text.replace(
    DECEIVING,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
  );
}
