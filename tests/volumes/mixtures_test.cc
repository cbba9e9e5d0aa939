#include "scanner/volumes/mixtures.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

FileRecord file(bool allocated, Runs runs) {
  FileRecord record;
  record.allocated = allocated;
  record.runs = std::move(runs);
  return record;
}
FileRecord live(Runs runs) {
  return file(true, std::move(runs));
}
FileRecord deleted(Runs runs) {
  return file(false, std::move(runs));
}

// "-" for a certain record, "m" for a mixture.
std::string marks(const std::vector<FileRecord>& files, const Runs& occupied = {},
                  std::size_t first = 0) {
  FileList list(files);
  mark_mixtures(list, first, occupied);
  std::string text;
  for (const FileRecord& record : list) text += record.uncertain ? 'm' : '-';
  return text;
}

TEST(Mixtures, NeedASharedByte) {
  EXPECT_EQ(marks({live({{0, 10}}), deleted({{10, 10}})}), "--");
  EXPECT_EQ(marks({live({{0, 11}}), deleted({{10, 10}})}), "-m");
  EXPECT_EQ(marks({live({{19, 5}}), deleted({{10, 10}})}), "-m");
  EXPECT_EQ(marks({live({{12, 2}}), deleted({{10, 10}})}), "-m");
  EXPECT_EQ(marks({live({{0, 99}}), deleted({{10, 10}})}), "-m");
}

TEST(Mixtures, AreBothOfTwoDeletedFiles) {
  EXPECT_EQ(marks({deleted({{0, 10}}), deleted({{9, 10}}), deleted({{19, 10}})}),
            "mm-");
  EXPECT_EQ(marks({deleted({{0, 10}}), deleted({{0, 10}})}), "mm");
  // A long one that reaches over two short ones, which do not meet each other.
  EXPECT_EQ(marks({deleted({{0, 100}}), deleted({{10, 5}}), deleted({{50, 5}})}),
            "mmm");
}

TEST(Mixtures, AreNeverLiveFiles) {
  EXPECT_EQ(marks({live({{0, 10}}), live({{5, 10}})}), "--");
}

TEST(Mixtures, AreNotMadeByHolesOrByTheFileItself) {
  EXPECT_EQ(marks({live({{Run::kHole, 10}}), deleted({{Run::kHole, 10}})}), "--");
  EXPECT_EQ(marks({deleted({{0, 10}, {5, 10}})}), "-");
}

TEST(Mixtures, AreMadeByWhatElseIsLive) {
  EXPECT_EQ(marks({deleted({{0, 10}}), deleted({{10, 10}})}, {{15, 1}}), "-m");
}

TEST(Mixtures, LeaveEarlierVolumesAlone) {
  EXPECT_EQ(marks({deleted({{0, 10}}), live({{0, 10}}), deleted({{20, 10}})}, {}, 1),
            "---");
}

TEST(Mixtures, HoldForOtherNamesOfTheContent) {
  std::vector<FileRecord> files = {deleted({{0, 10}}), live({{5, 1}}),
                                   deleted({{0, 10}})};
  files[2].same_content_as = 0;
  EXPECT_EQ(marks(files), "m-m");
  files[1].runs = {{50, 1}};
  EXPECT_EQ(marks(files), "---");  // not a mixture with its own other name
}

// The twin looks at every byte.
std::string twin_marks(const std::vector<FileRecord>& files, const Runs& occupied) {
  constexpr std::size_t kLive = 1000;
  std::map<std::uint64_t, std::set<std::size_t>> owners;
  const auto claim = [&](const Runs& runs, std::size_t owner) {
    for (const DeviceRun& run : runs) {
      if (run.is_hole()) continue;
      for (std::uint64_t b = 0; b < run.length; ++b)
        owners[run.offset + b].insert(owner);
    }
  };
  for (std::size_t i = 0; i < files.size(); ++i) {
    claim(files[i].runs, files[i].allocated ? kLive : i);
  }
  claim(occupied, kLive);
  std::string text(files.size(), '-');
  for (const auto& [byte, who] : owners) {
    for (const std::size_t owner : who) {
      if (who.size() > 1 && owner != kLive) text[owner] = 'm';
    }
  }
  return text;
}

TEST(Mixtures, AgreeWithATwinThatLooksAtEveryByte) {
  const std::uint32_t seed = 5150;
  std::mt19937 random(seed);
  const auto some_runs = [&] {
    Runs runs;
    for (std::uint32_t i = choose(random, 4); i > 0; --i) {
      runs.push_back({choose(random, 8) == 0 ? Run::kHole : choose(random, 120),
                      choose(random, 12) + 1});
    }
    return runs;
  };
  int mixed = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<FileRecord> files;
    for (std::uint32_t i = choose(random, 7); i > 0; --i) {
      files.push_back(file(choose(random, 3) == 0, some_runs()));
    }
    const Runs occupied = some_runs();
    const std::string expected = twin_marks(files, occupied);
    ASSERT_EQ(marks(files, occupied), expected)
        << "seed " << seed << " round " << round;
    mixed += expected.find('m') != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(mixed, 500);
  EXPECT_LT(mixed, 2900);
}

}  // namespace
}  // namespace winnow
