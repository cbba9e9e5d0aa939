#include "drivers/web/scan_desk.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/text.h"
#include "drivers/answers/json.h"
#include "drivers/answers/words.h"
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
                                                {"objection"},
                                                {"serial"},
                                                {"bytes", BodyKind::number},
                                                {"budget_seconds", BodyKind::number}};
  return kShape;
}

constexpr char kSlowedWords[] =
    " This is the training: its scans are slowed down, so that there is time to watch "
    "and to stop one.";
// By how much they are at least, and at most (scan_pace.cc).
constexpr std::uint64_t kLeastSlowed = 5;
constexpr std::uint64_t kMostSlowed = 70;

constexpr char kNotInTraining[] =
    "this is the training: only practice images are scanned here";

constexpr char kSlowDevice[] =
    "How long it takes is not known yet: the device, or one that was asked before it, "
    "answers slowly, and may be failing. Ask again in a while, or start the scan.";

constexpr char kNotStarted[] =
    "a scan is at work already, the server is ending, or it was stopped before it "
    "began";

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
                  const std::optional<Expectation::Interval>& interval) {
  json.key(name);
  if (interval) {
    json.begin_list().count(interval->first).count(interval->second).end_list();
  } else {
    json.nothing();
  }
}

std::uint64_t rate_of(const MeasuredReads& reads) {
  return static_cast<std::uint64_t>(std::max(0.0, reads.bytes_a_second));
}

void slow_down(std::optional<Expectation::Interval>& seconds) {
  if (!seconds) return;
  seconds->first *= kLeastSlowed;
  seconds->second *= kMostSlowed;
}

// Than the one that was shown, as far as that was said.
bool is_other(const RequestBody& body, const AttachedDevice& device) {
  return (body.has("serial") && body.text("serial") != device.serial) ||
         (body.has("bytes") && body.number("bytes") != device.bytes);
}

