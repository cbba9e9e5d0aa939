// The guided first run: the step that is to be done now stands above every view, so that the
// exercise happens in the real page and not beside it.
import { api, wordsOf } from "./api";
import { watchBoard } from "./events";
import { complaintBox } from "./form";
import { fill, h } from "./h";
import { session } from "./session";
import { refresh } from "./view";
import { sentence } from "./words";

const complaint = complaintBox();
const banner = h("section", { class: "training", "aria-label": "Training" });
banner.hidden = true;

// Whoever goes elsewhere, or puts something on record, may have done what was lacking.
export function forgetTrainingComplaint(): void {
  complaint.say("");
}

export function trainingBanner(): HTMLElement {
  watchBoard(forgetTrainingComplaint);
  void showTraining();
  return banner;
}

export async function showTraining(): Promise<void> {
  banner.hidden = session.trainingStep === "" || session.viewer === "";
  if (banner.hidden) return;
  try {
    const { steps } = await api.training(session.viewer);
    const at = steps.findIndex((step) => step.key === session.trainingStep);
    const step = steps[at];
    if (!step) {
      session.trainingStep = "";
      banner.hidden = true;
      return;
    }
    const next = steps[at + 1];
    fill(
      banner,
      h("p", {}, h("strong", {}, `Training, step ${at + 1} of ${steps.length}: `), step.text),
      h(
        "div",
        { class: "buttons" },
        h(
          "button",
          {
            type: "button",
            class: "button main",
            onclick: () => void done(step.key, next?.key ?? ""),
          },
          next ? "Done; the next step" : "Done; that was the last step",
        ),
        h("button", { type: "button", class: "button", onclick: leave }, "Leave the training"),
      ),
      complaint.element,
    );
  } catch (trouble) {
    fill(banner, h("p", { role: "alert" }, wordsOf(trouble)));
  }
}

function leave(): void {
  session.trainingStep = "";
  banner.hidden = true;
  refresh();
}

async function done(step: string, next: string): Promise<void> {
  complaint.say("");
  try {
    await api.trainingStep(session.viewer, step);
    session.trainingStep = next;
    await showTraining();
    if (next === "") location.hash = "#/training";
    else refresh();
  } catch (trouble) {
    complaint.say(sentence(wordsOf(trouble)));  // the step stays, to be done
  }
}
