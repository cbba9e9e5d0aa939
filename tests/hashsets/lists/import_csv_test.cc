#include <gtest/gtest.h>

#include "hashsets/lists/list_import.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');
const std::string kSha256(64, 'c');

using Rejected = std::vector<std::pair<std::uint64_t, RowReason>>;

TEST(Csv, DigestsOfOneRowBelongTogether) {
  const auto rows = import_text(import_csv, "\xEF\xBB\xBFName;SHA-256;MD5;SHA1\r\na;" +
                                                kSha256 + ";" + kMd5 + ";" + kSha1 +
                                                "\r\nb;;" + kMd5 + ";-\r\n");
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->taken, (std::vector<Rows::Row>{
                             {2, kMd5 + " " + kSha1 + " " + kSha256, std::nullopt, ""},
                             {3, kMd5, std::nullopt, ""}}));
}

TEST(Csv, CategoriesAreCodesOrWords) {
  const auto rows = import_text(
      import_csv, "md5,category,label\n" + kMd5 + ",1,first\n" + kMd5 + ",0,\n" + kMd5 +
                      ",,none given\n" + kMd5 + ",A,\n" + kMd5 + ",A,upper\n" + kMd5 +
                      ",-7,NULL\n" + kMd5 + ",9223372036854775807,\n" + kMd5 +
                      ",99999999999999999999,\n");
  ASSERT_TRUE(rows) << rows.error().line();
  std::vector<std::pair<std::optional<std::int64_t>, std::string>> got;
  for (const Rows::Row& row : rows->taken) got.emplace_back(row.code, row.label);
  EXPECT_EQ(got, (decltype(got){{1, "first"},
                                {0, ""},
                                {std::nullopt, "none given"},
                                {std::nullopt, "A"},
                                {std::nullopt, "A: upper"},
                                {-7, ""},
                                {9223372036854775807, ""},
                                {std::nullopt, "99999999999999999999"}}));
}

TEST(Csv, ZeroAndAbsentAreDifferent) {
  const auto rows =
      import_text(import_csv, "md5,category\n" + kMd5 + ",0\n" + kMd5 + ",\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken[0].code, 0);
  EXPECT_EQ(rows->taken[1].code, std::nullopt);
}

TEST(Csv, QuotedCellsMayHoldDelimitersAndLines) {
  const auto rows =
      import_text(import_csv, "\"name\",\"md5\",\"label\"\n\"a,\nb\"\"\",\"" + kMd5 +
                                  "\",\"x\ny\"\nc," + kMd5 + ",z\n");
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->taken, (std::vector<Rows::Row>{{2, kMd5, std::nullopt, "x\ny"},
                                                 {5, kMd5, std::nullopt, "z"}}));
}

TEST(Csv, RowsThatDoNotFitTheHeaderAreRejected) {
  const auto rows =
      import_text(import_csv, "name,md5,sha1\na," + kMd5 + "\nb," + kMd5 + ",,\nc," +
                                  kMd5 + ",,extra\nd,,\ne," + kMd5 + ",bad\nf,\"" +
                                  kMd5 + "\"x,\ng," + kSha1 + ",\n");
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->taken.size(), 1u);
  EXPECT_EQ(rows->rejected, (Rejected{{2, RowReason::columns_missing},
                                      {4, RowReason::columns_extra},
                                      {5, RowReason::no_digest},
                                      {6, RowReason::not_a_digest},
                                      {7, RowReason::quotes},
                                      {8, RowReason::not_a_digest}}));
}

TEST(Csv, OtherAlgorithmsAreLeftOutAndSaid) {
  const auto rows = import_text(
      import_csv, "md5,sha512,tlsh\n" + kMd5 + "," + std::string(128, 'd') + ",T1\n" +
                      kMd5 + ",,\n," + std::string(128, 'd') + ",\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->rejected,
            (Rejected{{2, RowReason::unused_value}, {4, RowReason::unused_algorithm}}));
}

TEST(Csv, AColumnCalledHashIsReadByLength) {
  const auto rows =
      import_text(import_csv,
                  "#TYPE Microsoft.PowerShell.Commands.FileHashInfo\n\"Algorithm\","
                  "\"Hash\",\"Path\"\n\"SHA256\",\"" +
                      kSha256 + "\",\"C:\\a\"\n\"SHA512\",\"" + std::string(128, 'd') +
                      "\",\"C:\\a\"\n");
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 1u);
  EXPECT_EQ(rows->taken[0].digests, kSha256);
  EXPECT_EQ(rows->rejected, (Rejected{{4, RowReason::unused_algorithm}}));
}

TEST(Csv, WithoutAHeaderItIsAFault) {
  for (const std::string& list : {std::string(), "a,b\n" + kMd5 + ",c\n"}) {
    const auto rows = import_text(import_csv, list);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().place, "list:1");
  }
}

