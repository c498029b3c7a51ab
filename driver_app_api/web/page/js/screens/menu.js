// Settings and who is at work.
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Choice, LinkButton, Notice, Screen, useAct } from "../parts.js";
import { addressOf } from "../router.js";
import { NoNetwork } from "../server.js";
import { setKept } from "../store.js";
import { isKept, pendingCount, problemCount, session, signOut } from "../state.js";
import { LANGUAGES, say, speak, tongue } from "../words.js";

export function Menu() {
  const [act, isBusy] = useAct();
  const [wrong, setWrong] = useState(null);
  const leaveNow = () =>
    act(async (leave) => {
      try {
        await signOut();
        leave("signin");
      } catch (trouble) {
        if (!(trouble instanceof NoNetwork)) throw trouble;
        setWrong(say("driver.signin_no_network"));
      }
    });
  const waiting = pendingCount.value;
  return html`
    <${Screen} title=${say("driver.menu")} up=${["today"]}>
      <p class="lead">${say("driver.signed_in_as", { name: session.value.driver.name })}</p>
      <${LinkButton} icon="cloud" href=${addressOf("outbox")}>
        ${problemCount.value ? say("driver.link_problems", { count: problemCount.value }) : waiting ? say("driver.link_unsent", { count: waiting }) : say("driver.outbox_title")}
      </>
      <${Choice} label=${say("driver.language")} value=${tongue.value} options=${Object.entries(LANGUAGES)}
        onChoose=${(code) => void setKept("language", code).then(() => speak(code))} />
      ${!isKept.value && html`<${Notice} icon="warning">${say("driver.install_hint")}</>`}
      ${waiting > 0 && html`<${Notice} icon="cloud">${say("driver.signout_waiting", { count: waiting })}</>`}
      ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
      <${Button} kind="danger" aria-disabled=${isBusy} onClick=${leaveNow}>${say("driver.sign_out")}</>
    </>
  `;
}
