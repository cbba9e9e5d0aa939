#include "drivers/cli/decision_options.h"

#include "drivers/cli/option_kit.h"

namespace winnow {
namespace {

constexpr char kIntakeExamples[] =
    "What is not stated stays as it is; without any, what is on record is printed. "
    "Works\n"
    "while a scan is at work. unknown is never taken for no: to lower an answer takes "
    "a\n"
    "reason, a second person and a date of review. --import takes CSV with a header, "
    "or\n"
    "JSON; the columns are `exhibit` and the names of the options. Its exit status is "
    "2 if\n"
    "rows were rejected; the others are taken. none takes back a text or a date. What "
    "puts off\n"
    "the due day (a later seizure, a later bail or court or none) takes a reason and a "
    "second\n"
    "person.\n"
    "Examples:\n"
    "  winnow intake phone-3 --seized-at 2026-11-20 --holder suspect --suspect S-17 "
    "\\\n"
    "      --lives-with-children yes --operator 'O. Operator'\n"
    "  winnow intake phone-3 --referral referred --referral-ref MASH-204 \\\n"
    "      --operator 'O. Operator'\n"
    "  winnow intake --import seized.csv --dry-run\n"
    "  winnow intake phone-3";

constexpr char kDispositionExamples[] =
    "Without --to the history is printed. Who returns a device needs a complete scan "
    "with\n"
    "sets that are in date, a full examination of what was listed, a review of leads, "
    "a\n"
    "safeguarding decision, and a reviewer or supervisor who countersigns; anything "
    "else is an exception that a supervisor countersigns.\n"
    "Examples:\n"
    "  winnow disposition phone-3 --to assigned --to-examiner 'E. Examiner' \\\n"
    "      --operator 'E. Examiner'\n"
    "  winnow disposition phone-3 --to returned --operator 'E. Examiner' \\\n"
    "      --countersigned-by 'R. Reviewer'\n"
    "  winnow disposition phone-3";

constexpr char kReviewExamples[] =
    "match: the lead holds, and counts like an exact match; creation: and there are "
    "signs\n"
    "of creation; nothing: no lead holds. A lane that was lowered goes back up by "
    "itself "
    "if\n"
    "a scan meets more or a risk answer is raised.\n"
    "Examples:\n"
    "  winnow review phone-3 --verdict nothing --reason 'other child, other room' \\\n"
    "      --operator 'R. Reviewer'\n"
    "  winnow review phone-3 --lower-to C --reason 'access ended' \\\n"
    "      --operator 'R. Reviewer'";

constexpr char kPeopleExamples[] =
    "Roles: operator (everybody who has no other), examiner, reviewer, supervisor,\n"
    "administrator, auditor. The first administrator is named by anybody, all else by "
    "an\n"
    "administrator.\n"
    "Examples:\n"
    "  winnow people --grant 'A. Admin' administrator --operator 'A. Admin'\n"
    "  winnow people --grant 'R. Reviewer' reviewer --operator 'A. Admin'\n"
    "  winnow people";

constexpr char kPolicyExamples[] =
    "The text on standard output can be changed, given name and date in signed_by and\n"
    "signed_on, and signed.\n"
    "Examples:\n"
    "  winnow policy >unit.toml\n"
    "  winnow policy --sign unit.toml --operator 'S. Supervisor'";

void add_operator(CLI::App& command, std::string& name) {
  command.add_option("--operator", name, "Who answers for it, for the record")
      ->type_name("NAME");
}

void add_reason(CLI::App& command, SignatureOptions& signatures) {
  command.add_option("--reason", signatures.reason, "Why, for the record")
      ->type_name("TEXT");
}

void add_signatures(CLI::App& command, SignatureOptions& signatures) {
  add_operator(command, signatures.operator_name);
  add_reason(command, signatures);
  add_moment(command, "--at", signatures.at_seconds,
             "When it was decided (default: now)");
}

void add_second(CLI::App& command, SignatureOptions& signatures) {
  command
      .add_option("--countersigned-by", signatures.countersigned_by,
                  "The second person, who agrees to it")
      ->type_name("NAME");
}

void add_json(CLI::App& command, bool& json) {
  command.add_flag("--json", json, "For programs: JSON on standard output");
}

void add_exhibit_ref(CLI::App& command, std::string& ref) {
  command.add_option("REF", ref, "The exhibit's reference")->required();
}

void add_intake(CLI::App& app, IntakeOptions& intake) {
  CLI::App& command =
      add_command(app, "intake",
                  "What is known of an exhibit before it is scanned, or if it "
                  "never is",
                  kIntakeExamples);
  auto* ref = command.add_option("REF", intake.ref, "The exhibit's reference");
  add_case(command, intake.case_path);
  for (const IntakeField& field : intake_fields()) {
    add_parsed(command, "--" + field.name, field.shown, field.about,
               [&intake, &field](const std::string& text) {
                 return state(field, text, intake.statements);
               });
  }
  add_signatures(command, intake.signatures);
  add_second(command, intake.signatures);
  add_moment(command, "--review-on", intake.review_on,
             "When a lowered risk answer is reviewed; from then on it counts as "
             "unknown");
  auto* import = command.add_option("--import", intake.import_file,
                                    "Many exhibits, out of CSV or JSON");
  import->type_name("FILE")->excludes(ref);
  command
      .add_flag("--dry-run", intake.dry_run,
                "Say what --import would take and reject, and put nothing on record")
      ->needs(import);
  add_json(command, intake.json);
}

void add_disposition(CLI::App& app, DispositionOptions& disposition) {
  CLI::App& command = add_command(app, "disposition", "What is decided of an exhibit",
                                  kDispositionExamples);
  add_exhibit_ref(command, disposition.ref);
  add_case(command, disposition.case_path);
  add_parsed(
      command, "--to", "received|triaged|assigned|submitted|held|retained|returned",
      "What becomes of it", [&disposition](const std::string& text) -> std::string {
        disposition.to = parse_disposition(text);
        if (disposition.to) return "";
        return "must be received, triaged, assigned, submitted, held, retained "
               "or returned";
      });
  command
      .add_option("--to-examiner", disposition.to_examiner, "To whom it is assigned")
      ->type_name("NAME");
  add_moment(command, "--until", disposition.until, "Until when it is held");
  command.add_flag("--exception", disposition.is_exception,
                   "Return it although the rules of return are not kept");
  add_signatures(command, disposition.signatures);
  add_second(command, disposition.signatures);
  add_json(command, disposition.json);
}

void add_review(CLI::App& app, ReviewOptions& review) {
  CLI::App& command = add_command(
      app, "review", "What a reviewer says of what a scan met", kReviewExamples);
  add_exhibit_ref(command, review.ref);
  add_case(command, review.case_path);
  add_parsed(command, "--verdict", "match|creation|nothing", "What the leads are worth",
             [&review](const std::string& text) -> std::string {
               review.verdict = parse_verdict(text);
               if (review.verdict && *review.verdict != Verdict::none) return "";
               return "must be match, creation or nothing";
             });
  add_parsed(command, "--lower-to", "B|C|D", "A lane below the one that the rules give",
             [&review](const std::string& text) -> std::string {
               review.lower_to = parse_lane(text);
               return review.lower_to ? "" : "must be B, C or D";
             });
  command.get_option("--verdict")->excludes(command.get_option("--lower-to"));
  add_signatures(command, review.signatures);
}

}  // namespace

void add_decisions(CLI::App& app, DecisionOptions& options) {
  add_intake(app, options.intake);
  add_disposition(app, options.disposition);
  add_review(app, options.review);
  CLI::App& people =
      add_command(app, "people", "Who has which role in a case", kPeopleExamples);
  add_case(people, options.people.case_path);
  people.add_option("--grant", options.people.grant, "Give somebody a role")
      ->type_name("NAME operator|examiner|reviewer|supervisor|administrator|auditor")
      ->expected(2);
  add_operator(people, options.people.operator_name);
  add_json(people, options.people.json);
  CLI::App& policy = add_command(
      app, "policy", "The policy by which exhibits are ordered", kPolicyExamples);
  add_case(policy, options.policy.case_path);
  policy
      .add_option("--sign", options.policy.sign,
                  "Put a policy in force: TOML of exactly the keys that are printed")
      ->type_name("FILE");
  add_operator(policy, options.policy.operator_name);
}

}  // namespace winnow
