#include "scanner/supervise/journal.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <vector>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

using Payloads = std::vector<std::string>;

struct Contents {
  Payloads payloads;
  JournalEnd end = JournalEnd::clean;
  JournalMark mark;
};

Contents read_all(const std::string& path) {
  Contents contents;
  auto reader = JournalReader::open(path);
  EXPECT_TRUE(reader) << reader.error().line();
  if (!reader) return contents;
  while (true) {
    const auto payload = reader->next();
    EXPECT_TRUE(payload);
    if (!payload || !*payload) break;
    contents.payloads.emplace_back(text_of(**payload));
  }
  contents.end = reader->end();
  contents.mark = reader->mark();
  EXPECT_EQ(reader->complaint().empty(), contents.end == JournalEnd::clean);
  return contents;
}

std::string write_journal(const TempFolder& folder, const Payloads& payloads) {
  const std::string path = folder.path("a.wj");
  auto journal = JournalWriter::create(path);
  EXPECT_TRUE(journal);
  for (const std::string& payload : payloads) {
    EXPECT_TRUE(journal->append(bytes_of(payload)));
  }
  EXPECT_TRUE(journal->sync());
  return path;
}

const Payloads kThree = {"first", std::string(200, 'x'), "third"};

TEST(Journal, GivesBackWhatWasAppended) {
  const TempFolder folder;
  const Contents contents = read_all(write_journal(folder, kThree));
  EXPECT_EQ(contents.payloads, kThree);
  EXPECT_EQ(contents.end, JournalEnd::clean);
  EXPECT_EQ(contents.mark.records, 3u);
  EXPECT_EQ(contents.mark.offset, std::filesystem::file_size(folder.path("a.wj")));
}

TEST(Journal, HoldsRecordsLargerThanItsBuffers) {
  const TempFolder folder;
  const Payloads large = {std::string(5'000'000, 'a'), "b",
                          std::string(3'000'000, 'c')};
  EXPECT_EQ(read_all(write_journal(folder, large)).payloads, large);
}

TEST(Journal, CutAnywhereItIsTornNeverDamaged) {
  const TempFolder folder;
  const std::string whole = TempFolder::read(write_journal(folder, kThree));
  std::size_t last_count = 0;
  EXPECT_EQ(read_all(folder.write("empty.wj", "")).end, JournalEnd::torn);
  for (std::size_t length = 1; length < whole.size(); ++length) {
    const Contents contents = read_all(folder.write("cut.wj", whole.substr(0, length)));
    ASSERT_NE(contents.end, JournalEnd::damaged) << length;
    ASSERT_LE(contents.payloads.size(), kThree.size());
    ASSERT_GE(contents.payloads.size(), last_count) << length;
    last_count = contents.payloads.size();
    for (std::size_t i = 0; i < last_count; ++i) {
      ASSERT_EQ(contents.payloads[i], kThree[i]);
    }
    // Clean only where a record ends.
    ASSERT_EQ(contents.end == JournalEnd::clean, contents.mark.offset == length)
        << length;
  }
  EXPECT_EQ(last_count, 2u);
}

TEST(Journal, ZerosAtTheEndAreATornTail) {
  const TempFolder folder;
  const std::string whole = TempFolder::read(write_journal(folder, kThree));
  for (const std::size_t zeros : {1u, 15u, 16u, 17u, 4096u, 3'000'000u}) {
    const Contents contents =
        read_all(folder.write("z.wj", whole + std::string(zeros, '\0')));
    EXPECT_EQ(contents.end, JournalEnd::torn) << zeros;
    EXPECT_EQ(contents.payloads, kThree);
  }
}

TEST(Journal, AChangedByteIsNeverGivenOut) {
  const TempFolder folder;
  const std::string whole = TempFolder::read(write_journal(folder, kThree));
  for (std::size_t at = kJournalHeaderBytes; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const Contents contents = read_all(folder.write("x.wj", changed));
    ASSERT_EQ(contents.end, JournalEnd::damaged) << at;
    ASSERT_LT(contents.payloads.size(), kThree.size());
    for (std::size_t i = 0; i < contents.payloads.size(); ++i) {
      ASSERT_EQ(contents.payloads[i], kThree[i]);
    }
  }
}

