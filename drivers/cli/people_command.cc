// people: who has which role in a case.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "drivers/cases/decision_case.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/put_on_record.h"

namespace winnow {
namespace {

std::string people_text(const People& people) {
  std::string text;
  std::size_t width = 0;
  for (const auto& [name, role] : people.all()) width = std::max(width, name.size());
  for (const auto& [name, role] : people.all()) {
    text += name + std::string(width - name.size() + 2, ' ') + to_string(role) + "\n";
  }
  text += text.empty() ? "nobody has a role: everybody is an operator\n"
                       : "everybody else is an operator\n";
  if (!people.has_administrator()) {
    text +=
        "there is no administrator; name one first: winnow people --grant NAME "
        "administrator --operator YOU\n";
  }
  return text;
}

std::string people_json(const People& people) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartArray();
  for (const auto& [name, role] : people.all()) {
    writer.StartObject();
    writer.Key("name");
    writer.String(name.c_str(), static_cast<rapidjson::SizeType>(name.size()));
    writer.Key("role");
    writer.String(to_string(role));
    writer.EndObject();
  }
  writer.EndArray();
  return {buffer.GetString(), buffer.GetSize()};
}

int grant(const PeopleOptions& options) {
  const std::string& name = options.grant[0];
  const auto role = parse_role(options.grant[1]);
  if (!role) {
    return fail({FaultKind::usage,
                 "is no role; the roles are operator, examiner, reviewer, supervisor, "
                 "administrator and auditor",
                 options.grant[1], std::nullopt});
  }
  auto of = aloud(begin_decisions(options.case_path));
  if (!of) return fail(of.error());
  const std::int64_t now = now_seconds();
  const Signatures signatures =
      signatures_of({options.operator_name, name, "", {}}, now);
  const std::string& whom = signatures.countersigned_by;  // made fit for the record
  Signatures alone = signatures;
  alone.countersigned_by.clear();
  return put_on_record(*of, alone.by, [&](const DecisionCase& on_record) {
    return Result<Judged>({grant_event(whom, *role, alone),
                           refusal_of_grant(whom, *role, alone, on_record.decisions),
                           whom + ": " + to_string(*role)});
  });
}

}  // namespace

int run_people(const PeopleOptions& options) {
  if (!options.grant.empty()) return grant(options);
  const auto of = aloud(open_decisions(options.case_path));
  if (!of) return fail(of.error());
  const People& people = of->decisions.people;
  options.json ? print(people_json(people) + "\n") : tell(people_text(people));
  return finish_answer(kExitDone);
}

}  // namespace winnow
