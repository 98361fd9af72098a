import type { MailboxConfig } from "../config.ts";
import type { Outcome } from "../policy/action.ts";
import type { DecisionDoneValues, DecisionValues } from "../smtp/decision-kinds.ts";
import type { Action } from "../store/action.ts";
import type { OutboxDraft } from "../store/store.ts";
import type { ActionView } from "./action.ts";
import { newMessageId } from "./writing.ts";

/** What mail to managers is written with. */
export interface DecisionDesk {
  readonly config: MailboxConfig;
  readonly secret: string;
  readonly now: Date;
}

/** A decision, and who decides; `view` is null where what it was about is gone. */
export interface Deciding {
  readonly action: Pick<Action, "id" | "offer">;
  /** Address of the manager. */
  readonly manager: string;
  readonly view: ActionView | null;
}

/** The mail whose link decides, for mail that has no digest around it. */
export const wantedMail = (desk: DecisionDesk, deciding: Deciding): OutboxDraft =>
  mail(desk, deciding, { template: "decision-wanted", values: valuesOf(desk, deciding) });

/** The mail whose link confirms that it was the manager. The link is filled in when it goes out. */
export const confirmMail = (desk: DecisionDesk, deciding: Deciding): OutboxDraft =>
  mail(desk, deciding, { template: "decision-confirm", values: valuesOf(desk, deciding) });

/** What came of a decision. */
export function outcomeMail(
  desk: DecisionDesk,
  deciding: Deciding,
  end: { readonly done: boolean; readonly outcome: Outcome },
): OutboxDraft {
  const values: DecisionDoneValues = { ...valuesOf(desk, deciding), ...end };
  return mail(desk, deciding, { template: "decision-done", values });
}

function valuesOf({ config }: DecisionDesk, { action, view }: Deciding): DecisionValues {
  return {
    action: action.id,
    kind: action.offer.kind,
    group: view?.group?.name.slice(0, 300) ?? "",
    person: view?.people[0]?.slice(0, 300) ?? "",
    count: view?.people.length ?? 0,
    company: config.displayName,
    mailboxAddress: config.address,
  };
}

function mail(
  desk: DecisionDesk,
  { manager }: Deciding,
  written: {
    readonly template: "decision-wanted" | "decision-confirm" | "decision-done";
    readonly values: DecisionValues;
  },
): OutboxDraft {
  const { template, values } = written;
  return {
    kind: template,
    messageId: newMessageId(desk, 0, template),
    to: [{ name: "", address: manager }],
    template,
    language: desk.config.languages.get(manager) ?? desk.config.policy.language,
    manner: "plain",
    values,
    inReplyTo: null,
    references: [],
    dueAt: desk.now,
  };
}
