// A written case: devices in plain words, and the order they should come in. For the
// tests of the ranking alone; all of it is invented.
//
//   expect_order({device("old phone").seized(300).listed_files(1),
//                 device("teacher's laptop").works_with_children().encrypted()},
//                {"B teacher's laptop", "C old phone"});
//
// A device is one of a suspect who has no access to children, was seized ten days ago
// and scanned completely, with nothing met, unless the case says otherwise.
#ifndef WINNOW_TESTS_RANK_WRITTEN_CASE_H_
#define WINNOW_TESTS_RANK_WRITTEN_CASE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scanner/rank/lanes.h"
#include "tests/rank/sample_answers.h"

namespace winnow {

class Device {
 public:
  explicit Device(const std::string& ref) {
    answer_.ref = ref;
    answer_.coverage = complete_coverage();
    answer_.coverage.keeps_pictures = true;
    answer_.coverage.space_searched = true;
    facts().has_intake = true;
    intake().holder = HolderRole::suspect;
    for (RiskAnswer& answer : intake().risk.answers) answer = {Answer::no, true, {}};
    seized(10);
  }

  // ---- what is known before a scan ----
  Device& without_intake() {
    facts() = CaseFacts{};
    return *this;
  }
  Device& answered(RiskQuestion question, Answer answer) {
    intake().risk.of(question) = {answer, true, {}};
    return *this;
  }
  Device& lives_with_children() {
    return answered(RiskQuestion::lives_with_children, Answer::yes);
  }
  Device& works_with_children() {
    return answered(RiskQuestion::works_with_children, Answer::yes);
  }
  Device& child_at_immediate_risk() {
    return answered(RiskQuestion::immediate_risk, Answer::yes);
  }
  Device& child_identified() {
    return answered(RiskQuestion::child_identified, Answer::yes);
  }
  Device& prior_record() { return answered(RiskQuestion::prior_record, Answer::yes); }
  Device& access_not_known() {
    for (const RiskQuestion question : kAccessQuestions) {
      intake().risk.of(question) = {};
    }
    return *this;
  }
  // A no that somebody gave until it is to be reviewed.
  Device& no_access_until(int days_from_now) {
    for (const RiskQuestion question : kAccessQuestions) {
      intake().risk.of(question) = {Answer::no, true, kNow + days_from_now * kDay};
    }
    return *this;
  }
  Device& seized(int days_ago) {
    intake().seized_at = kNow - days_ago * kDay;
    facts().known_since = kNow - days_ago * kDay;
    return *this;
  }
  Device& of_suspect(const std::string& key) {
    intake().suspect = key;
    return *this;
  }
  Device& of_household(const std::string& key) {
    intake().household = key;
    return *this;
  }
  Device& of_victim() {
    intake().holder = HolderRole::victim;
    return *this;
  }
  Device& of_witness() {
    intake().holder = HolderRole::witness;
    return *this;
  }
  Device& bail_in(int days) {
    intake().bail_on = kNow + days * kDay;
    return *this;
  }
  Device& court_in(int days) {
    intake().court_on = kNow + days * kDay;
    return *this;
  }

  // ---- what a scan met ----
  Device& listed_files(std::uint32_t count) { return add(count, FindingKind::exact); }
  Device& graded_files(std::uint32_t count, const std::string& profile,
                       std::int64_t code) {
    add(count, FindingKind::exact);
    for (std::size_t i = findings().size() - count; i < findings().size(); ++i) {
      findings()[i].category = {profile, code, ""};
    }
    return *this;
  }
  Device& deleted() {
    for (Finding& finding : findings()) finding.allocated = false;
    return *this;
  }
  Device& in_folder(const std::string& folder) {
    for (Finding& finding : findings()) finding.path = folder + "/a.jpg";
    return *this;
  }
  Device& last_written(int days_ago) {
    for (Finding& finding : findings()) {
      finding.times.modified = Instant{kNow - days_ago * kDay, 0};
    }
    return *this;
  }
  Device& near_pictures(std::uint32_t count) {
    add(count, FindingKind::near);
    for (std::size_t i = findings().size() - count; i < findings().size(); ++i) {
      findings()[i].near = NearFacts{};
      findings()[i].near->distance = kPdqAlertDistance;
    }
    return *this;
  }
  Device& parts_in_free_space(std::uint32_t count) {
    return add(count, FindingKind::block);
  }
  Device& names_hint_at(const std::string& words) {
    add(1, FindingKind::indication);
    findings().back().set = kNamesSet;
    findings().back().hint = words;
    return *this;
  }
  // By a machine's guess.
  Device& unknown_pictures_of_faces(std::uint64_t count) {
    answer_.coverage.classes = {{{"face", 30}, count}};
    return *this;
  }
  Device& met_in_an_earlier_scan(Met met) {
    facts().met_before = met;
    return *this;
  }

