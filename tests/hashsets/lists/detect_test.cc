#include "hashsets/lists/detect.h"

#include <gtest/gtest.h>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');

std::string detected(std::string_view head) {
  const auto list = detect_list(bytes_of(head), "list.txt");
  return list ? list->name : list.error().line();
}

TEST(Detect, EveryFormatByItsContent) {
  EXPECT_EQ(detected(kMd5 + "  a.jpg\n"), "md5sum");
  EXPECT_EQ(detected(kSha1 + " *a.jpg\n"), "sha1sum");
  EXPECT_EQ(detected(std::string(64, 'c') + "  a.jpg\n"), "sha256sum");
  EXPECT_EQ(detected("\\" + kMd5 + "  a\\nb.jpg\n"), "md5sum");
  EXPECT_EQ(detected("   12  " + kMd5 + "  a.jpg\n"), "md5sum");
  EXPECT_EQ(detected("MD5 (a.jpg) = " + kMd5 + "\n"), "bsd");
  EXPECT_EQ(detected(kMd5 + "\n" + kSha1 + "\n"), "bare digests");
  EXPECT_EQ(detected("%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n"), "hashdeep");
  EXPECT_EQ(detected("name;SHA-1\n"), "csv");
  EXPECT_EQ(detected("{\"@odata.context\":\"x\",\"value\":[{\"MD5\":\"1\"}]}"), "vics");
  EXPECT_EQ(detected("{\"MD5\":\"" + kMd5 + "\"}\n{\"MD5\":\"" + kMd5 + "\"}\n"),
            "hashlookup");
  EXPECT_EQ(detected("{\"id\":\"1\",\"objects\":[{\"type\":\"file\",\"hashes\":{}},"),
            "stix");
  EXPECT_EQ(detected(" \n{\"type\":\"indicator\",\"pattern\":\"\"}"), "stix");
}

TEST(Detect, MarksLineEndsAndCommentsDoNotMatter) {
  EXPECT_EQ(detected("\xEF\xBB\xBF# note\r\n\r\n" + kMd5 + "  a.jpg\r\n"), "md5sum");
  EXPECT_EQ(detected("\xEF\xBB\xBF%%%% HASHDEEP-1.0\r\n"), "hashdeep");
  EXPECT_EQ(detected("\xEF\xBB\xBF\"md5\"\r\n"), "csv");
  EXPECT_EQ(detected(kMd5), "bare digests");
}

TEST(Detect, CsvListsAreNamedByTheirColumns) {
  EXPECT_EQ(detected("\"SHA-1\",\"FileName\",\"FileSize\",\"ProductCode\","
                     "\"OpSystemCode\",\"MD4\",\"MD5\",\"CRC32\",\"SpecialCode\"\r\n"),
            "nsrl-1.5");
  EXPECT_EQ(detected("\"SHA-1\",\"MD5\",\"CRC32\",\"FileName\",\"FileSize\","
                     "\"ProductCode\",\"OpSystemCode\",\"SpecialCode\"\n"),
            "nsrl-2");
  EXPECT_EQ(detected("V3Hash,HashSHA1,FileName,FilePath,FileSize,HashSHA256\n"),
            "ilook-v3");
  EXPECT_EQ(detected("V4Hash,HashSHA1,FileName,FilePath,FileSize,CreateTime\n"),
            "ilook-v4");
  EXPECT_EQ(
      detected("\"file_id\",\"hashset_id\",\"file_name\",\"directory\",\"hash\"\n"),
      "hashkeeper");
  EXPECT_EQ(detected("Baseline;md5;SHA1;PhotoDNA;Image ID;Is distributed;Victim "
                     "identified;Offender identified;Series name;Number of "
                     "submissions;File Available;Media Type;Extra\n"),
            "icse");
  EXPECT_EQ(detected("MD5;SHA1;PhotoDNA;Image ID\n"), "csv");
}

TEST(Detect, OneBadRowAtTheTopHidesNoList) {
  EXPECT_EQ(detected("made on Monday\n" + kMd5 + "  a\n" + kMd5 + "  b\n"), "md5sum");
  EXPECT_EQ(detected(kMd5 + "  a\n" + kMd5 + "\n" + kSha1 + "\n"), "bare digests");
}

TEST(Detect, ALineCutOffByTheHeadIsOneVoteAtMost) {
  // What is left of the last line would be another list's row.
  const std::string row(64, 'c');
  EXPECT_EQ(detected(row + "  a.jpg\n" + row + "  b.jpg\n" + kMd5), "sha256sum");
}

TEST(Detect, OtherFilesAreNamedWithTheRemedy) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "is empty"},
      {"hello\n", "is not a hash list"},
      {"deadbeef\n", "is not a hash list"},
      {std::string("\xFF\xD8\xFF\xE0\0\x10JFIF", 11), "JPEG"},
      {std::string("\xFF\xFE") + "a" + std::string(1, '\0'), "UTF-16"},
      {"PK\x03\x04", "ZIP"},
      {"\x1F\x8B\x08", "gzip"},
      {"{\"value\":[]}", "JSON"},
      {"{\"@context\":{},\"@graph\":[{\"MD5\":\"" + kMd5 + "\"}]}", "JSON"},
      {"{\"type\":\"bundle\"}", "JSON"},
      {"[{\"MD5\":\"" + kMd5 + "\"}]", "JSON"},
      {std::string(70'000, '['), "JSON"},
      {"SQLite format 3", "SQLite"},
      {std::string("EVF\x09\r\n\xFF\0", 8), "winnow scan"},
      {std::string(510, '\0') + "\x55\xAA", "winnow scan"},
      {"\"hashset_id\",\"name\",\"vendor\",\"notable_flag\"\n671,x,y,0\n", ".hsh"},
      {"<html></html>", "XML"},
      {std::string("\x89WSET\r\n\x1A", 8), "compiled set already"},
      {kMd5 + "  a\n" + std::string(1, '\0'), "is not a hash list"},
  };
  for (const auto& [head, word] : cases) {
    const auto list = detect_list(bytes_of(head), "list.txt");
    ASSERT_FALSE(list) << word;
    EXPECT_EQ(list.error().place, "list.txt:1");
    EXPECT_NE(list.error().what.find(word), std::string::npos) << list.error().what;
    // Where the remedy is known, what else there could be is not told.
    const bool remedy_is_known = word != "is empty" && word != "is not a hash list" &&
                                 word != "JSON" && word != "XML";
    EXPECT_EQ(list.error().what.find("md5sum") == std::string::npos, remedy_is_known)
        << list.error().what;
  }
}

}  // namespace
}  // namespace winnow
