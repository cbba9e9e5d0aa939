// This case: with what it is examined and ordered, and who may do what.
import { caseFacts, limitsBox } from "../case_facts";
import { h } from "../h";
import { named } from "../name";
import { table } from "../table";
import type { View } from "../view";
import { capital, counted, moment } from "../words";

export function aboutView(): Promise<View> {
  const facts = caseFacts();
  const { policy, audit, selftest, people, remarks } = facts;
  const body = h(
    "div",
    {},
    h("h1", {}, "This case"),
    h(
      "dl",
      { class: "pairs" },
      h("dt", {}, "Case"),
      h("dd", {}, named(facts.case, "path")),
      h("dt", {}, "Winnow"),
      h("dd", {}, facts.version),
      h("dt", {}, "Self-test of this computer"),
      h(
        "dd",
        {},
        selftest
          ? `${selftest.passed ? "" : "FAILED: "}${selftest.line} (${moment(selftest.at)}, version ${selftest.version})`
          : ["None can be shown; the command for it is ", h("code", {}, "winnow selftest")],
      ),
      h("dt", {}, "Policy"),
      h(
        "dd",
        {},
        named(policy.name),
        policy.signed_by === ""
          ? ", a proposal that nobody has signed"
          : [", signed by ", named(policy.signed_by), ` on ${moment(policy.signed_on)}`],
        h("br"),
        "SHA-256 ",
        h("code", { class: "digest" }, policy.sha256),
      ),
      h("dt", {}, "Audit log"),
      h("dd", {}, `${counted(audit.count, "event")}, head `, h("code", { class: "digest" }, audit.head), "; note it down outside the case"),
    ),
    remarks.length === 0
      ? null
      : h(
          "section",
          {},
          h("h2", {}, "Could not be read or understood"),
          h("ul", {}, remarks.map((remark) => h("li", {}, named(remark, "plain")))),
        ),
    h("h2", {}, "People"),
    people.length === 0
      ? h("p", {}, "Nobody has a role yet; the command that grants them is ", h("code", {}, "winnow people"), ".")
      : table(
          "People and their roles",
          [
            { title: "Name", kind: "head", cell: (person) => named(person.name) },
            { title: "Role", cell: (person) => capital(person.role) },
          ],
          people,
          { isCaptionSpoken: true, class: "narrow" },
        ),
    limitsBox(),
  );
  return Promise.resolve({ title: "This case", place: "unit", body });
}