TEST(Journal, ARecordCannotBeLeftOutOrMoved) {
  const TempFolder folder;
  const std::string path = write_journal(folder, {"aaaa", "bbbb", "cccc"});
  const std::string whole = TempFolder::read(path);
  const std::size_t record = 16 + 4;
  const std::size_t head = kJournalHeaderBytes;
  std::string without = whole;
  without.erase(head + record, record);
  EXPECT_EQ(read_all(folder.write("w.wj", without)).payloads, Payloads{"aaaa"});
  std::string swapped = whole.substr(0, head) + whole.substr(head + record, record) +
                        whole.substr(head, record) + whole.substr(head + 2 * record);
  const Contents contents = read_all(folder.write("s.wj", swapped));
  EXPECT_TRUE(contents.payloads.empty());
  EXPECT_EQ(contents.end, JournalEnd::damaged);
}

TEST(Journal, GoesOnWhereItWasCutOff) {
  const TempFolder folder;
  const std::string whole = TempFolder::read(write_journal(folder, kThree));
  for (std::size_t length = kJournalHeaderBytes; length <= whole.size(); length += 7) {
    const std::string path = folder.write("r.wj", whole.substr(0, length));
    const Contents before = read_all(path);
    auto journal = JournalWriter::resume(path, before.mark);
    ASSERT_TRUE(journal);
    ASSERT_TRUE(journal->append(bytes_of("more")));
    ASSERT_TRUE(journal->sync());
    const Contents after = read_all(path);
    Payloads expected = before.payloads;
    expected.emplace_back("more");
    EXPECT_EQ(after.payloads, expected) << length;
    EXPECT_EQ(after.end, JournalEnd::clean);
  }
}

TEST(Journal, NothingIsInTheFileBeforeItIsFlushed) {
  const TempFolder folder;
  const std::string path = folder.path("a.wj");
  auto journal = JournalWriter::create(path);
  ASSERT_TRUE(journal);
  ASSERT_TRUE(journal->append(bytes_of("x")));
  EXPECT_TRUE(read_all(path).payloads.empty());
  ASSERT_TRUE(journal->flush());
  EXPECT_EQ(read_all(path).payloads, Payloads{"x"});
}

TEST(Journal, OtherFilesAreRefusedByName) {
  const TempFolder folder;
  for (const char* content : {"x", "WNJOURNX", "SQLite format 3 and then some more"}) {
    const auto reader = JournalReader::open(folder.write("o.wj", content));
    ASSERT_FALSE(reader) << content;
    EXPECT_EQ(reader.error().kind, FaultKind::malformed);
  }
  EXPECT_FALSE(JournalReader::open(folder.path("nothing.wj")));
}

TEST(Journal, ANewerFormatIsRefusedWithItsNumber) {
  const TempFolder folder;
  std::string whole = TempFolder::read(write_journal(folder, kThree));
  whole[8] = kJournalVersion + 1;
  const auto reader = JournalReader::open(folder.write("n.wj", whole));
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, FaultKind::unsupported);
  EXPECT_NE(reader.error().what.find(
                "journal format " + std::to_string(kJournalVersion + 1) +
                ", this program reads " + std::to_string(kJournalVersion)),
            std::string::npos);
}

// The messages in it are laid out in another way: it is sound, and yet not to be read.
TEST(Journal, AnOlderFormatIsRefusedInItsOwnWords) {
  const TempFolder folder;
  std::string whole = TempFolder::read(write_journal(folder, kThree));
  whole[8] = kJournalVersion - 1;
  const std::string words =
      "was made by an earlier version of Winnow (journal format " +
      std::to_string(kJournalVersion - 1) + ", this program reads " +
      std::to_string(kJournalVersion) + "); use that one, or give another --case";
  // Also where its header is all but cut off.
  for (const std::size_t length : {whole.size(), std::size_t{12}}) {
    const std::string path = folder.write("o.wj", whole.substr(0, length));
    const auto reader = JournalReader::open(path);
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().kind, FaultKind::unsupported);
    EXPECT_EQ(reader.error().line(), path + ": " + words);
  }
}

TEST(Journal, ADamagedHeaderIsNotRead) {
  const TempFolder folder;
  std::string whole = TempFolder::read(write_journal(folder, kThree));
  whole[12] = 1;
  EXPECT_FALSE(JournalReader::open(folder.write("h.wj", whole)));
  whole[12] = 0;
  whole[8] = 0;  // there never was such a version
  const auto reader = JournalReader::open(folder.write("h.wj", whole));
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, FaultKind::malformed);
}

TEST(Journal, AFullDiskIsToldWithTheRemedy) {
  // /dev/full takes no byte, as a full disk does.
  const auto journal = JournalWriter::create("/dev/full");
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().kind, FaultKind::no_space);
  EXPECT_EQ(journal.error().place, "/dev/full");
  EXPECT_NE(journal.error().what.find("free some space"), std::string::npos);
}

}  // namespace
}  // namespace winnow
