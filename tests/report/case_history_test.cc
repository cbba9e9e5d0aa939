// What a report quotes of the audit log.
#include "drivers/report/case_history.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

// A log of these events, one run after the other.
class LogWriter {
 public:
  void add(const AuditEvent& event, const std::string& run = "1") {
    AuditLine line{head_.count + 1,
                   "2026-01-02T03:04:05.678Z",
                   "0000000" + run + "-89ab-4cde-8f01-23456789abcd",
                   "A. Person",
                   event,
                   head_.hash,
                   ""};
    const std::string text = audit_line_text(line);
    AuditChain chain(head_);
    EXPECT_EQ(chain.take(text), "");
    head_ = chain.head();
    log_ += text + "\n";
  }
  [[nodiscard]] AuditHistory history() const {
    AuditHistory audit;
    audit.files.exist = true;
    audit.files.log = log_;
    audit.files.check = check_audit_log(log_, audit_head_file(head_));
    return audit;
  }
  [[nodiscard]] const AuditHead& head() const { return head_; }

 private:
  std::string log_;
  AuditHead head_;
};

void add_scan(LogWriter& log, const std::string& ref, const std::string& end,
              const std::string& run = "1") {
  log.add({"start",
           "scan",
           "begun",
           {{"command", "winnow scan --budget 90s"}, {"tool_version", "0.1.0"}}},
          run);
  log.add({"set_opened",
           "list",
           "opened",
           {{"id", "aa"},
            {"path", "list.wset"},
            {"dated", "2026-01-01"},
            {"entries", "20"}}},
          run);
  log.add({"exhibit_opened", ref, "opened", {}}, run);
  if (!end.empty()) log.add({"scan_ended", ref, end, {}}, run);
}

TEST(CaseHistory, AReportDoesNotMoveTheHeadThatReportsQuote) {
  LogWriter log;
  add_scan(log, "AB/1", "done");
  const AuditHead before = log.head();
  EXPECT_EQ(history_in(log.history(), "").head, before);
  log.add({kReportedEvent, "case", "report", {}});
  const CaseHistory after = history_in(log.history(), "");
  EXPECT_EQ(after.head, before);
  EXPECT_TRUE(after.is_sound);
  log.add({"intake", "AB/1", "changed", {}});
  EXPECT_EQ(history_in(log.history(), "").head, log.head());
}

TEST(CaseHistory, TellsHowEachScanEnded) {
  LogWriter log;
  add_scan(log, "AB/1", "out of time");
  add_scan(log, "AB/1", "", "2");
  const CaseHistory history = history_in(log.history(), "");
  const auto& scans = history.scans.at("AB/1");
  ASSERT_EQ(scans.size(), 2u);
  EXPECT_EQ(scans[0].how, "out of time");
  EXPECT_EQ(scans[0].command, "winnow scan --budget 90s");
  EXPECT_NE(scans[1].how.find("not on record"), std::string::npos);
  EXPECT_EQ(scans[1].ended, "");
  EXPECT_EQ(history.sets.at("aa").entries, "20");
}

TEST(CaseHistory, OfOneExhibitNothingOfOthersIsTold) {
  LogWriter log;
  add_scan(log, "AB/1", "done");
  add_scan(log, "secret-other", "done", "2");
  log.add({"intake", "secret-other", "taken in", {}});
  const CaseHistory history = history_in(log.history(), "AB/1");
  EXPECT_FALSE(history.lines.empty());
  for (const HistoryLine& line : history.lines) {
    EXPECT_NE(line.object, "secret-other");
  }
}

TEST(CaseHistory, ADamagedLogIsToldAsDamaged) {
  LogWriter log;
  add_scan(log, "AB/1", "done");
  AuditHistory audit = log.history();
  audit.files.log[audit.files.log.find("list.wset")] = 'L';
  audit.files.check = check_audit_log(audit.files.log, audit_head_file(log.head()));
  const CaseHistory history = history_in(audit, "");
  EXPECT_FALSE(history.is_sound);
  EXPECT_TRUE(history.verdict.starts_with("DAMAGED: ")) << history.verdict;
}

TEST(CaseHistory, ALogBegunInPlaceOfADamagedOneIsToldAsDamaged) {
  LogWriter log;
  add_scan(log, "AB/1", "done");
  AuditHistory audit = log.history();
  audit.old = {{"audit.1.jsonl.old", "", "was changed"}};
  CaseHistory history = history_in(audit, "");
  EXPECT_FALSE(history.is_sound);
  EXPECT_TRUE(history.verdict.starts_with("DAMAGED: ")) << history.verdict;
  audit = {};
  history = history_in(audit, "");
  EXPECT_TRUE(history.verdict.starts_with("DAMAGED: ")) << history.verdict;
}

TEST(CaseHistory, TellsWhatPeopleDidAndCountsWhatItLeavesOut) {
  LogWriter log;
  add_scan(log, "AB/1", "done");  // its set is a step within it
  log.add({"viewed", "AB/1", "scene", {{"path", "/a"}}});
  log.add({kReportedEvent, "case", "report", {}});
  log.add({"refused", "AB/1", "no role", {{"asked", "review confirmed"}}});
  log.add({kReportedEvent, "case", "report", {}});
  const CaseHistory history = history_in(log.history(), "");
  ASSERT_EQ(history.lines.size(), 6u);
  EXPECT_EQ(history.lines[3].what, "picture looked at");
  EXPECT_EQ(history.lines[4].what, "report made");
  EXPECT_EQ(history.lines[5].outcome, "no role: review confirmed");
  EXPECT_EQ(history.left_out, 1u);
  EXPECT_EQ(history.head_at, "2026-01-02T03:04:05.678Z");
}

TEST(CaseHistory, KeepsTheLastCheckOfTheEvidence) {
  LogWriter log;
  log.add({kEvidenceVerifiedEvent, "AB/1", "match", {{"what", "md5 0a"}}});
  log.add({kEvidenceVerifiedEvent, "AB/1", "MISMATCH", {{"what", "md5 0b"}}});
  EXPECT_EQ(history_in(log.history(), "").evidence_checks.at("AB/1").verdict,
            "MISMATCH");
}

}  // namespace
}  // namespace winnow
