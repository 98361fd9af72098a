import type { ConceptMatcher } from "./concepts.ts";
import type { Judged } from "./judgement.ts";
import { CONCEPT_FOLD, fold, sourceOf } from "./normalise.ts";
import type { Wording } from "./term.ts";

/** How a message words the concepts that it holds, in order of place. */
export function wordingsOf(message: Judged, matcher: ConceptMatcher): Wording[] {
  const folded = fold(sourceOf(message), CONCEPT_FOLD);
  const forms = new Map<string, Set<string>>();
  for (const { hits } of matcher.match(folded))
    for (const { concept, start, end } of hits) {
      const name = matcher.names[concept] ?? "";
      const known = forms.get(name) ?? new Set();
      forms.set(name, known);
      known.add(folded.source.slice(folded.origin[start], (folded.origin[end - 1] ?? 0) + 1).toLowerCase());
    }
  return [...forms].map(([concept, own]) => ({ concept, forms: [...own] }));
}
