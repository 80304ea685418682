// Reloads after a rebuild; only `cargo xtask serve` writes it.
new WebSocket(`ws://${location.host}/.well-known/trunk/ws`).onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === "reload") location.reload();
  else console.error("the rebuild failed:", message.data?.reason);
};
