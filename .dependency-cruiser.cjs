// The import rule of the project: imports go leftwards only in
//   errors ← mail ← classify ← policy ← config ← {store, imap, smtp, hook} ← triage ← {jobs, web, demo} ← {main, cli}
// and names in one brace are strangers to each other.
const order = [
  ["errors"],
  ["mail"],
  ["classify"],
  ["policy"],
  ["config"],
  ["store", "imap", "smtp", "hook"],
  ["triage"],
  ["jobs", "web", "demo"],
  ["main", "cli"],
];
const at = (names) => `^src/(${names.join("|")})(/|\\.ts$)`;
const leftwards = order.flatMap((names, i) => {
  const right = order.slice(i + 1).flat();
  const rules = right.length
    ? [
        {
          name: `${names.join("-")}-imports-rightwards`,
          severity: "error",
          from: { path: at(names) },
          to: { path: at(right) },
        },
      ]
    : [];
  const strangers = names.flatMap((name) => {
    const others = names.filter((other) => other !== name);
    if (!others.length || names.includes("cli")) return [];
    return [
      {
        name: `${name}-imports-a-stranger`,
        severity: "error",
        from: { path: at([name]) },
        to: { path: at(others) },
      },
    ];
  });
  return [...rules, ...strangers];
});
module.exports = {
  forbidden: [
    ...leftwards,
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "core-without-io",
      comment:
        "mail, classify and policy decide; they neither read nor write. mail/parse may use mailparser; to digest and to unpack is to reckon.",
      severity: "error",
      from: { path: "^src/(mail|classify|policy)/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|buffer|zlib)$" },
    },
    {
      name: "natural-by-deep-import",
      comment: "natural's root reads ./.env and prints to stdout.",
      severity: "error",
      from: {},
      to: { path: "node_modules/natural/lib/natural/index" },
    },
  ],
  options: { parser: "swc", tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" } },
};
