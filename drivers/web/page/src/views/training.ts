// The guided first run, on practice exhibits, and who completed it.
import { api, wordsOf, type Training } from "../api";
import { complaintBox } from "../form";
import { h } from "../h";
import { askName } from "../identity";
import { named } from "../name";
import { session } from "../session";
import { table } from "../table";
import { showTraining } from "../training_banner";
import { refresh, type View } from "../view";
import { moment } from "../words";

function howToGoOn({ is_practice, steps }: Training, begin: () => void): HTMLElement {
  if (!is_practice) {
    return h(
      "p",
      { class: "warning" },
      "It cannot be done in this case: ask the unit to start Winnow for the training, which brings the practice devices.",
    );
  }
  if (session.trainingStep !== "") {
    return h("p", {}, "The training is running: its step stands above, on every part of the page.");
  }
  const done = steps.filter((step) => step.done).length;
  return h(
    "button",
    { type: "button", class: "button main", onclick: begin },
    done === 0
      ? "Begin the training"
      : done === steps.length ? "Do the training again" : "Go on with the training",
  );
}

export async function trainingView(): Promise<View> {
  const training = await api.training(session.viewer);
  const next = training.steps.find((step) => !step.done);
  const complaint = complaintBox();
  async function begin(): Promise<void> {
    if (session.viewer === "") {
      askName(() => void begin());
      return;
    }
    session.trainingStep = next?.key ?? training.steps[0]?.key ?? "";
    try {
      await showTraining();
      refresh();
    } catch (trouble) {
      complaint.say(wordsOf(trouble));
    }
  }
  const body = h(
    "div",
    { class: "scene" },
    h("h1", {}, "Training"),
    h("p", { class: "lead" }, "A first run with practice exhibits: harmless files that were planted to be found."),
    session.viewer === ""
      ? h("p", {}, "Say who you are first: the completion is put on record in your name.")
      : null,
    h(
      "ol",
      { class: "training-steps" },
      training.steps.map((step) =>
        h("li", {}, h("strong", {}, step.done ? "Done: " : "To do: "), step.text),
      ),
    ),
    complaint.element,
    howToGoOn(training, () => void begin()),
    h("h2", {}, "Completed"),
    training.completed.length === 0
      ? h("p", {}, "By nobody yet.")
      : table(
          "Who completed the training",
          [
            { title: "Name", kind: "head", cell: (one) => named(one.name) },
            { title: "On", cell: (one) => moment(one.at) },
            { title: "With version", cell: (one) => one.version },
            { title: "Expires", cell: (one) => moment(one.expires) || "–" },
            { title: "Still valid", cell: (one) => (one.is_valid ? "Yes" : "NO: do it again") },
          ],
          training.completed,
          { isCaptionSpoken: true },
        ),
  );
  return { title: "Training", place: "training", body };
}
