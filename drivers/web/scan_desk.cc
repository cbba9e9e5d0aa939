#include "drivers/web/scan_desk.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/text.h"
#include "drivers/answers/json.h"
#include "drivers/cases/decision_case.h"
#include "drivers/decisions/blanks.h"
#include "drivers/decisions/decision_events.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/store/audit_log.h"
#include "drivers/web/request_body.h"
#include "scanner/rank/days.h"

namespace winnow {
namespace {

const std::vector<BodyField>& start_shape() {
  static const std::vector<BodyField> kShape = {{"path", BodyKind::text, true},
                                                {"ref", BodyKind::text, true},
                                                {"operator", BodyKind::text, true},
                                                {"override_reason"},
                                                {"budget_seconds", BodyKind::number}};
  return kShape;
}

constexpr char kSlowedWords[] =
    " This is the training: its scans are slowed down, so that there is time to watch "
    "and to stop one, and take longer than is said here.";

constexpr std::uint64_t kLongestBudget = std::uint64_t{30} * 24 * 3600;

void put_device(Json& json, const AttachedDevice& device) {
  json.begin().text("path", device.path).text("model", device.model);
  json.text("serial", device.serial).count("bytes", device.bytes);
  json.text("bus", device.bus).flag("removable", device.is_removable);
  json.flag("read_only", device.is_read_only).texts("mounted", device.mounted_at);
  json.flag("of_this_computer", device.is_of_this_system);
  json.text("refused", device.refused).text("advice", device.advice).end();
}

void put_interval(Json& json, const char* name,
                  const std::pair<std::uint64_t, std::uint64_t>& interval) {
  json.key(name).begin_list().count(interval.first).count(interval.second).end_list();
}

}  // namespace

ScanDesk::ScanDesk(ScanDeskSettings settings, ImageRoots roots, CaseWatch& watch,
                   ScanJob& job)
    : settings_(std::move(settings)),
      roots_(std::move(roots)),
      watch_(watch),
      job_(job) {}

WebAnswer ScanDesk::devices() const {
  Json json;
  json.begin().key("devices").begin_list();
  for (const AttachedDevice& device :
       attached_devices(settings_.tables, settings_.device_nodes)) {
    put_device(json, device);
  }
  json.end_list().key("roots").begin_list();
  for (const std::string& path : roots_.paths()) json.text(printable_utf8(path));
  return json_answer(json.end_list().end().done());
}

WebAnswer ScanDesk::browse(const std::string& folder) const {
  const auto found = roots_.browse(folder);
  if (!found) return fault_answer(found.error());
  Json json;
  json.begin().text("folder", printable_utf8(found->path));
  json.text_or_null("parent", printable_utf8(found->parent));
  json.texts("folders", found->folders).key("images").begin_list();
  for (const auto& [name, bytes] : found->images) {
    json.begin().text("name", name).count("bytes", bytes).end();
  }
  return json_answer(json.end_list().count("left_out", found->left_out).end().done());
}

WebAnswer ScanDesk::sets() const {
  const auto snapshot = watch_.now();
  const std::int64_t longest = snapshot->policy.sets_in_date_days * kSecondsADay;
  Json json;
  json.begin().key("sets").begin_list();
  for (const SetOnPage& set : settings_.sets) {
    json.begin().text("file", set.file).text("name", set.name).text("type", set.type);
    json.count("entries", set.entries);
    json.text_or_null("released", set.dated == 0 ? "" : moment_text(set.dated));
    json.flag("learned", set.is_learned).flag("has_pdq", set.has_pdq);
    json.flag("is_out_of_date",
              set.dated == 0 || snapshot->as_of - set.dated > longest);
    json.end();
  }
  return json_answer(json.end_list().end().done());
}

Result<std::string> ScanDesk::objection(const std::string& path) const {
  for (const AttachedDevice& device :
       attached_devices(settings_.tables, settings_.device_nodes)) {
    if (device.path == path) {
      return device.refused.empty()
                 ? std::string()
                 : path + ": " + device.refused + ". " + device.advice;
    }
  }
  if (auto checked = roots_.check(path); !checked) return std::move(checked).error();
  return std::string();
}

Result<void> ScanDesk::put_on_record(const std::string& by, const AuditEvent& event) {
  auto log = AuditLog::open(settings_.case_path, actor_of(by));
  if (!log) return std::move(log).error();
  auto done = log->append(event);
  if (done) watch_.look_soon();
  return done;
}

WebAnswer ScanDesk::expect(const std::string& path) {
  const auto against = objection(path);
  if (!against) return fault_answer(against.error());
  if (!against->empty()) return refused_answer(*against);
  if (!job_.running().empty()) {
    return refused_answer("a scan is at work, which a measurement would slow");
  }
  const std::lock_guard lock(measuring_);
  const auto reads = measure_exhibit(path);
  if (!reads) return fault_answer(reads.error());
  const auto rate = static_cast<std::uint64_t>(std::max(0.0, reads->bytes_a_second));
  const auto logged = put_on_record("", {"measured",
                                         path,
                                         "read for a moment, nothing kept",
                                         {{"bytes_a_second", std::to_string(rate)}}});
  if (!logged) return fault_answer(logged.error());
  const Expectation expected =
      expectation_of(*reads, settings_.sets, std::thread::hardware_concurrency());
  Json json;
  json.begin();
  put_interval(json, "first_useful", expected.first_useful);
  put_interval(json, "whole", expected.whole);
  json.text("why", settings_.is_slowed ? expected.why + kSlowedWords : expected.why);
  json.count("rate", rate).count("bytes", reads->bytes);
  return json_answer(json.end().done());
}

WebAnswer ScanDesk::scan() const {
  return json_answer(scan_json());
}

std::string ScanDesk::scan_json() const {
  ScanState state = job_.state();
  // One that could not run says nothing new of the exhibit.
  constexpr int kCouldNotRun = 2;
  if (state.phase == ScanPhase::ended && state.exit_status != kCouldNotRun) {
    const auto snapshot = watch_.now();
    const RankedExhibit* const exhibit = snapshot->find(state.ref);
    if (exhibit != nullptr) take_result(*exhibit, state);
  }
  return scan_state_json(state);
}

WebAnswer ScanDesk::start(const std::string& text) {
  const auto body = RequestBody::parse(text, start_shape());
  if (!body) return fault_answer(body.error());
  const std::string by = without_outer_blanks(body->text("operator"));
  if (by.empty()) return error_answer(400, "operator: is missing");
  const std::string why = without_outer_blanks(body->text("override_reason"));
  ScanWanted wanted{body->text("path"), without_outer_blanks(body->text("ref")), by,
                    body->number("budget_seconds")};
  if (wanted.ref.empty()) return error_answer(400, "ref: is missing");
  if (wanted.budget_seconds > kLongestBudget) {
    return error_answer(400, "budget_seconds: is longer than 30 days");
  }
  const std::string complaint = complaint_of_reference(wanted.ref);
  if (!complaint.empty()) return error_answer(400, "ref " + complaint);
  if (!job_.running().empty()) return refused_answer("a scan is at work already");
  const auto against = objection(wanted.path);
  if (!against) return fault_answer(against.error());
  if (!against->empty()) {
    const AuditEvent asked{"scan", wanted.ref, "asked", {{"path", wanted.path}}};
    const AuditEvent event = why.empty()
                                 ? refused_event(asked, *against)
                                 : AuditEvent{"scan_in_spite_of",
                                              wanted.ref,
                                              *against,
                                              {{"path", wanted.path}, {"reason", why}}};
    if (auto done = put_on_record(by, event); !done) return fault_answer(done.error());
    if (why.empty()) return refused_answer(*against);
  }
  const auto started = job_.start(wanted);
  if (!started) return fault_answer(started.error());
  if (!*started) return refused_answer("a scan is at work already");
  return scan();
}

WebAnswer ScanDesk::stop(const std::string& text) {
  const auto body = RequestBody::parse(text, {{"operator", BodyKind::text, true}});
  if (!body) return fault_answer(body.error());
  const std::string ref = job_.running();
  const std::string path = job_.state().path;
  if (ref.empty() || !job_.stop()) return refused_answer("no scan is at work");
  const auto logged =
      put_on_record(without_outer_blanks(body->text("operator")),
                    {"stop_asked", ref, "on the page", {{"path", path}}});
  return logged ? scan() : fault_answer(logged.error());
}

}  // namespace winnow
