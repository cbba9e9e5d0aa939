#include "scanner/supervise/exhibit_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

TEST(ExhibitFiles, AnImageIsOpenedForReadingOnly) {
  const TempFolder folder;
  const auto exhibit = open_exhibit(folder.write("a.raw", "bytes"));
  ASSERT_TRUE(exhibit);
  EXPECT_FALSE(exhibit->is_folder);
  ASSERT_EQ(exhibit->segments.size(), 1u);
  const int flags = ::fcntl(exhibit->segments[0].fd.get(), F_GETFL);
  EXPECT_EQ(flags & O_ACCMODE, O_RDONLY);
  EXPECT_EQ(::fcntl(exhibit->segments[0].fd.get(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
}

TEST(ExhibitFiles, SegmentsComeTogether) {
  const TempFolder folder;
  folder.write("a.E02", "2");
  folder.write("a.E03", "3");
  const auto exhibit = open_exhibit(folder.write("a.E01", "1"));
  ASSERT_TRUE(exhibit);
  ASSERT_EQ(exhibit->segments.size(), 3u);
  EXPECT_EQ(exhibit->segments[2].name, folder.path("a.E03"));
}

TEST(ExhibitFiles, AMissingSegmentIsNamed) {
  const TempFolder folder;
  folder.write("a.E03", "3");
  const auto exhibit = open_exhibit(folder.write("a.E01", "1"));
  ASSERT_FALSE(exhibit);
  EXPECT_EQ(exhibit.error().kind, FaultKind::missing);
  EXPECT_EQ(
      exhibit.error().line(),
      folder.path("a.E01") + ": segment a.E02 is missing; put it into the same folder");
}

TEST(ExhibitFiles, AFolderIsOneDescriptor) {
  const TempFolder folder;
  folder.write("a", "1");
  const auto exhibit = open_exhibit(folder.path(""));
  ASSERT_TRUE(exhibit);
  EXPECT_TRUE(exhibit->is_folder);
  ASSERT_EQ(exhibit->segments.size(), 1u);
  EXPECT_NE(::fcntl(exhibit->segments[0].fd.get(), F_GETFL) & O_DIRECTORY, 0);
}

TEST(ExhibitFiles, WhatIsNotThereIsMissing) {
  const TempFolder folder;
  const auto exhibit = open_exhibit(folder.path("nothing.raw"));
  ASSERT_FALSE(exhibit);
  EXPECT_EQ(exhibit.error().kind, FaultKind::missing);
  EXPECT_EQ(exhibit.error().place, folder.path("nothing.raw"));
}

TEST(ExhibitFiles, APipeIsRefusedWithoutWaitingForIt) {
  const TempFolder folder;
  const std::string pipe = folder.path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const auto exhibit = open_exhibit(pipe);
  ASSERT_FALSE(exhibit);
  EXPECT_EQ(exhibit.error().kind, FaultKind::usage);
}

std::string fingerprint(const std::string& path) {
  const auto exhibit = open_exhibit(path);
  EXPECT_TRUE(exhibit);
  return exhibit ? fingerprint_of(*exhibit) : "";
}

TEST(ExhibitFiles, TheFingerprintIsOfTheBytes) {
  const TempFolder folder;
  const std::string content(100'000, 'x');
  const std::string a = fingerprint(folder.write("a.raw", content));
  EXPECT_EQ(fingerprint(folder.write("b.raw", content)), a);
  std::string other = content;
  other[0] = 'y';
  EXPECT_FALSE(same_evidence(fingerprint(folder.write("c.raw", other)), a));
  EXPECT_FALSE(same_evidence(fingerprint(folder.write("d.raw", content + "x")), a));
  EXPECT_FALSE(same_evidence(fingerprint(folder.write("e.raw", "")), a));
}

TEST(ExhibitFiles, TheFingerprintIsOfAllSegments) {
  const TempFolder folder;
  folder.write("a.002", std::string(60'000, '2'));
  const std::string path = folder.write("a.001", std::string(40'000, '1'));
  const std::string before = fingerprint(path);
  folder.write("a.002", std::string(60'000, '3'));
  EXPECT_FALSE(same_evidence(fingerprint(path), before));
}

TEST(ExhibitFiles, AFoldersFingerprintIsItsPlace) {
  const TempFolder folder;
  std::filesystem::create_directory(folder.path("a"));
  std::filesystem::create_directory(folder.path("b"));
  const std::string a = fingerprint(folder.path("a"));
  folder.write("a/new", "x");
  EXPECT_TRUE(same_evidence(fingerprint(folder.path("a/../a")), a));
  EXPECT_FALSE(same_evidence(fingerprint(folder.path("b")), a));
}

TEST(ExhibitFiles, UnreadableSamplesAgreeWithAny) {
  EXPECT_TRUE(same_evidence("bytes=9;segments=1;samples=aa,-,cc",
                            "bytes=9;segments=1;samples=-,bb,cc"));
  EXPECT_FALSE(same_evidence("bytes=9;segments=1;samples=aa,-,cc",
                             "bytes=9;segments=1;samples=-,bb,dd"));
  EXPECT_FALSE(
      same_evidence("bytes=9;segments=1;samples=-", "bytes=8;segments=1;samples=-"));
  EXPECT_FALSE(same_evidence("bytes=9;segments=1;samples=-", "folder=/a"));
  EXPECT_FALSE(same_evidence("", "bytes=9;segments=1;samples=-"));
}

}  // namespace
}  // namespace winnow
