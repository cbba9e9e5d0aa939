#include <gtest/gtest.h>

#include "hashsets/lists/list_import.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');
const std::string kSha256(64, 'c');

TEST(BsdList, TheAlgorithmIsNamed) {
  EXPECT_EQ(outcome(parse_bsd_row("MD5 (a.jpg) = " + kMd5)), kMd5);
  EXPECT_EQ(outcome(parse_bsd_row("SHA1 (a.jpg) = " + kSha1)), kSha1);
  EXPECT_EQ(outcome(parse_bsd_row("SHA256 (a.jpg) = " + kSha256)), kSha256);
  EXPECT_EQ(outcome(parse_bsd_row("SHA-256 (a.jpg) = " + kSha256)), kSha256);
}

TEST(BsdList, AsOpensslWritesIt) {
  EXPECT_EQ(outcome(parse_bsd_row("MD5(a.jpg)= " + kMd5)), kMd5);
  EXPECT_EQ(outcome(parse_bsd_row("SHA2-256(a.jpg)= " + kSha256)), kSha256);
}

TEST(BsdList, NamesMayHoldTheSeparatorItself) {
  EXPECT_EQ(outcome(parse_bsd_row("MD5 (a) = b (c) = d) = " + kMd5)), kMd5);
  EXPECT_EQ(outcome(parse_bsd_row("MD5 () = " + kMd5)), kMd5);
  EXPECT_EQ(outcome(parse_bsd_row("\\MD5 (a\\nb) = " + kMd5)), kMd5);
}

TEST(BsdList, LengthMustFitTheName) {
  const std::string bad = to_string(RowReason::not_a_digest);
  EXPECT_EQ(outcome(parse_bsd_row("SHA1 (a.jpg) = " + kMd5)), bad);
  EXPECT_EQ(outcome(parse_bsd_row("MD5 (a.jpg) = " + kMd5 + "0")), bad);
  EXPECT_EQ(outcome(parse_bsd_row("MD5 (a.jpg) = ")), bad);
  EXPECT_EQ(outcome(parse_bsd_row("MD5 (a.jpg")), bad);
  EXPECT_EQ(outcome(parse_bsd_row(") = (" + kMd5)), bad);
  EXPECT_EQ(outcome(parse_bsd_row("(a.jpg) = " + kMd5)), bad);
}

TEST(BsdList, OtherAlgorithmsAreSaid) {
  EXPECT_EQ(outcome(parse_bsd_row("SHA512 (a) = " + std::string(128, 'a'))),
            to_string(RowReason::unused_algorithm));
  EXPECT_EQ(outcome(parse_bsd_row("RMD160 (a) = " + kSha1)),
            to_string(RowReason::unused_algorithm));
}

TEST(BsdList, ImportsInOrder) {
  const auto rows =
      import_text(import_bsd_list, "MD5 (a) = " + kMd5 + "\nSHA256 (a) = " + kSha256 +
                                       "\nSHA512 (a) = " + std::string(128, 'd') +
                                       "\nMD5 (b) = " + kMd5);
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->taken.size(), 3u);
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {3, RowReason::unused_algorithm}}));
}

}  // namespace
}  // namespace winnow
