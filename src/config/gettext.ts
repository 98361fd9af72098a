/** True for a value of LANGUAGE as GNU systems set it for their own messages: "en_US:en", "de_DE". */
export function isGettext(text: string): boolean {
  return /^[a-z]{2,3}_|:/i.test(text);
}
