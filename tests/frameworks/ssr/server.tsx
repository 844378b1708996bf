import { renderToString } from "react-dom/server";
import { init } from "nachklang";
import { App } from "../react/App";

// On a server every function is there and does nothing.
export async function render(): Promise<string> {
  const nachklang = init({ endpoint: "https://feedback.example/v1/responses" });
  const remove = nachklang.on("completed", () => {});
  remove();
  await nachklang.show("csat");
  if ((await nachklang.explain()).length) throw new Error("a server has nothing to explain");
  await nachklang.destroy();
  return renderToString(<App />);
}
