#include "hashsets/learning/learn_journal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "tests/base/temp_folder.h"
#include "tests/hashsets/learned_sets.h"

namespace winnow {
namespace {

FolderFile file_of(unsigned number) {
  return {"folder/file " + std::to_string(number) + "\xFF\n",
          {number * 1000, -5 + std::int64_t{number}, 7}};
}

LearnedFile content_of(unsigned number, std::size_t blocks) {
  LearnedFile learned(testing::TempDir());
  learned.digests = digests_of_text(std::to_string(number));
  learned.head = head_key(bytes_of(std::to_string(number)));
  learned.kinds[2] = number;
  EXPECT_TRUE(learned.blocks.append(
      bytes_of(invented_bytes(number, blocks * sizeof(PlacedBlock)))));
  return learned;
}

std::string blocks_of(const LearnedFile& learned) {
  std::string blocks(static_cast<std::size_t>(learned.blocks.size()), '\0');
  EXPECT_TRUE(learned.blocks.read(0, std::as_writable_bytes(std::span(blocks))));
  return blocks;
}

class LearnJournalTest : public testing::Test {
 protected:
  Result<LearnJournal> open(const std::string& learned_folder = "/reference") {
    return LearnJournal::open(path_, learned_folder, testing::TempDir());
  }
  // The numbers of the files in it; each must be as it was put in.
  static std::vector<unsigned> numbers_in(const LearnJournal& journal) {
    std::vector<unsigned> numbers;
    EXPECT_TRUE(journal.for_each(
        [&](const FolderFile& file, const LearnedFile& learned) -> Result<void> {
          const auto number = static_cast<unsigned>(file.stamp.size_bytes / 1000);
          EXPECT_EQ(file.path, file_of(number).path);
          EXPECT_EQ(file.stamp, file_of(number).stamp);
          const LearnedFile wanted = content_of(
              number,
              static_cast<std::size_t>(learned.blocks.size() / sizeof(PlacedBlock)));
          EXPECT_EQ(learned.digests, wanted.digests);
          EXPECT_EQ(learned.head, wanted.head);
          EXPECT_EQ(learned.kinds, wanted.kinds);
          EXPECT_EQ(blocks_of(learned), blocks_of(wanted));
          numbers.push_back(number);
          return {};
        }));
    return numbers;
  }

  TempFolder folder_;
  std::string path_ = folder_.path("journal");
};

using Numbers = std::vector<unsigned>;

TEST_F(LearnJournalTest, GivesBackWhatWasPutIn) {
  {
    auto journal = open();
    ASSERT_TRUE(journal) << journal.error().line();
    EXPECT_EQ(numbers_in(*journal), Numbers{});
    ASSERT_TRUE(journal->append(file_of(1), content_of(1, 0)));
    ASSERT_TRUE(journal->append(file_of(2), content_of(2, 300'000)));  // in three parts
    EXPECT_EQ(numbers_in(*journal), (Numbers{1, 2}));
  }
  auto journal = open();
  ASSERT_TRUE(journal) << journal.error().line();
  ASSERT_TRUE(journal->append(file_of(3), content_of(3, 5)));
  EXPECT_EQ(numbers_in(*journal), (Numbers{1, 2, 3}));
  EXPECT_TRUE(journal->remove());
  EXPECT_NE(::access(path_.c_str(), F_OK), 0);
}

TEST_F(LearnJournalTest, ATornEndIsCutOff) {
  {
    auto journal = open();
    ASSERT_TRUE(journal);
    for (unsigned i = 1; i <= 3; ++i) {
      ASSERT_TRUE(journal->append(file_of(i), content_of(i, 4)));
    }
  }
  const std::string whole = TempFolder::read(path_);
  std::size_t shortest_of_two = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    folder_.write("journal", whole.substr(0, length));
    auto journal = open();
    ASSERT_TRUE(journal) << length << " " << journal.error().line();
    Numbers numbers = numbers_in(*journal);
    ASSERT_LE(numbers.size(), 2u);
    if (numbers.size() == 2 && shortest_of_two == 0) shortest_of_two = length;
    // And is gone on with.
    ASSERT_TRUE(journal->append(file_of(9), content_of(9, 2)));
    numbers.push_back(9);
    ASSERT_EQ(numbers_in(*journal), numbers) << length;
  }
  EXPECT_GT(shortest_of_two, 0u);
}

TEST_F(LearnJournalTest, WhatIsDamagedIsNotBelieved) {
  std::size_t first_file = 0;
  {
    auto journal = open();
    ASSERT_TRUE(journal);
    first_file = TempFolder::read(path_).size();
    ASSERT_TRUE(journal->append(file_of(1), content_of(1, 4)));
    ASSERT_TRUE(journal->append(file_of(2), content_of(2, 4)));
  }
  const std::string whole = TempFolder::read(path_);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    folder_.write("journal", damaged);
    const auto journal = open();
    if (at < first_file) {
      EXPECT_FALSE(journal) << at;
    } else {
      ASSERT_TRUE(journal) << at;
      EXPECT_LE(numbers_in(*journal).size(), 1u) << at;
    }
  }
}

TEST_F(LearnJournalTest, IsOfOneFolderAndOneProgram) {
  {
    const auto journal = open("/reference");
    ASSERT_TRUE(journal);
    const auto second = open("/reference");
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().what.find("in use"), std::string::npos);
  }
  EXPECT_FALSE(open("/other"));
  EXPECT_TRUE(open("/reference"));
  folder_.write("journal", "somebody's diary, which shall not be lost");
  EXPECT_FALSE(open("/reference"));
  EXPECT_EQ(TempFolder::read(path_), "somebody's diary, which shall not be lost");
}

TEST_F(LearnJournalTest, ThreadsDoNotMixTheirRecords) {
  auto journal = open();
  ASSERT_TRUE(journal);
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (unsigned i = 0; i < 50; ++i) {
          const unsigned number = 1 + t * 50 + i;
          EXPECT_TRUE(journal->append(file_of(number), content_of(number, i)));
        }
      });
    }
  }
  EXPECT_EQ(numbers_in(*journal).size(), 200u);
}

}  // namespace
}  // namespace winnow
