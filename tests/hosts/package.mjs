// The npm package as somebody installs it.
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./hosts.mjs";

/** What `cargo xtask package` has written. */
export const PACKAGE = process.env.THIRD_PASS_PACKAGE ?? path.join(path.dirname(fileURLToPath(import.meta.url)), "../../dist-package");

/** Packs it and installs what was packed into a folder; nothing is fetched, it needs nothing. */
export async function installed(folder) {
  folder ??= await mkdtemp(path.join(tmpdir(), "third-pass-package-"));
  run("npm", ["pack", "--silent", PACKAGE], folder);
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  run("npm", ["install", "--silent", "--offline", "--no-save", "--no-audit", "--no-fund", `./${tarball}`], folder);
  return folder;
}
