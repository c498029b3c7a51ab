// What is shown for a route or stop that the office has taken away meanwhile.
import { html } from "../html.js";
import { LinkButton, Notice, Screen } from "../parts.js";
import { addressOf } from "../router.js";
import { say } from "../words.js";

export const Gone = () => html`
  <${Screen} title=${say("driver.gone_title")} up=${["today"]}>
    <${Notice} icon="warning">${say("driver.gone")}</>
    <${LinkButton} kind="main" href=${addressOf("today")}>${say("driver.today")}</>
  </>
`;
