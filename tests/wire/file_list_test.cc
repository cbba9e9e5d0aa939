#include "scanner/wire/file_list.h"

#include <gtest/gtest.h>

#include <malloc.h>

#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scanner/wire/messages.h"
#include "tests/wire/sample_messages.h"

namespace winnow {
namespace {

std::uint32_t choose(std::mt19937& random, std::size_t below) {
  return static_cast<std::uint32_t>(random() % below);
}

// All that a record holds, as text; the wire leaves inline content out.
std::string text_of_record(const FileRecord& file) {
  std::string text;
  encode(FileFound{file}, text);
  return text + file.inline_content;
}

FileRecord record_of(const FileOutline& outline) {
  FileRecord file;
  static_cast<FileFacts&>(file) = outline;
  for (const Run& run : outline.runs) file.runs.push_back(run);
  return file;
}

// A record with nothing but what an outline says.
FileRecord outline_of(const FileRecord& file) {
  FileRecord outline;
  static_cast<FileFacts&>(outline) = file;
  outline.runs = file.runs;
  return outline;
}

void expect_same(const FileList& list, const std::vector<FileRecord>& files) {
  ASSERT_EQ(list.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    FileRecord file = files[i];
    file.id = static_cast<FileId>(i);
    ASSERT_EQ(text_of_record(list[i]), text_of_record(file)) << i;
    ASSERT_EQ(list.inline_content(i), file.inline_content) << i;
    ASSERT_EQ(list.path(i), file.path) << i;
    ASSERT_EQ(list.folder(list.folder_number(i)),
              file.path.substr(0, file.path.rfind('/') + 1))
        << i;
    ASSERT_EQ(list.name(i), file.path.substr(file.path.rfind('/') + 1)) << i;
    ASSERT_EQ(text_of_record(record_of(list.outline(i))),
              text_of_record(outline_of(file)))
        << i;
  }
}

std::uint64_t wild(std::mt19937& random) {
  const std::uint64_t number = std::uint64_t{random()} << 32 | random();
  return number >> choose(random, 64);
}

std::optional<Instant> wild_time(std::mt19937& random) {
  if (choose(random, 3) == 0) return std::nullopt;
  if (choose(random, 3) == 0) return Instant{1'700'000'000, 5};
  if (choose(random, 9) == 0) return Instant{0, 0};
  return Instant{static_cast<std::int64_t>(wild(random)) * (choose(random, 2) ? 1 : -1),
                 choose(random, 1'000'000'000)};
}

FileRecord wild_file(std::mt19937& random) {
  FileRecord file;
  file.volume = choose(random, 4);
  file.path = "/volume-0/" + std::to_string(choose(random, 5)) + "/" +
              std::string(choose(random, 300), 'n');
  if (choose(random, 9) == 0) file.path = "bare";
  file.size = wild(random);
  file.allocated = choose(random, 2) == 0;
  file.uncertain = choose(random, 2) == 0;
  file.content = static_cast<ContentKind>(choose(random, 4));
  file.none_outcome = static_cast<FileOutcome>(choose(random, kFileOutcomes));
  file.why_none = choose(random, 3) == 0 ? "why" : "";
  file.inode = wild(random);
  file.attribute_type = static_cast<std::uint32_t>(wild(random));
  file.attribute_id = static_cast<std::uint32_t>(wild(random));
  if (choose(random, 3) == 0) file.same_content_as = choose(random, 1000);
  file.times = {wild_time(random), wild_time(random), wild_time(random),
                wild_time(random)};
  for (std::uint32_t i = choose(random, 5); i > 0; --i) {
    const bool hole = choose(random, 4) == 0;
    file.runs.push_back({hole ? Run::kHole : wild(random), wild(random)});
  }
  if (choose(random, 2) == 0) {
    for (Run& run : file.runs) {
      if (!run.is_hole()) run.offset = run.offset / 512 * 512;
      run.length = run.length / 512 * 512;
    }
  }
  if (choose(random, 4) == 0) file.inline_content.assign(choose(random, 900), '\xfe');
  return file;
}

TEST(FileList, GivesBackWhatWentIn) {
  FileRecord most = sample_file();
  most.size = most.inode = std::numeric_limits<std::uint64_t>::max();
  most.attribute_type = most.attribute_id = most.volume = ~0u;
  most.times.changed = Instant{std::numeric_limits<std::int64_t>::min(), 0};
  most.times.accessed = Instant{std::numeric_limits<std::int64_t>::max(), 999'999'999};
  most.runs = {{Run::kHole - 1, ~std::uint64_t{0}}, {0, 0}, {Run::kHole, 1}};
  const std::vector<FileRecord> files = {sample_file(), most, FileRecord()};
  expect_same(files, files);
}

TEST(FileList, GivesBackWhateverWentIn) {
  std::mt19937 random(1512);
  std::vector<FileRecord> files;
  for (int i = 0; i < 5000; ++i) files.push_back(wild_file(random));
  FileList list(files);
  expect_same(list, files);
  for (int i = 0; i < 500; ++i) {
    const std::uint32_t at = choose(random, files.size());
    files[at] = wild_file(random);
    list.replace(at, files[at]);
    files[at / 2].uncertain = i % 2 == 0;
    list.set_uncertain(at / 2, i % 2 == 0);
  }
  expect_same(list, files);
  std::size_t seen = 0;
  for (const FileRecord& file : list) EXPECT_EQ(file.id, seen++);
  EXPECT_EQ(seen, files.size());
  seen = 0;
  for (const FileOutline& file : list.outlines()) EXPECT_EQ(file.id, seen++);
  EXPECT_EQ(seen, files.size());
}

// Longer than all else that lies between the first of a group and the last.
TEST(FileList, TakesRecordsOfAnyLength) {
  std::mt19937 random(77);
  std::vector<FileRecord> files;
  for (int i = 0; i < 400; ++i) {
    FileRecord file = wild_file(random);
    if (choose(random, 5) == 0) {
      file.inline_content.assign(choose(random, 90'000), 'c');
    }
    if (choose(random, 100) == 0) file.path = "/" + std::string(700'000, 'd') + "/f";
    files.push_back(file);
  }
  expect_same(files, files);
}

TEST(FileList, IsWholeWhenCopiedAndMoved) {
  std::mt19937 random(5);
  std::vector<FileRecord> files;
  for (int i = 0; i < 100; ++i) files.push_back(wild_file(random));
  FileList list(files);
  FileList copy = list;
  list = FileList();
  FileList moved = std::move(copy);
  expect_same(moved, files);
  files.push_back(files[3]);  // a folder and a reason that it knows
  moved.push_back(files[3]);
  expect_same(moved, files);
}

TEST(FileList, KeepsWhatWasNotReleased) {
  std::mt19937 random(6);
  std::vector<FileRecord> files;
  for (int i = 0; i < 8000; ++i) files.push_back(wild_file(random));
  FileList list(files);
  for (std::size_t i = 0; i < files.size(); ++i) {
    list.release_before(i);
    files[i].id = static_cast<FileId>(i);
    ASSERT_EQ(text_of_record(list[i]), text_of_record(files[i])) << i;
  }
  list.release_before(files.size());
  EXPECT_EQ(list.size(), files.size());
}

// What a million files take hangs on this.
TEST(FileList, IsSmall) {
  FileRecord file;
  file.size = 123'456;
  file.inode = 1'000'000;
  const Instant now{1'700'000'000, 123'456'789};
  file.times = {now, now, now, now};
  file.runs = {{std::uint64_t{1} << 38, 123'456}};
  FileList list;
  const auto before = ::mallinfo2();
  for (int i = 0; i < 100'000; ++i) {
    file.path = "/volume-0/home/user/pictures/IMG_" + std::to_string(100'000 + i);
    list.push_back(file);
  }
  const auto after = ::mallinfo2();
  const std::size_t taken =
      after.uordblks + after.hblkhd - before.uordblks - before.hblkhd;
  if (taken == 0) GTEST_SKIP() << "the allocator does not count";
  EXPECT_LT(taken / list.size(), 55u);
}

TEST(TextTable, NumbersTextsAsTheyCome) {
  TextTable table;
  std::vector<std::string> texts = {"", "a", std::string(300'000, 'x')};
  for (int i = 0; i < 5000; ++i) texts.push_back("/folder/" + std::to_string(i));
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      ASSERT_EQ(table.number_of(texts[i]), i);
    }
  }
  const TextTable copy = table;
  for (std::uint32_t i = 0; i < texts.size(); ++i) ASSERT_EQ(copy[i], texts[i]);
}

}  // namespace
}  // namespace winnow
