#include "scanner/wire/records.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace winnow {
namespace {

TEST(Records, EveryFileOutcomeHasItsOwnWord) {
  std::set<std::string> words;
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    words.insert(to_string(static_cast<FileOutcome>(i)));
  }
  EXPECT_EQ(words.size(), kFileOutcomes);
  EXPECT_EQ(words,
            (std::set<std::string>{"matched", "hashed", "probed", "skipped",
                                   "encrypted", "unreadable", "failed", "unvisited"}));
  EXPECT_STREQ(to_string(FileOutcome::unsupported), "unsupported");
}

TEST(Records, WhatIsNotSupportedIsCountedAsUnvisited) {
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    const auto outcome = static_cast<FileOutcome>(i);
    EXPECT_EQ(counted_as(outcome), outcome);
  }
  EXPECT_EQ(counted_as(FileOutcome::unsupported), FileOutcome::unvisited);
}

TEST(Records, EveryVolumeOutcomeHasItsOwnWord) {
  EXPECT_STREQ(to_string(VolumeOutcome::examined), "examined");
  EXPECT_STREQ(to_string(VolumeOutcome::encrypted), "encrypted");
  EXPECT_STREQ(to_string(VolumeOutcome::unsupported), "unsupported");
  EXPECT_STREQ(to_string(VolumeOutcome::unreadable), "unreadable");
  EXPECT_STREQ(to_string(VolumeOutcome::failed), "failed");
}

}  // namespace
}  // namespace winnow
