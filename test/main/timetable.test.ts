import { expect, test } from "vitest";
import { learnOnSchedule } from "../../src/main/learning.ts";

test("a mailbox is learned from whenever LEARN_AT says so, one time after the other, and closing waits", async () => {
  const twice = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  let begun = 0;
  let ended = 0;
  let atOnce = 0;
  const school = learnOnSchedule(
    { topics: null, learnAt: "* * * * * *", policy: { timeZone: "Europe/Athens" } },
    async () => {
      begun++;
      expect(++atOnce).toBe(1);
      if (begun === 2) {
        twice.resolve();
        await held.promise;
      }
      atOnce--;
      ended++;
    },
  );
  await twice.promise;
  const closed = school.close();
  expect(ended).toBe(1);
  held.resolve();
  await closed;
  expect(ended).toBe(begun);
});

test("own topics are learned at the start, and without LEARN_AT nothing more", async () => {
  let learned = 0;
  const policy = { timeZone: "UTC" };
  const learn = async () => {
    learned++;
  };
  await learnOnSchedule({ topics: "./topics", learnAt: null, policy }, learn).close();
  expect(learned).toBe(1);
  await learnOnSchedule({ topics: null, learnAt: null, policy }, learn).close();
  await learnOnSchedule({ topics: "./topics", learnAt: null, policy }, null).close();
  expect(learned).toBe(1);
});
