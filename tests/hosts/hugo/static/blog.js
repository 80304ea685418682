// The blog's own switch between day and night.
document.getElementById("night").addEventListener("click", () => document.documentElement.classList.toggle("night"));
