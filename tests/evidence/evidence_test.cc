#include "scanner/evidence/evidence.h"

#include <gtest/gtest.h>

#include <string>

#include "base/file.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

TEST(OpenEvidence, TakesUnknownBytesForRaw) {
  const MemoryFile file(std::string(1000, 'x'));
  const auto opened = open_evidence({file.segment()});
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(opened->record.kind, "raw");
  EXPECT_EQ(opened->record.bytes, 1000u);
  EXPECT_EQ(opened->record.unsupported, "");
  EXPECT_FALSE(opened->record.is_folder);
  EXPECT_EQ(whole_of(*opened->bytes), std::vector<std::byte>(1000, std::byte{'x'}));
}

TEST(OpenEvidence, CallsSeveralRawSegmentsSplit) {
  const MemoryFile first(std::string(1000, 'x'));
  const MemoryFile second(std::string(24, 'y'));
  const auto opened = open_evidence({first.segment(), second.segment()});
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(opened->record.kind, "split raw");
  EXPECT_EQ(opened->record.bytes, 1024u);
}

TEST(OpenEvidence, RefusesNothingAndAnEmptyFile) {
  const auto nothing = open_evidence({});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, FaultKind::usage);

  const MemoryFile empty(std::string_view{}, "empty.dd");
  const auto opened = open_evidence({empty.segment()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, FaultKind::truncated);
  EXPECT_EQ(opened.error().place, "empty.dd");
}

TEST(OpenEvidence, OpensASingleByte) {
  const MemoryFile file("M");
  const auto opened = open_evidence({file.segment()});
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(whole_of(*opened->bytes), std::vector<std::byte>{std::byte{'M'}});
}

TEST(OpenEvidence, TakesAFolder) {
  const TempFolder folder;
  const auto fd = open_read_only(folder.path("."));
  ASSERT_TRUE(fd) << fd.error().line();
  const auto opened = open_evidence({{fd->get(), "folder"}});
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_TRUE(opened->record.is_folder);
  EXPECT_EQ(opened->record.kind, "folder");
  EXPECT_EQ(opened->bytes, nullptr);
}

TEST(OpenEvidence, NamesAContainerItDoesNotRead) {
  const MemoryFile first("QFI\xfb" + std::string(996, 'x'));
  const MemoryFile second(std::string(24, 'y'));
  const auto opened = open_evidence({first.segment(), second.segment()});
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(opened->record.unsupported, "QCOW2");
  EXPECT_EQ(opened->record.bytes, 1024u);
  EXPECT_EQ(opened->bytes, nullptr);
}

TEST(OpenEvidence, FaultsOnAContainerOfWhichOnlyTheMagicIsThere) {
  for (const std::string& magic :
       {std::string("EVF\x09\x0d\x0a\xff\x00", 8),
        std::string("EVF2\x0d\x0a\x81\x00", 8), std::string("AFF10\r\n\0", 8),
        std::string("KDMV"), std::string("COWD"), std::string("vhdxfile")}) {
    for (const std::size_t size :
         {magic.size(), std::size_t{100}, std::size_t{70000}}) {
      std::string content = magic;
      content.resize(size, '\0');
      const MemoryFile file(content, "broken");
      const auto opened = open_evidence({file.segment()});
      ASSERT_FALSE(opened) << magic << " " << size;
      EXPECT_EQ(opened.error().place, "broken");
    }
  }
}

TEST(OpenEvidence, LeavesTheDescriptorsToTheirOwner) {
  const MemoryFile file(std::string(600, 'x'));
  { const auto opened = open_evidence({file.segment()}); }
  std::vector<std::byte> target(600);
  EXPECT_TRUE(read_exactly(file.fd(), 0, target, "file"));
}

}  // namespace
}  // namespace winnow
