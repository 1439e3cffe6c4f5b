import { render } from "preact";
import type { PageData } from "../model";
import { Estate } from "./estate";
import { Page } from "./page";

const root = document.getElementById("page");
const data = document.getElementById("data")?.textContent;
if (root === null || data === null || data === undefined) throw new Error("The page lacks its data");

const estate = new Estate(JSON.parse(data) as PageData);
// At once, as a browser prints what is there when the event has ended.
const draw = (isPrinted: boolean) => render(<Page estate={estate} isPrinted={isPrinted} />, root);
const printing = matchMedia("print");
printing.addEventListener("change", () => draw(printing.matches));
addEventListener("beforeprint", () => draw(true));
addEventListener("afterprint", () => draw(false));
draw(printing.matches);
