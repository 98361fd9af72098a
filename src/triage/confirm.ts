import type { Outcome } from "../policy/action.ts";
import type { DecisionDoneValues, DecisionValues, DecisionWantedValues } from "../smtp/decision-kinds.ts";
import type { Action } from "../store/action.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { ActionView } from "./action.ts";
import { type Desktop, type StaffOwn, toStaff } from "./letter.ts";

/** A decision, and who decides; `view` is null where what it was about is gone. */
export interface Deciding {
  readonly action: Pick<Action, "id" | "offer">;
  /** Address of the manager. */
  readonly manager: string;
  readonly view: ActionView | null;
}

/** The mail whose link decides, for mail that has no digest around it. */
export const wantedMail = (desk: Desktop, deciding: Deciding): OutboxDraft =>
  mail(desk, deciding, {
    template: "decision-wanted",
    values: { ...valuesOf(deciding), notes: [...(deciding.view?.notes ?? [])] },
  });

/** The mail whose link confirms that it was the manager. The link is filled in when it goes out. */
export const confirmMail = (desk: Desktop, deciding: Deciding): OutboxDraft =>
  mail(desk, deciding, { template: "decision-confirm", values: valuesOf(deciding) });

/** What came of a decision. */
export function outcomeMail(
  desk: Desktop,
  deciding: Deciding,
  end: { readonly done: boolean; readonly outcome: Outcome },
): OutboxDraft {
  const values: StaffOwn<DecisionDoneValues> = { ...valuesOf(deciding), ...end };
  return mail(desk, deciding, { template: "decision-done", values });
}

const valuesOf = (deciding: Deciding): StaffOwn<DecisionValues> => ({
  action: deciding.action.id,
  ...decisionAbout(deciding),
});

/** What a sentence on a decision names. */
export function decisionAbout({
  action,
  view,
}: Pick<Deciding, "action" | "view">): Pick<DecisionValues, "kind" | "group" | "person" | "count"> {
  return {
    kind: action.offer.kind,
    group: view?.group?.name.slice(0, 300) ?? "",
    person: view?.people[0]?.slice(0, 300) ?? "",
    count: view?.people.length ?? 0,
  };
}

const mail = (
  desk: Desktop,
  { manager }: Deciding,
  written: {
    readonly template: "decision-wanted" | "decision-confirm" | "decision-done";
    readonly values: StaffOwn<DecisionWantedValues>;
  },
): OutboxDraft => toStaff(desk, written.template, { to: [manager], values: written.values });
