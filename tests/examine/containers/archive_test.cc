// Archives: those of others, and those written here to be damaged or to be too much.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/examine/containers/collected_members.h"

namespace winnow {
namespace {

using Buffer = std::vector<std::byte>;

struct Entry {
  std::string name;
  std::string bytes;
};

using Choose = std::function<void(archive*)>;

Buffer written(const Choose& choose, const std::vector<Entry>& entries) {
  Buffer target(std::size_t{8} << 20);
  std::size_t used = 0;
  archive* a = archive_write_new();
  choose(a);
  EXPECT_EQ(archive_write_open_memory(a, target.data(), target.size(), &used),
            ARCHIVE_OK)
      << archive_error_string(a);
  for (const Entry& entry : entries) {
    archive_entry* header = archive_entry_new();
    archive_entry_set_pathname(header, entry.name.c_str());
    archive_entry_set_size(header, static_cast<la_int64_t>(entry.bytes.size()));
    archive_entry_set_filetype(header, AE_IFREG);
    archive_entry_set_perm(header, 0644);
    EXPECT_GE(archive_write_header(a, header), ARCHIVE_WARN) << archive_error_string(a);
    EXPECT_EQ(archive_write_data(a, entry.bytes.data(), entry.bytes.size()),
              static_cast<la_ssize_t>(entry.bytes.size()));
    archive_entry_free(header);
  }
  EXPECT_EQ(archive_write_close(a), ARCHIVE_OK) << archive_error_string(a);
  archive_write_free(a);
  target.resize(used);
  return target;
}

void as_zip(archive* a) {
  archive_write_set_format_zip(a);
}
void as_tar_gz(archive* a) {
  archive_write_set_format_ustar(a);
  archive_write_add_filter_gzip(a);
}

std::string noise(std::size_t length, unsigned seed) {
  std::string text(length, '\0');
  unsigned state = seed;
  for (char& c : text) {
    state = state * 1664525u + 1013904223u;
    c = static_cast<char>(state >> 24);
  }
  return text;
}

std::vector<Entry> three_files() {
  return {{"a/1.bin", noise(5000, 1)},
          {"a/2.bin", noise(6000, 2)},
          {"3.bin", noise(7000, 3)}};
}

void expect_three_files(const Opened& read) {
  for (const Entry& entry : three_files()) {
    const auto* member = read.members.find(entry.name);
    ASSERT_NE(member, nullptr) << entry.name;
    EXPECT_EQ(text_of(member->bytes), entry.bytes) << entry.name;
  }
}

TEST(Archive, EveryFormatThatCanBeWritten) {
  const std::vector<Choose> choices = {
      as_zip,
      as_tar_gz,
      [](archive* a) { archive_write_set_format_7zip(a); },
      [](archive* a) { archive_write_set_format_pax(a); },
      [](archive* a) { archive_write_set_format_cpio_newc(a); },
      [](archive* a) { archive_write_set_format_xar(a); },
      [](archive* a) { archive_write_set_format_warc(a); },
      [](archive* a) {
        archive_write_set_format_ustar(a);
        archive_write_add_filter_zstd(a);
      },
      [](archive* a) {
        archive_write_set_format_ustar(a);
        archive_write_add_filter_xz(a);
      },
      [](archive* a) {
        archive_write_set_format_ustar(a);
        archive_write_add_filter_lz4(a);
      },
      [](archive* a) {
        archive_write_set_format_ustar(a);
        archive_write_add_filter_compress(a);
      },
      [](archive* a) {
        archive_write_set_format_ustar(a);
        archive_write_add_filter_lzip(a);
      },
  };
  for (std::size_t i = 0; i < choices.size(); ++i) {
    SCOPED_TRACE(i);
    const Opened read =
        opened(ContentType::archive, written(choices[i], three_files()));
    EXPECT_FALSE(read.fault) << read.fault->line();
    expect_three_files(read);
  }
}

TEST(Archive, IsoImage) {
  const Opened read = opened(
      ContentType::archive,
      written([](archive* a) { archive_write_set_format_iso9660(a); }, three_files()));
  EXPECT_FALSE(read.fault);
  expect_three_files(read);
}

TEST(Archive, SamplesHoldTheOriginalsThatLieBesideThem) {
  const auto original = sample("be_archives/src/tests/1.jpg");
  if (!original) GTEST_SKIP() << "no shared evidence";
  for (const char* name :
       {"tests/Data/jpegs.zip", "tests/Data/jpegs.rar", "tests/Data/jpegs.rar5",
        "tests/Data/jpegs.tar.gz", "src/tests/jpegs.rar"}) {
    SCOPED_TRACE(name);
    const Opened read =
        opened(ContentType::archive, *sample(std::string("be_archives/") + name));
    EXPECT_FALSE(read.fault);
    EXPECT_EQ(read.members.members.size(), 4u);
    for (const char* file : {"1.jpg", "jpegs/2.jpg", "jpegs/3.jpg", "jpegs/4.jpg"}) {
      const auto bytes = sample(std::string("be_archives/src/tests/") + file);
      EXPECT_TRUE(read.members.has_md5(md5_of(*bytes))) << file;
    }
  }
}

TEST(Archive, SamplesOfOneTreeInEveryFormatHoldTheSame) {
  const auto zip = tika_sample("test-documents.zip");
  if (!zip) GTEST_SKIP() << "no shared evidence";
  const Opened expected = opened(ContentType::archive, *zip);
  ASSERT_EQ(expected.members.members.size(), 9u);
  for (const char* ending :
       {"7z", "cab", "cpio", "rar", "tar", "tar.Z", "tbz2", "tgz"}) {
    SCOPED_TRACE(ending);
    const auto bytes = tika_sample(std::string("test-documents.") + ending);
    const Opened read = opened(ContentType::archive, *bytes);
    EXPECT_FALSE(read.fault);
    EXPECT_EQ(read.members.members.size(), 9u);
    for (const CollectedMember& member : expected.members.members) {
      EXPECT_TRUE(read.members.has_md5(member.md5())) << member.name;
    }
  }
}

TEST(Archive, EncryptedMembersAreMembers) {
  for (const char* name : {"jpegs.rar-encrypted", "jpegs.rar5-encrypted"}) {
    const auto bytes = sample(std::string("be_archives/tests/Data/") + name);
    if (!bytes) GTEST_SKIP() << "no shared evidence";
    const Opened read = opened(ContentType::archive, *bytes);
    EXPECT_FALSE(read.fault);
    ASSERT_EQ(read.members.members.size(), 4u);
    for (const CollectedMember& member : read.members.members) {
      EXPECT_EQ(member.state, MemberState::encrypted) << member.name << member.why;
    }
  }
}

TEST(Archive, EncryptedListsAreSaidToBe) {
  for (const char* name : {"full_encrypted.7z", "test-documents-enc.rar"}) {
    const auto bytes = tika_sample(name);
    if (!bytes) GTEST_SKIP() << "no shared evidence";
    const Opened read = opened(ContentType::archive, *bytes);
    ASSERT_TRUE(read.fault);
    EXPECT_EQ(read.fault->kind, FaultKind::encrypted) << name;
  }
}

TEST(Archive, PartOfASplitOneIsNoted) {
  const auto bytes = tika_sample("test-documents-spanned.zip");
  if (!bytes) GTEST_SKIP() << "no shared evidence";
  const Opened read = opened(ContentType::archive, *bytes);
  EXPECT_NE(read.members.all_notes().find("one part of a split archive"),
            std::string::npos);
}

// Which part it is shows by its name and its end: see DeepType.
TEST(Archive, APartThatBeginsInAnotherFileIsSaidToBeOne) {
  const Opened read = opened(ContentType::archive_part, bytes_of("what came before"));
  ASSERT_TRUE(read.fault);
  EXPECT_EQ(read.fault->kind, FaultKind::unsupported);
  EXPECT_NE(read.fault->what.find("split over several files"), std::string::npos);
}

std::size_t position_of(const Buffer& bytes, std::string_view magic) {
  const std::size_t at = text_of(bytes).find(magic);
  EXPECT_NE(at, std::string_view::npos);
  return at;
}

TEST(Archive, WithoutItsCentralDirectoryTheLocalHeadersAreRead) {
  Buffer zip = written(as_zip, three_files());
  zip.resize(position_of(zip, "PK\x01\x02"));
  expect_three_files(opened(ContentType::archive, zip));
}

TEST(Archive, WithADamagedCentralDirectoryTheLocalHeadersAreRead) {
  Buffer zip = written(as_zip, three_files());
  const std::size_t directory = position_of(zip, "PK\x01\x02");
  const std::size_t second = text_of(zip).find("PK\x01\x02", directory + 4);
  zip[second] = std::byte{0};
  const Opened read = opened(ContentType::archive, zip);
  expect_three_files(read);
  EXPECT_EQ(read.members.members.size(), 3u);
}

TEST(Archive, OneDamagedMemberDoesNotHideTheOthers) {
  std::vector<Entry> entries = three_files();
  entries[1].bytes = std::string(100'000, 'x') + noise(1000, 9);  // deflated
  Buffer zip = written(as_zip, entries);
  const std::size_t data = position_of(zip, "a/2.bin") + 60;
  for (std::size_t i = data; i < data + 40; ++i) zip[i] = std::byte{0xFF};
  const Opened read = opened(ContentType::archive, zip);
  ASSERT_NE(read.members.find("a/1.bin"), nullptr);
  ASSERT_NE(read.members.find("3.bin"), nullptr);
  EXPECT_EQ(text_of(read.members.find("3.bin")->bytes), entries[2].bytes);
  const auto* damaged = read.members.find("a/2.bin");
  ASSERT_NE(damaged, nullptr);
  EXPECT_TRUE(damaged->state == MemberState::damaged || damaged->broke_off);
  EXPECT_EQ(read.members.members.size(), 3u);
}

TEST(Archive, AWrongChecksumIsANoteAndTheBytesCome) {
  Buffer zip = written(
      [](archive* a) {
        archive_write_set_format_zip(a);
        archive_write_set_format_option(a, "zip", "compression", "store");
      },
      three_files());
  const std::size_t data = position_of(zip, noise(5000, 1).substr(0, 16));
  zip[data] ^= std::byte{1};
  const Opened read = opened(ContentType::archive, zip);
  const auto* member = read.members.find("a/1.bin");
  ASSERT_NE(member, nullptr);
  EXPECT_EQ(member->bytes.size(), 5000u);
  EXPECT_NE(read.members.all_notes().find("a/1.bin: "), std::string::npos);
}

TEST(Archive, NamesAreMadeFit) {
  const Opened read =
      opened(ContentType::archive, written(as_zip, {{"../../etc/x", "1"},
                                                    {"/root/y", "2"},
                                                    {"a//./b", "3"},
                                                    {"a/b", "4"},
                                                    {"gr\x81n.jpg", "5"},
                                                    {"gr\xC3\xBCn.png", "6"},
                                                    {"bell\x07.jpg", "7"}}));
  EXPECT_FALSE(read.fault);
  EXPECT_EQ(read.members.names(),
            (std::vector<std::string>{"%2E%2E/%2E%2E/etc/x", "root/y", "a/b", "a/b (2)",
                                      "gr\xC3\xBCn.jpg", "gr\xC3\xBCn.png",
                                      "bell\\x07.jpg"}));
}

TEST(Archive, LinksAndFoldersAreNoMembers) {
  Buffer target(1 << 20);
  std::size_t used = 0;
  archive* a = archive_write_new();
  archive_write_set_format_pax(a);
  archive_write_open_memory(a, target.data(), target.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "folder");
  archive_entry_set_filetype(entry, AE_IFDIR);
  archive_write_header(a, entry);
  archive_entry_clear(entry);
  archive_entry_set_pathname(entry, "symbolic");
  archive_entry_set_filetype(entry, AE_IFLNK);
  archive_entry_set_symlink(entry, "/etc/passwd");
  archive_write_header(a, entry);
  archive_entry_clear(entry);
  archive_entry_set_pathname(entry, "hard");
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_hardlink(entry, "folder/x");
  archive_write_header(a, entry);
  archive_entry_free(entry);
  archive_write_close(a);
  archive_write_free(a);
  target.resize(used);
  const Opened read = opened(ContentType::archive, target);
  EXPECT_FALSE(read.fault);
  EXPECT_TRUE(read.members.members.empty());
}

TEST(Archive, TooManyMembersAreAFaultAfterTheFirst) {
  std::vector<Entry> entries;
  for (int i = 0; i < 20; ++i) entries.push_back({std::to_string(i), "x"});
  ContainerLimits limits;
  limits.entries = 7;
  const Opened read = opened(ContentType::archive, written(as_zip, entries), limits);
  ASSERT_TRUE(read.fault);
  EXPECT_EQ(read.fault->kind, FaultKind::too_big);
  EXPECT_EQ(read.members.members.size(), 7u);
}

TEST(Archive, WhatLiesBehindABombIsNotReachedAtAnyPrice) {
  const Buffer bomb = written(
      as_tar_gz, {{"bomb", std::string(std::size_t{64} << 20, '\0')}, {"after", "x"}});
  MemoryContent content(bomb);
  ContainerLimits limits;
  limits.passed_over_bytes = 1 << 20;
  CollectedMembers members(1 << 20);
  const auto outcome =
      open_container(ContentType::archive, content, nullptr, limits, members);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, FaultKind::too_big);
  ASSERT_EQ(members.members.size(), 1u);
  EXPECT_LT(members.members[0].bytes.size(), std::size_t{2} << 20);
}

TEST(Archive, WhatLiesBehindABombInAZipIsReachedWithoutExpandingIt) {
  const Buffer bomb = written(
      as_zip, {{"bomb", std::string(std::size_t{64} << 20, '\0')}, {"after", "x"}});
  MemoryContent content(bomb);
  ContainerLimits limits;
  limits.passed_over_bytes = 1 << 20;
  CollectedMembers members(1 << 20);
  EXPECT_TRUE(open_container(ContentType::archive, content, nullptr, limits, members));
  ASSERT_EQ(members.members.size(), 2u);
  EXPECT_LT(members.members[0].bytes.size(), std::size_t{2} << 20);
  EXPECT_EQ(text_of(members.members[1].bytes), "x");
}

// How many members there are, down to so many levels.
std::size_t members_within(const Buffer& zip, int levels) {
  const Opened read = opened(ContentType::archive, zip);
  EXPECT_FALSE(read.fault);
  std::size_t count = read.members.members.size();
  if (levels == 0) return count;
  for (const CollectedMember& member : read.members.members) {
    if (has_magic(member.bytes, 0, "PK")) {
      count += members_within(member.bytes, levels - 1);
    }
  }
  return count;
}

TEST(Archive, ANestedBombIsOpenedOneLevelAtATime) {
  constexpr int kLevels = 5;
  Buffer zip = written(as_zip, {{"zeros", std::string(std::size_t{1} << 20, '\0')}});
  for (int level = 0; level < kLevels; ++level) {
    const std::string inner(text_of(zip));
    zip = written(as_zip, {{"1.zip", inner}, {"2.zip", inner}, {"3.zip", inner}});
  }
  EXPECT_EQ(members_within(zip, 0), 3u);
  EXPECT_EQ(members_within(zip, 1), 3u + 9);
  EXPECT_EQ(members_within(zip, 2), 3u + 9 + 27);
}

TEST(Archive, ThreadsDoNotDisturbOneAnother) {
  const auto rar = sample("be_archives/tests/Data/jpegs.rar5");
  if (!rar) GTEST_SKIP() << "no shared evidence";
  struct Work {
    ContentType type;
    Buffer bytes;
    std::vector<std::string> names;
  };
  std::vector<Work> work = {
      {ContentType::archive, *rar, {}},
      {ContentType::archive, *tika_sample("test-documents.7z"), {}},
      {ContentType::office_old, *tika_sample("testWORD_3imgs.doc"), {}},
      {ContentType::pdf, *tika_sample("testPDF_jpeg2000.pdf"), {}},
      {ContentType::mail, *tika_sample("testMHTMLFirefox.mhtml"), {}},
      {ContentType::pst, *tika_sample("testPST_variousBodyTypes.pst"), {}}};
  for (Work& one : work) one.names = opened(one.type, one.bytes).members.names();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&work] {
      for (int round = 0; round < 5; ++round) {
        for (const Work& one : work) {
          EXPECT_EQ(opened(one.type, one.bytes).members.names(), one.names);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Compressed, IsOneMemberByItsStoredName) {
  const auto raw = [](const Choose& filter) {
    return written(
        [&](archive* a) {
          archive_write_set_format_raw(a);
          filter(a);
        },
        {{"x", "the content"}});
  };
  const std::vector<Choose> filters = {
      [](archive* a) { archive_write_add_filter_gzip(a); },
      [](archive* a) { archive_write_add_filter_bzip2(a); },
      [](archive* a) { archive_write_add_filter_xz(a); },
      [](archive* a) { archive_write_add_filter_zstd(a); },
      [](archive* a) { archive_write_add_filter_lz4(a); },
      [](archive* a) { archive_write_add_filter_compress(a); }};
  for (const Choose& filter : filters) {
    const Opened read = opened(ContentType::compressed, raw(filter));
    EXPECT_FALSE(read.fault);
    ASSERT_EQ(read.members.members.size(), 1u);
    EXPECT_EQ(read.members.members[0].name, "content");
    EXPECT_EQ(text_of(read.members.members[0].bytes), "the content");
  }
}

TEST(Compressed, OneWithinAnotherIsOpenedOneLevelDeep) {
  const auto quine = tika_sample("quine.gz");
  if (!quine) GTEST_SKIP() << "no shared evidence";
  const Opened read = opened(ContentType::compressed, *quine);
  EXPECT_FALSE(read.fault);
  ASSERT_EQ(read.members.members.size(), 1u);
  EXPECT_EQ(read.members.members[0].name, "quine.gz");
  EXPECT_EQ(read.members.members[0].bytes, *quine);  // it is what it holds
}

TEST(Compressed, ACutOneBreaksOffWithAFault) {
  Buffer bytes = written(
      [](archive* a) {
        archive_write_set_format_raw(a);
        archive_write_add_filter_gzip(a);
      },
      {{"x", noise(1'000'000, 4)}});
  bytes.resize(bytes.size() / 2);
  const Opened read = opened(ContentType::compressed, bytes);
  ASSERT_EQ(read.members.members.size(), 1u);
  EXPECT_TRUE(read.members.members[0].broke_off);
  EXPECT_GT(read.members.members[0].bytes.size(), 10'000u);
}

}  // namespace
}  // namespace winnow
