export default { base: "./", optimizeDeps: { exclude: ["third-pass"] } };
