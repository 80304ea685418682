import { open } from "third-pass";
import { ThirdPass } from "third-pass/embed";

ThirdPass.host = "https://third-pass.example/";

async function sums() {
  const tp = await open({ backend: "cpu" });
  const x = tp.tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);
  const w = tp.tensor([1, 2, 3, 4], [1, 1, 2, 2]);
  const y = await tp.conv2d(x, w, null).data();
  document.getElementById("sums").textContent = y.join(" ");
}
sums();
