// Sign in with the code from the chat; the link from the chat needs no screen.
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { Button, Choice, Field, Notice, Screen, useAct } from "../parts.js";
import { NoNetwork, Trouble } from "../server.js";
import { setKept } from "../store.js";
import { link, othersCount, pendingCount, session, signIn } from "../state.js";
import { LANGUAGES, say, speak, tongue } from "../words.js";

export function SignIn() {
  const [phone, setPhone] = useState("");
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState(null);
  const [act, isBusy] = useAct();
  const submit = (event) => {
    event.preventDefault();
    const digits = code.replace(/\D/g, "");
    if (!phone.trim() || !digits) return setWrong(say("driver.signin_both"));
    setWrong(null);
    void act(async (leave) => {
      try {
        await signIn({ phone: phone.trim(), code: digits });
        leave("today");
      } catch (trouble) {
        if (trouble instanceof NoNetwork) setWrong(say("driver.signin_no_network"));
        else if (trouble instanceof Trouble) setWrong(trouble.detail || say("driver.signin_wrong"));
        else throw trouble;
      }
    });
  };
  const waiting = session.value ? pendingCount.value : othersCount.value;
  const choose = (code) => void setKept("language", code).then(() => speak(code));
  return html`
    <${Screen} title=${say("driver.signin_title")} up=${session.value ? ["today"] : null}>
      ${link.value === "signed_out" && session.value && html`<${Notice} kind="bad" icon="warning">${say("driver.signin_again")}</>`}
      ${waiting > 0 && html`<${Notice} icon="cloud">${say("driver.signin_waiting", { count: waiting })}</>`}
      <p class="lead">${say("driver.signin_how")}</p>
      <form class="stack" onSubmit=${submit}>
        <${Field} label=${say("driver.signin_phone")} type="tel" autocomplete="tel" dir="ltr" value=${phone} onText=${setPhone} />
        <${Field} label=${say("driver.signin_code")} inputmode="numeric" autocomplete="one-time-code" dir="ltr"
          class="code" value=${code} onText=${setCode} wrong=${wrong} />
        <${Button} kind="main" type="submit" aria-disabled=${isBusy}>${say("driver.signin_button")}</>
      </form>
      <${Choice} label=${say("driver.language")} value=${tongue.value} options=${Object.entries(LANGUAGES)} onChoose=${choose} />
    </>
  `;
}
