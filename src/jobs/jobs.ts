import { coveredTopics } from "../smtp/agreed.ts";
import { actOnDecisions } from "./act.ts";
import { sendComplaintList } from "./complaint-list.ts";
import { logComplaints, regroupComplaints } from "./complaints.ts";
import { sendDigests, strayMessages } from "./digest.ts";
import { clearDrafts } from "./draft.ts";
import { sendFixed } from "./fixed.ts";
import { deliverHooks } from "./hooks.ts";
import type { Job } from "./job.ts";
import { measure } from "./measure.ts";
import { reachOut } from "./outreach.ts";
import { tellPraise } from "./praise.ts";
import { indexSolved } from "./solved.ts";
import { tellTeam } from "./team.ts";
import { tick } from "./tick.ts";
import { lookForTrends } from "./trends.ts";

/** All that is done from time to time, in the order in which it is done when several fall due together, as at the start. */
export const JOBS: readonly Job[] = [
  { name: "measure", at: "7 */6 * * *", work: ({ desk }) => measure(desk) },
  {
    name: "log-complaints",
    at: "* * * * *",
    work: ({ desk }, signal) => logComplaints(desk, signal),
  },
  { name: "regroup", at: "23 * * * *", work: ({ desk }) => regroupComplaints(desk) },
  // Before the rest, which may use up the day's budget of an address.
  { name: "outreach", at: "* * * * *", work: ({ clock }, signal) => reachOut(clock, signal) },
  { name: "decisions", at: "* * * * *", work: ({ clock }) => actOnDecisions(clock) },
  { name: "fixed", at: "* * * * *", work: ({ clock }, signal) => sendFixed(clock, signal) },
  { name: "tick", at: "* * * * *", work: ({ clock }, signal) => tick(clock, signal) },
  {
    name: "index-solved",
    at: "* * * * *",
    work: ({ desk }, signal) => indexSolved(desk, signal),
  },
  {
    name: "clear-drafts",
    at: "* * * * *",
    work: async ({ post }) => (post === null ? 0 : clearDrafts(post)),
  },
  { name: "complaint-list", at: "* * * * *", work: ({ desk }) => sendComplaintList(desk) },
  {
    name: "digests",
    at: "* * * * *",
    work: async ({ desk, clock: { publicUrl }, post }) =>
      post === null
        ? 0
        : sendDigests({
            desk: { ...desk, covered: coveredTopics(post.answers) },
            publicUrl,
            stray: () => strayMessages(post),
          }),
  },
  {
    name: "trends",
    at: "41 * * * *",
    work: async ({ desk, post }) => (post === null ? 0 : lookForTrends(desk, post)),
  },
  { name: "team", at: "11 * * * *", work: ({ desk }) => tellTeam(desk) },
  {
    name: "praise",
    at: "* * * * *",
    work: async ({ desk, post }) => (post === null ? 0 : tellPraise(desk, post.templates)),
  },
  { name: "hooks", at: "* * * * *", work: ({ desk }, signal) => deliverHooks(desk, signal) },
];
