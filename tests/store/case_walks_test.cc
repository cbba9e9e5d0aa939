#include "drivers/store/case_walks.h"

#include <gtest/gtest.h>

#include "tests/store/practice_case.h"

namespace winnow {
namespace {

TEST(FindingWalk, GivesFindingsInTheirStableOrder) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  practice.record("card", rich_exhibit());
  CaseStore store = practice.open_store();
  const auto findings = store.findings("usb");
  ASSERT_TRUE(findings && findings->size() > 2);
  auto walk = store.walk_findings("usb");
  ASSERT_TRUE(walk);
  for (const Finding& finding : *findings) {
    const auto walked = walk->next();
    ASSERT_TRUE(walked && *walked);
    EXPECT_EQ((*walked)->finding.path, finding.path);
    EXPECT_EQ((*walked)->finding.kind, finding.kind);
    EXPECT_EQ((*walked)->finding.runs, finding.runs);
  }
  const auto end = walk->next();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
}

TEST(FindingWalk, FileByFileThoseInFreeSpaceComeLast) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  CaseStore store = practice.open_store();
  auto walk = store.walk_findings("usb", FindingWalk::Order::by_file);
  ASSERT_TRUE(walk);
  FileId last = 0;
  while (true) {
    const auto walked = walk->next();
    ASSERT_TRUE(walked);
    if (!*walked) break;
    EXPECT_GE((*walked)->finding.file, last);
    last = (*walked)->finding.file;
  }
  EXPECT_EQ(last, kNoFile);
}

TEST(FileWalk, GivesEveryFileWithWhatItHolds) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  practice.record("card", rich_exhibit());
  CaseStore store = practice.open_store();
  auto walk = store.walk_files("usb", std::nullopt);
  ASSERT_TRUE(walk);
  for (FileId id = 0; id < 5; ++id) {
    const auto walked = walk->next();
    ASSERT_TRUE(walked && *walked);
    const WalkedFile& file = **walked;
    EXPECT_EQ(file.file.id, id);
    if (id == 0) {
      EXPECT_EQ(file.file.runs.size(), 3u);
      EXPECT_TRUE(file.file.runs[1].is_hole());
      EXPECT_EQ(file.outcome, FileOutcome::matched);
    }
    if (id == 1) {
      EXPECT_TRUE(file.file.uncertain);
      EXPECT_EQ(file.file.same_content_as, 0u);
    }
    if (id == 4) {
      EXPECT_EQ(file.outcome, FileOutcome::probed);
    }
    if (id != 3) continue;
    const auto first = walk->next_member();
    ASSERT_TRUE(first && *first);
    EXPECT_EQ((*first)->path, "pictures/1.jpg");
    const auto second = walk->next_member();
    ASSERT_TRUE(second && *second);
    EXPECT_EQ((*second)->number, 2u);
    const auto none = walk->next_member();
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
  }
  const auto end = walk->next();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
}

TEST(FileWalk, OfAnotherVolumeThereIsNone) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  CaseStore store = practice.open_store();
  auto walk = store.walk_files("usb", 1);
  ASSERT_TRUE(walk);
  const auto none = walk->next();
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

TEST(ContentWalk, AContentIsGivenOnceWithItsPlacesOnAllExhibits) {
  PracticeCase practice;
  practice.record("usb", rich_exhibit());
  practice.record("card", rich_exhibit());
  CaseStore store = practice.open_store();
  auto walk = store.walk_contents("");
  ASSERT_TRUE(walk);
  int contents = 0;
  while (true) {
    const auto content = walk->next();
    ASSERT_TRUE(content);
    if (!*content) break;
    ++contents;
    EXPECT_EQ((*content)->assertions.size(), 1u);
    std::vector<std::string> exhibits;
    while (true) {
      const auto place = walk->next_place();
      ASSERT_TRUE(place);
      if (!*place) break;
      exhibits.push_back((*place)->exhibit);
      EXPECT_EQ((*place)->finding.digests, (*content)->digests);
    }
    EXPECT_EQ(exhibits, (std::vector<std::string>{"card", "usb"}));
  }
  EXPECT_EQ(contents, 2);
}

}  // namespace
}  // namespace winnow
