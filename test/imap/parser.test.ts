import { afterAll, describe, expect, test } from "vitest";
import { PermanentError, TemporaryError } from "../../src/errors.ts";
import { openParser } from "../../src/imap/parser.ts";
import type { RawMessage } from "../../src/mail/message.ts";

function raw(source: string): RawMessage {
  const octets = Buffer.from(source, "utf8");
  return { source: octets, size: octets.length, structure: null };
}

const letter = (number: number): RawMessage =>
  raw(
    `From: ann${number}@mail.example\nDate: Mon, 3 Mar 2025 10:00:00 +0000\nSubject: Parcel ${number}\n\nHello`,
  );

/** Many multiparts with encoded filenames: the parser's slowest allowed mail, far over a limit of milliseconds. */
const slow = raw(
  `From: eve@mail.example\nContent-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: image/png; name="=?utf-8?Q?a=5F?="\nContent-Disposition: attachment; filename="=?utf-8?Q?b=5F?="\n\nx\n'.repeat(990)}--b--`,
);

describe("parsing in a worker", () => {
  const parser = openParser();
  afterAll(() => parser.close());

  test("gives the message with its map and dates", async () => {
    const source = letter(1);
    const message = await parser.parse(source);
    expect(message.from?.address).toBe("ann1@mail.example");
    expect(message.date).toEqual(new Date("2025-03-03T10:00:00Z"));
    expect(message.headers.get("subject")).toEqual(["Parcel 1"]);
    expect(source.source.length).toBe(source.size);
  });

  test("gives many messages in order, a bad one apart from its neighbours", async () => {
    const raws = Array.from({ length: 100 }, (_, index) => (index === 42 ? raw("") : letter(index)));
    const settled = await parser.parseAll(raws);
    const subjects = settled.map(({ message, error }) => message?.subject ?? error?.name);
    expect(subjects).toEqual(raws.map((_, index) => (index === 42 ? "PermanentError" : `Parcel ${index}`)));
  });

  test("what cannot be parsed is a permanent error with its code", async () => {
    const failure = await parser.parse(raw("")).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PermanentError);
    expect(failure).toMatchObject({ code: "unparsable", message: "no header field" });
  });

  test("an aborted caller is told so", async () => {
    await expect(parser.parse(letter(1), AbortSignal.abort(new Error("stopping")))).rejects.toThrow(
      "stopping",
    );
  });
});

describe("a hostile message costs itself only", () => {
  test("where it takes too long, and the next one works", async () => {
    const parser = openParser({ timeLimit: 100 });
    try {
      const failure = await parser.parse(slow).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(PermanentError);
      expect(failure).toMatchObject({ code: "unparsable", message: "parsing took longer than 100 ms" });
      const settled = await parser.parseAll([letter(1), slow, letter(2)]);
      expect(settled.map(({ message, error }) => message?.subject ?? error?.message)).toEqual([
        "Parcel 1",
        "parsing took longer than 100 ms",
        "Parcel 2",
      ]);
    } finally {
      await parser.close();
    }
  });

  test("where it takes too much memory, and the next one works", async () => {
    const parser = openParser({ memoryLimit: 24 });
    const part = `--b\nX-Filler: ${"x".repeat(60_000)}\n\nx\n`;
    const huge = raw(
      `From: eve@mail.example\nContent-Type: multipart/mixed; boundary=b\n\n${part.repeat(990)}--b--`,
    );
    try {
      const failure = await parser.parse(huge).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "unparsable", message: "parsing took more than 24 MB" });
      expect((await parser.parse(letter(1))).subject).toBe("Parcel 1");
    } finally {
      await parser.close();
    }
  });

  test("a closed parser says that it is closed", async () => {
    const parser = openParser();
    await parser.close();
    await expect(parser.parse(letter(1))).rejects.toBeInstanceOf(TemporaryError);
  });
});
