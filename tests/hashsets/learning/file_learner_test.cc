#include "hashsets/learning/file_learner.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"
#include "tests/hashsets/learned_sets.h"

namespace winnow {
namespace {

class FileLearnerTest : public testing::Test {
 protected:
  void add(const std::string& name, const std::string& content) {
    folder_.write(name, content);
    files_.push_back({name, {content.size(), 0, 0}});
    contents_.push_back(content);
  }

  void learn_and_compare() {
    const Fd fd(::open(folder_.path("").c_str(), O_RDONLY | O_DIRECTORY));
    FileLearner learner(fd, testing::TempDir());
    std::vector<FolderFile*> wanted;
    for (FolderFile& file : files_) wanted.push_back(&file);
    const auto learned = learner.learn(wanted);
    ASSERT_EQ(learned.size(), contents_.size());
    for (std::size_t i = 0; i < learned.size(); ++i) {
      SCOPED_TRACE(files_[i].path);
      ASSERT_TRUE(learned[i]) << learned[i].error().line();
      EXPECT_GT(files_[i].stamp.modified_ns, 0);
      compare(*learned[i], contents_[i]);
    }
  }

  static void compare(const LearnedFile& learned, const std::string& content) {
    EXPECT_EQ(learned.digests, digests_of_text(content));
    EXPECT_EQ(learned.head, head_key(bytes_of(content.substr(0, kBlockLength))));
    std::vector<PlacedBlock> blocks;
    BlockKindCounts kinds{};
    for (std::size_t at = 0; at + kBlockLength <= content.size(); at += kBlockLength) {
      const std::string block = content.substr(at, kBlockLength);
      const BlockKind kind = kind_of_block(bytes_of(block));
      ++kinds[static_cast<std::size_t>(kind)];
      if (kind != BlockKind::probative) continue;
      blocks.push_back(placed_block(block_key(bytes_of(block)),
                                    static_cast<std::uint32_t>(at / kBlockLength)));
    }
    EXPECT_EQ(learned.kinds, kinds);
    std::vector<PlacedBlock> kept(blocks.size());
    ASSERT_EQ(learned.blocks.size(), blocks.size() * sizeof(PlacedBlock));
    ASSERT_TRUE(learned.blocks.read(0, std::as_writable_bytes(std::span(kept))));
    EXPECT_EQ(kept, blocks);
  }

  TempFolder folder_;
  std::vector<FolderFile> files_;
  std::vector<std::string> contents_;
};

TEST_F(FileLearnerTest, SmallFilesTogether) {
  for (const std::size_t length : {1u, 511u, 4095u, 4096u, 4097u, 8192u, 100'000u}) {
    add(std::to_string(length), invented_bytes(static_cast<unsigned>(length), length));
  }
  add("zeros", std::string(20'000, '\0'));
  add("mixed", std::string(8192, 'a') + invented_bytes(3, 9000));
  add("whole", invented_bytes(4, kWholeFile));
  learn_and_compare();
}

TEST_F(FileLearnerTest, LargeFilesAlone) {
  for (const std::size_t more : {std::size_t{1}, kBlockLength - 1, kBlockLength}) {
    files_.clear();
    contents_.clear();
    add("large", invented_bytes(5, 3 * kWholeFile) + std::string(more, 'b'));
    learn_and_compare();
  }
}

TEST_F(FileLearnerTest, WhatCannotBeReadLeavesTheOthersAlone) {
  add("one", "1");
  add("two", "22");
  files_.push_back({"gone", {3, 0, 0}});
  add("three", "333");
  const Fd fd(::open(folder_.path("").c_str(), O_RDONLY | O_DIRECTORY));
  FileLearner learner(fd, testing::TempDir());
  std::vector<FolderFile*> wanted;
  for (FolderFile& file : files_) wanted.push_back(&file);
  const auto learned = learner.learn(wanted);
  ASSERT_EQ(learned.size(), 4u);
  EXPECT_FALSE(learned[2]);
  EXPECT_EQ(learned[0]->digests, digests_of_text("1"));
  EXPECT_EQ(learned[1]->digests, digests_of_text("22"));
  EXPECT_EQ(learned[3]->digests, digests_of_text("333"));
}

// What was small when the folder was listed is not read whole if it has grown since.
TEST_F(FileLearnerTest, AFileThatHasGrownIsNotTaken) {
  add("grown", invented_bytes(6, kWholeFile + 1));
  files_[0].stamp.size_bytes = 1;
  const Fd fd(::open(folder_.path("").c_str(), O_RDONLY | O_DIRECTORY));
  FileLearner learner(fd, testing::TempDir());
  FolderFile* file = files_.data();
  const auto learned = learner.learn(std::span(&file, 1));
  ASSERT_EQ(learned.size(), 1u);
  EXPECT_FALSE(learned[0]);
}

}  // namespace
}  // namespace winnow