std::string name_of(const AttachedDevice& device) {
  return (device.model.empty() ? "a device" : device.model) +
         (device.serial.empty() ? "" : ", serial " + device.serial) + ", " +
         bytes_text(device.bytes);
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

bool ScanDesk::Chosen::is_same_as(const Chosen& other) const {
  return path == other.path && device.has_value() == other.device.has_value() &&
         (!device || (device->serial == other.device->serial &&
                      device->bytes == other.device->bytes));
}

std::string ScanDesk::Chosen::objection() const {
  if (!device || device->refused.empty()) return "";
  return path + ": " + device->refused + ". " + device->advice;
}

void ScanDesk::Chosen::add_identity_to(AuditEvent& event) const {
  if (!device) return;
  if (!device->model.empty()) event.detail.emplace_back("model", device->model);
  if (!device->serial.empty()) event.detail.emplace_back("serial", device->serial);
  event.detail.emplace_back("bytes", std::to_string(device->bytes));
}

Result<ScanDesk::Chosen> ScanDesk::choose(const std::string& path) const {
  for (AttachedDevice& device :
       attached_devices(settings_.tables, settings_.device_nodes)) {
    if (device.path == path) return Chosen{path, std::move(device)};
  }
  if (auto checked = roots_.check(path); !checked) return std::move(checked).error();
  return Chosen{path, std::nullopt};
}

Result<void> ScanDesk::put_on_record(const std::string& by, const AuditEvent& event) {
  auto log = AuditLog::open(settings_.case_path, actor_of(by));
  if (!log) return std::move(log).error();
  auto done = log->append(event);
  if (done) watch_.look_soon();
  return done;
}

Result<MeasuredReads> ScanDesk::measure(const Chosen& chosen, const std::string& by) {
  auto reads = settings_.measure(chosen.path);
  // What is nothing to measure was not read.
  if (!reads && reads.error().kind == FaultKind::usage) return reads;
  AuditEvent event{"measured",
                   chosen.path,
                   reads ? "read for a moment, nothing kept"
                         : "could not be measured: " + reads.error().what,
                   {}};
  chosen.add_identity_to(event);
  if (reads && reads->is_from_device) {
    event.detail.emplace_back("bytes_a_second", std::to_string(rate_of(*reads)));
  }
  if (auto logged = put_on_record(by, event); !logged) return std::move(logged).error();
  return reads;
}

std::shared_ptr<const ScanDesk::Measurement> ScanDesk::measurement_now(
    const Chosen& chosen, const std::string& by) {
  const std::lock_guard lock(measuring_);
  if (!measurement_) {
    measurement_ = std::make_shared<const Measurement>(
        Measurement{chosen, std::chrono::steady_clock::now() + settings_.longest_wait,
                    std::async(std::launch::async,
                               [this, chosen, by] { return measure(chosen, by); })});
  }
  return measurement_;
}

std::optional<Result<MeasuredReads>> ScanDesk::measured(const Chosen& chosen,
                                                        const std::string& by) {
  while (true) {
    const auto one = measurement_now(chosen, by);
    if (one->reads.wait_until(one->waited_for_until) != std::future_status::ready) {
      return std::nullopt;
    }
    {
      const std::lock_guard lock(measuring_);
      if (measurement_ == one) measurement_.reset();
    }
    if (one->of.is_same_as(chosen)) return one->reads.get();
  }
}

WebAnswer ScanDesk::expect(const std::string& path, const std::string& by) {
  const auto chosen = choose(path);
  if (!chosen) return fault_answer(chosen.error());
  if (settings_.is_practice && chosen->device) return refused_answer(kNotInTraining);
  if (const std::string against = chosen->objection(); !against.empty()) {
    return refused_answer(against);
  }
  if (!job_.running().empty()) {
    return refused_answer("a scan is at work, which a measurement would slow");
  }
  const auto reads = measured(*chosen, without_outer_blanks(printable_utf8(by)));
  if (reads && !*reads) return fault_answer(reads->error());
  Expectation expected;
  expected.why = kSlowDevice;
  if (reads) {
    expected =
        expectation_of(**reads, settings_.sets, std::thread::hardware_concurrency());
  }
  if (settings_.is_practice) {
    slow_down(expected.first_useful);
    slow_down(expected.whole);
    expected.why += kSlowedWords;
  }
  Json json;
  json.begin();
  put_interval(json, "first_useful", expected.first_useful);
  put_interval(json, "whole", expected.whole);
  json.text("why", expected.why);
  if (reads && (*reads)->is_from_device) json.count("rate", rate_of(**reads));
  if (reads) json.count("bytes", (*reads)->bytes);
  return json_answer(json.end().done());
}

WebAnswer ScanDesk::scan() const {
  return json_answer(scan_json());
}

std::string ScanDesk::scan_json() const {
  ScanState state = job_.state();
  if (state.phase == ScanPhase::ended) add_record(state);
  return scan_state_json(state);
}

void ScanDesk::add_record(ScanState& state) const {
  // Asked before the snapshot is taken: that may only be newer then.
  const CaseWatch::Look look = watch_.look_of(state.look_of_end);
  if (look == CaseWatch::Look::awaited) {
    state.phase = ScanPhase::stopping;
    return;
  }
  const auto snapshot = watch_.now();
  const RankedExhibit* const exhibit = snapshot->find(state.ref);
  const auto scanned = snapshot->scanned.find(state.ref);
  const std::uint64_t listed = scanned == snapshot->scanned.end()
                                   ? 0
                                   : listed_files_of(scanned->second->findings);
  // One that could not run says nothing new of the exhibit.
  constexpr int kCouldNotRun = 2;
  if (look == CaseWatch::Look::missed || state.exit_status == kCouldNotRun) {
    if (exhibit != nullptr) take_counts(*exhibit, listed, state);
  } else if (exhibit != nullptr) {
    take_result(*exhibit, listed, state);
  }
  if (look == CaseWatch::Look::missed) {
    state.could_not_be_examined = true;
    state.remarks.emplace_back(
        "the case could not be read anew since: what it says of this scan is not known "
        "yet");
  }
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
  const auto chosen = choose(wanted.path);
  if (!chosen) return fault_answer(chosen.error());
  if (settings_.is_practice && chosen->device) return refused_answer(kNotInTraining);
  if (chosen->device && is_other(*body, *chosen->device)) {
    return refused_answer("another device is at " + wanted.path + " now: " +
                          name_of(*chosen->device) + "; choose the device anew");
  }
  // A reason is one for what was shown, and stays so on record.
  const std::string against = chosen->objection();
  const std::string refused = chosen->device ? chosen->device->refused : "";
  if (body->has("objection") && body->text("objection") != refused) {
    return refused_answer(
        "what was shown does not stand any more; choose the device anew" +
        (against.empty() ? "" : ": " + against));
  }
  return start(wanted, why, *chosen);
}

WebAnswer ScanDesk::start(const ScanWanted& wanted, const std::string& why,
                          const Chosen& chosen) {
  const std::string against = chosen.objection();
  AuditEvent asked{"scan", wanted.ref, "asked", {{"path", wanted.path}}};
  chosen.add_identity_to(asked);
  const auto refuse = [&](const std::string& because) {
    return put_on_record(wanted.operator_name, refused_event(asked, because));
  };
  if (!against.empty() && why.empty()) {
    const auto done = refuse(against);
    return done ? refused_answer(against) : fault_answer(done.error());
  }
  bool has_reason = false;
  const auto started = job_.start(wanted, [&]() -> Result<void> {
    if (against.empty()) return {};
    AuditEvent event{"scan_in_spite_of", wanted.ref, against, asked.detail};
    event.detail.emplace_back("reason", why);
    auto done = put_on_record(wanted.operator_name, event);
    has_reason = done.has_value();
    return done;
  });
  if (started && *started) return scan();
  const std::string because = started ? kNotStarted : started.error().line();
  if (has_reason) {
    if (auto done = refuse(because); !done) return fault_answer(done.error());
  }
  return started ? refused_answer(because) : fault_answer(started.error());
}

WebAnswer ScanDesk::stop(const std::string& text) {
  const auto body = RequestBody::parse(text, {{"operator", BodyKind::text, true}});
  if (!body) return fault_answer(body.error());
  const std::string by = without_outer_blanks(body->text("operator"));
  if (by.empty()) return error_answer(400, "operator: is missing");
  // It stops whether or not that can be put on record.
  const auto stopped = job_.stop();
  if (!stopped) return refused_answer("no scan is at work");
  const auto logged = put_on_record(
      by, {"stop_asked", stopped->ref, "on the page", {{"path", stopped->path}}});
  return logged ? scan() : fault_answer(logged.error());
}

}  // namespace winnow
