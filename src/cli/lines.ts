/** Longer lines are cut into pieces, so that a file without line breaks cannot fill the memory. */
const LONGEST = 1 << 20;

/**
 * The lines of a stream of octets, each with its line feed. (Node's readline also breaks at U+2028, which JSON allows
 * in strings, and decodes.)
 */
export async function* lines(
  chunks: AsyncIterable<Uint8Array>,
  longest: number = LONGEST,
): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) {
      const feed = rest.subarray(0, longest - length).indexOf(10);
      const whole = feed >= 0 ? feed + 1 : Math.min(rest.length, longest - length);
      pieces.push(rest.subarray(0, whole));
      length += whole;
      rest = rest.subarray(whole);
      if (feed < 0 && length < longest) continue;
      yield Buffer.concat(pieces);
      pieces = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(pieces);
}
