import { defineConfig } from "vitepress";

export default defineConfig({
  title: "A course",
  lang: "en",
  head: [
    ["link", { rel: "icon", href: "data:," }],
    ["script", { type: "module", src: "https://third-pass.example/embed.js" }],
  ],
  // To Vue, an element of no component of its own is a mistake unless it is told.
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "third-pass" } } },
  themeConfig: { sidebar: [{ text: "Residual connections", link: "/" }, { text: "Attention", link: "/next" }] },
});
