// Completes package-lock.json with the optional packages of other platforms that the registry in use does not carry:
// npm leaves them out when it writes the lock, and `npm ci` then refuses it. They are never installed here; a machine
// of that platform fetches them by name and version. Run it after each change of dependencies: npm run lockfile.
import { readFileSync, writeFileSync } from "node:fs";

const PLATFORMS = {
  os: {
    android: "android",
    darwin: "darwin",
    linux: "linux",
    win32: "win32",
    windows: "win32",
    freebsd: "freebsd",
    openbsd: "openbsd",
    netbsd: "netbsd",
    sunos: "sunos",
    aix: "aix",
    openharmony: "openharmony",
  },
  cpu: {
    x64: "x64",
    arm64: "arm64",
    arm: "arm",
    ia32: "ia32",
    ppc64: "ppc64",
    s390x: "s390x",
    riscv64: "riscv64",
    loong64: "loong64",
    mips64el: "mips64el",
    wasm32: "wasm32",
  },
};

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const packages = lock.packages;
const added = [];
for (const [parent, entry] of Object.entries({ ...packages }))
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (places(parent, name).some((place) => packages[place] !== undefined)) continue;
    const version = range.replace(/^[\^~]/, "");
    const words = name.split(/[-/]/);
    const os = words.flatMap((word) => PLATFORMS.os[word] ?? []);
    const cpu = words.flatMap((word) => PLATFORMS.cpu[word] ?? []);
    const libc = /musl/.test(name) ? ["musl"] : /linux.*gnu/.test(name) ? ["glibc"] : [];
    const nested = parent.includes("/node_modules/") || packages[`node_modules/${name}`] !== undefined;
    packages[nested ? `${parent}/node_modules/${name}` : `node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 && { cpu }),
      ...(entry.dev && { dev: true }),
      ...(libc.length > 0 && { libc }),
      optional: true,
      ...(os.length > 0 && { os }),
    };
    added.push(`${name} ${version}`);
  }
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} optional packages of other platforms added`);

/** Where Node would find `name` from `parent`: beside it, then in each folder above. */
function places(parent, name) {
  const folders = parent === "" ? [] : parent.split("/node_modules/");
  return [
    ...folders.map(
      (_, index) => `${folders.slice(0, folders.length - index).join("/node_modules/")}/node_modules/${name}`,
    ),
    `node_modules/${name}`,
  ];
}
