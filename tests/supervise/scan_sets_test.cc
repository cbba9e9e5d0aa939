#include "scanner/supervise/scan_sets.h"

#include <gtest/gtest.h>

#include "tests/supervise/practice_scan.h"

namespace winnow {
namespace {

std::string names_of(const std::vector<ScanSet>& sets) {
  std::string names;
  for (const ScanSet& scan_set : sets) names += scan_set.set.name() + " ";
  return names;
}

TEST(ScanSets, TheirOrderDoesNotDependOnHowTheyWereNamed) {
  PracticeScan a("");
  a.add_set("zebra", {1});
  a.add_set("apple", {2});
  a.add_set("benign", {3}, SetType::known);
  PracticeScan b("");
  b.add_set("benign", {3}, SetType::known);
  b.add_set("apple", {2});
  b.add_set("zebra", {1});
  EXPECT_EQ(names_of(a.sets), "apple zebra benign ");
  EXPECT_EQ(names_of(b.sets), names_of(a.sets));
}

TEST(ScanSets, TheSameContentCountsOnce) {
  PracticeScan scan("");
  scan.add_set("apple", {2});
  auto again = open_scan_set(scan.folder.path("apple.wset"), SetType::notable);
  ASSERT_TRUE(again);
  scan.sets.push_back(std::move(*again));
  put_in_order(scan.sets);
  EXPECT_EQ(scan.sets.size(), 1u);
}

TEST(ScanSets, AnotherTypeIsRefusedWithTheRightOption) {
  PracticeScan scan("");
  scan.add_set("benign", {1}, SetType::known);
  const auto opened = open_scan_set(scan.folder.path("benign.wset"), SetType::notable);
  ASSERT_FALSE(opened);
  EXPECT_EQ(
      opened.error().what,
      "was built as a set of type known; give it with --known, not with --hashset");
}

TEST(ScanSets, WhatIsNoSetIsAFault) {
  const TempFolder folder;
  EXPECT_FALSE(open_scan_set(folder.path("nothing.wset"), SetType::notable));
  EXPECT_FALSE(open_scan_set(folder.write("a.wset", "no set"), SetType::notable));
}

}  // namespace
}  // namespace winnow