TEST(Csv, NsrlTextOfBothLayouts) {
  const std::string sha1 = invented_hex(Algorithm::sha1, 1);
  const std::string md5 = invented_hex(Algorithm::md5, 1);
  // A name that is no UTF-8, one with a quotation mark, a special code.
  const auto two = import_text(
      import_csv,
      "\"SHA-1\",\"MD5\",\"CRC32\",\"FileName\",\"FileSize\",\"ProductCode\","
      "\"OpSystemCode\",\"SpecialCode\"\r\n\"" +
          sha1 + "\",\"" + md5 +
          "\",\"CABEC7CD\",\"na\xEFve\xFF\",503,1,\"WIN\",\"\"\r\n\"" + sha1 + "\",\"" +
          md5 + "\",\"CABEC7CD\",\"a \"\"b\"\", c\",504,2,\"WIN\",\"M\"\r\n");
  ASSERT_TRUE(two) << two.error().line();
  EXPECT_TRUE(two->rejected.empty());
  EXPECT_EQ(two->taken,
            (std::vector<Rows::Row>{{2, md5 + " " + sha1, std::nullopt, "", "", 503},
                                    {3, md5 + " " + sha1, std::nullopt, "", "", 504}}));
  const auto first = import_text(
      import_csv,
      "\"SHA-1\",\"FileName\",\"FileSize\",\"ProductCode\",\"OpSystemCode\",\"MD4\","
      "\"MD5\",\"CRC32\",\"SpecialCode\"\n\"" +
          sha1 + "\",\"\xC3(\",503,1,\"WIN\",\"\",\"" + md5 + "\",\"CABEC7CD\",\"\"\n");
  ASSERT_TRUE(first) << first.error().line();
  EXPECT_TRUE(first->rejected.empty());
  EXPECT_EQ(first->taken,
            (std::vector<Rows::Row>{{2, md5 + " " + sha1, std::nullopt, "", "", 503}}));
}

TEST(Csv, IcseGivesTheDigestsAndLeavesPhotoDnaOut) {
  const auto rows = import_text(
      import_csv,
      "MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender "
      "identified;Series name;Number of submissions;File Available;Media "
      "Type;Baseline\n" +
          invented_hex(Algorithm::md5, 1) + ";" + invented_hex(Algorithm::sha1, 1) +
          ";x;1;y;n;n;;2;y;image;n\n");
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 1u);
  EXPECT_EQ(rows->taken[0].digests,
            invented_hex(Algorithm::md5, 1) + " " + invented_hex(Algorithm::sha1, 1));
  EXPECT_EQ(
      rows->rejected,
      (std::vector<std::pair<std::uint64_t, RowReason>>{{2, RowReason::unused_value}}));
}

// "hash" beside "quality" is PDQ's: no other digest has one.
TEST(Csv, AQualitySaysThatHashesArePdqAndWhichAreNotCompared) {
  const auto pdq = [](std::uint64_t n) { return invented_hex(Algorithm::sha256, n); };
  const auto alone =
      import_text(import_csv, "hash,quality\n" + pdq(1) + ",50\n" + pdq(2) + ",49\n" +
                                  pdq(3) + ",\n" + pdq(4) + ",101\n");
  ASSERT_TRUE(alone) << alone.error().line();
  ASSERT_EQ(alone->taken.size(), 2u);
  EXPECT_EQ(alone->taken[0].pdq, pdq(1));
  EXPECT_EQ(alone->taken[0].digests, "");
  EXPECT_EQ(alone->taken[1].pdq, pdq(3));
  EXPECT_EQ(alone->rejected,
            (std::vector<std::pair<std::uint64_t, RowReason>>{
                {3, RowReason::low_quality}, {5, RowReason::bad_field}}));
  const std::string md5 = invented_hex(Algorithm::md5, 1);
  const auto beside =
      import_text(import_csv, "md5,pdq,quality\n" + md5 + "," + pdq(1) + ",3\n");
  ASSERT_TRUE(beside);
  ASSERT_EQ(beside->taken.size(), 1u);
  EXPECT_EQ(beside->taken[0].digests, md5);
  EXPECT_EQ(beside->taken[0].pdq, "");
  EXPECT_EQ(
      beside->rejected,
      (std::vector<std::pair<std::uint64_t, RowReason>>{{2, RowReason::unused_value}}));
  const auto sha256 = import_text(import_csv, "hash,name\n" + pdq(1) + ",a\n");
  ASSERT_TRUE(sha256);
  EXPECT_EQ(sha256->taken.at(0).digests, pdq(1));
}

}  // namespace
}  // namespace winnow
