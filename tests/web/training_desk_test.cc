#include "drivers/web/training_desk.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

AuditLine line(const std::string& event, const std::string& object,
               const std::string& actor, const std::string& outcome = "",
               const std::string& path = "") {
  AuditLine made;
  made.actor = actor;
  made.what = {event, object, outcome, {}};
  if (!path.empty()) made.what.detail.emplace_back("path", path);
  return made;
}

CaseSnapshot snapshot_of(const std::vector<AuditLine>& lines) {
  auto timelines = std::make_shared<Timelines>();
  for (const AuditLine& one : lines) (*timelines)[one.what.object].push_back(one);
  CaseSnapshot snapshot;
  snapshot.timelines = timelines;
  return snapshot;
}

TEST(TrainingDesk, WhatIsOnlyReadIsTakenOnTrust) {
  const CaseSnapshot nothing = snapshot_of({});
  EXPECT_EQ(lacking_for("limits", "O", nothing), "");
  EXPECT_EQ(lacking_for("board", "O", nothing), "");
}

TEST(TrainingDesk, OfANewCaseEveryDeedIsLacking) {
  const CaseSnapshot nothing = snapshot_of({});
  for (const char* step :
       {"intake", "expect", "scan_laptop", "scan_stick", "stop", "record"}) {
    EXPECT_NE(lacking_for(step, "O", nothing), "") << step;
  }
}

// Whatever the exhibit is called, the device is known by the file it was scanned from.
TEST(TrainingDesk, AScanCountsForWhoRanItToItsEnd) {
  const auto opened = line("exhibit_opened", "EX/1", "O", "opened", "/p/laptop.img");
  const auto stopped = line("scan_ended", "EX/1", "O", "interrupted");
  EXPECT_NE(lacking_for("scan_laptop", "O", snapshot_of({opened})), "");
  EXPECT_NE(lacking_for("scan_laptop", "O", snapshot_of({opened, stopped})), "");
  const auto done = line("scan_ended", "EX/1", "O", "done");
  EXPECT_EQ(lacking_for("scan_laptop", "o", snapshot_of({opened, stopped, done})), "");
  EXPECT_NE(lacking_for("scan_laptop", "P", snapshot_of({opened, done})), "");
  const auto again = line("scan_ended", "EX/1", "P", "already done");
  EXPECT_EQ(lacking_for("scan_laptop", "P", snapshot_of({opened, done, again})), "");
  EXPECT_NE(lacking_for("scan_stick", "O", snapshot_of({opened, done})), "");
}

TEST(TrainingDesk, AStopAndADecisionAreOfTheirDevices) {
  const auto phone = line("exhibit_opened", "EX/2", "O", "opened", "/p/phone.img");
  const auto stop = line("stop_asked", "EX/2", "O");
  EXPECT_EQ(lacking_for("stop", "O", snapshot_of({phone, stop})), "");
  EXPECT_NE(lacking_for("record", "O", snapshot_of({phone, stop})), "");
  const auto laptop = line("exhibit_opened", "EX/1", "O", "opened", "/p/laptop.img");
  auto decided = line("intake", "EX/1", "O", "updated");
  EXPECT_NE(lacking_for("record", "O", snapshot_of({laptop, decided})), "");
  decided.what.detail.emplace_back("referral", "open");
  EXPECT_NE(lacking_for("record", "O", snapshot_of({laptop, decided})), "");
  decided.what.detail.back().second = "not-needed";
  EXPECT_EQ(lacking_for("record", "O", snapshot_of({laptop, decided})), "");
  EXPECT_NE(lacking_for("record", "P", snapshot_of({laptop, decided})), "");
}

// Several people may be trained on the same files, each with exhibits of their own.
TEST(TrainingDesk, AScanCountsWhicheverExhibitTheFileWas) {
  const auto first = line("exhibit_opened", "EX/1", "O", "opened", "/p/laptop.img");
  const auto second = line("exhibit_opened", "EX/2", "P", "opened", "/p/laptop.img");
  const auto ended = line("scan_ended", "EX/2", "P", "done");
  EXPECT_EQ(lacking_for("scan_laptop", "P", snapshot_of({first, second, ended})), "");
  EXPECT_NE(lacking_for("scan_laptop", "O", snapshot_of({first, second, ended})), "");
}

TEST(TrainingDesk, AMeasurementIsOfThePathAndOfWhoAskedForIt) {
  const auto other = line("measured", "/p/stick.img", "O");
  const auto right = line("measured", "/p/laptop.img", "O");
  EXPECT_NE(lacking_for("expect", "O", snapshot_of({other})), "");
  EXPECT_EQ(lacking_for("expect", "o", snapshot_of({right})), "");
  EXPECT_NE(lacking_for("expect", "P", snapshot_of({right})), "");
}

}  // namespace
}  // namespace winnow