  // ---- what it could not see ----
  Device& encrypted() {
    answer_.coverage.complete = false;
    answer_.coverage.volumes = {{0, 0, answer_.coverage.total_bytes, "BitLocker",
                                 VolumeOutcome::encrypted, "BitLocker"}};
    return *this;
  }
  Device& unfinished() {
    answer_.coverage.complete = false;
    answer_.coverage.ended = false;
    return *this;
  }
  Device& of_unread_format() {
    answer_.coverage.complete = false;
    answer_.coverage.evidence.unsupported = "QCOW2";
    return *this;
  }
  Device& never_scanned() {
    answer_.is_scanned = false;
    return *this;
  }
  Device& cannot_be_scanned(const std::string& why) {
    intake().cannot_be_scanned = why;
    return never_scanned();
  }

  // ---- what people decided ----
  Device& reviewed(Verdict verdict) {
    facts().review = {verdict, "R. Reader", "looked at", kNow - kDay};
    return *this;
  }
  // As a reviewer put it there when the rules gave `from`.
  Device& lowered_from_to(Lane from, Lane to) {
    facts().lowered_from = from;
    return lowered_to(to);
  }
  Device& lowered_to(Lane lane) {
    facts().lowered_to = lane;
    facts().lowered_why = "by R. Reader: known to be of another";
    return *this;
  }
  Device& held_for(int days) {
    facts().disposition = Disposition::held;
    facts().held_until = kNow + days * kDay;
    return *this;
  }

  [[nodiscard]] const ExhibitAnswer& answer() const { return answer_; }
  [[nodiscard]] RankedExhibit judged(const Policy& policy = shipped_policy()) const {
    return judge(answer_, policy, kNow);
  }

 private:
  CaseFacts& facts() { return answer_.facts; }
  Intake& intake() { return answer_.facts.intake; }
  std::vector<Finding>& findings() { return answer_.findings; }
  Device& add(std::uint32_t count, FindingKind kind) {
    for (std::uint32_t i = 0; i < count; ++i) {
      Finding finding = sample_finding(static_cast<FileId>(findings().size()));
      finding.entry = static_cast<std::uint32_t>(findings().size());
      finding.kind = kind;
      findings().push_back(std::move(finding));
    }
    return *this;
  }

  ExhibitAnswer answer_;
};

[[nodiscard]] inline Device device(const std::string& ref) {
  return Device(ref);
}

[[nodiscard]] inline std::vector<RankedExhibit> order_of(
    const std::vector<Device>& devices, const StartsSoFar& so_far = {}) {
  std::vector<RankedExhibit> judged;
  for (const Device& one : devices) judged.push_back(one.judged());
  return put_in_order(std::move(judged), so_far, shipped_policy());
}

// Lane and reference of each, the first to be started first. In whatever order they are
// given, they come in this one.
inline void expect_order(std::vector<Device> devices,
                         const std::vector<std::string>& expected,
                         const StartsSoFar& so_far = {}) {
  for (int turn = 0; turn < 2; ++turn) {
    std::vector<std::string> order;
    for (const RankedExhibit& exhibit : order_of(devices, so_far)) {
      order.push_back(std::string(to_string(exhibit.lane)) + " " + exhibit.ref);
    }
    EXPECT_EQ(order, expected);
    std::reverse(devices.begin(), devices.end());
  }
}

}  // namespace winnow

#endif  // WINNOW_TESTS_RANK_WRITTEN_CASE_H_
