#include <gtest/gtest.h>

#include "hashsets/lists/list_import.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');
const std::string kSha256(64, 'c');
const std::string kVersion = "%%%% HASHDEEP-1.0\n";

std::string header(const std::string& algorithms) {
  return kVersion + "%%%% size," + algorithms + ",filename\n## a comment\n";
}

TEST(Hashdeep, ColumnsAreNamedByTheHeader) {
  const auto rows =
      import_text(import_hashdeep,
                  header("sha-256,md5") + "12," + kSha256 + "," + kMd5 + ",/a.jpg\n");
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(
      rows->taken,
      (std::vector<Rows::Row>{{4, kMd5 + " " + kSha256, std::nullopt, "", "", 12}}));
}

TEST(Hashdeep, CommasBelongToTheName) {
  const auto rows =
      import_text(import_hashdeep, header("md5") + "12," + kMd5 + ",/a,b,c.jpg\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken.size(), 1u);
}

TEST(Hashdeep, OtherAlgorithmsAreLeftOutAndSaid) {
  const auto rows =
      import_text(import_hashdeep, header("tiger,sha1") + "12,0123," + kSha1 + ",a\n");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->taken.size(), 1u);
  EXPECT_EQ(rows->taken[0].digests, kSha1);
  EXPECT_EQ(
      rows->rejected,
      (std::vector<std::pair<std::uint64_t, RowReason>>{{4, RowReason::unused_value}}));
  const auto none = import_text(import_hashdeep, header("whirlpool") + "12,0123,a\n");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->taken.empty());
  EXPECT_EQ(none->rejected.at(0).second, RowReason::unused_algorithm);
}

TEST(Hashdeep, BadRowsAreRejectedWhole) {
  const auto rows = import_text(
      import_hashdeep, header("md5,sha1") + "12," + kMd5 + ",short,a\n" + "12," + kMd5 +
                           "\n12," + kMd5 + "," + kSha1 + ",good\n12," + kSha1 + "," +
                           kMd5 + ",swapped\n");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->taken.size(), 1u);
  EXPECT_EQ(rows->taken[0].line, 6u);
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {4, RowReason::not_a_digest},
                                {5, RowReason::columns_missing},
                                {7, RowReason::not_a_digest}}));
}

TEST(Hashdeep, ListsPutTogetherChangeColumns) {
  const auto rows =
      import_text(import_hashdeep, header("md5") + "1," + kMd5 + ",a\n" +
                                       header("sha1") + "1," + kSha1 + ",b\n");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->taken[1].digests, kSha1);
}

TEST(Hashdeep, OtherVersionsAndHeadersAreFaults) {
  for (const std::string& list :
       {std::string("%%%% HASHDEEP-2.0\n%%%% size,md5,filename\n"),
        kVersion + "12," + kMd5 + ",a\n", kVersion + "%%%% md5,filename\n",
        kVersion + "%%%% size,md5\n"}) {
    const auto rows = import_text(import_hashdeep, list);
    ASSERT_FALSE(rows) << list;
    EXPECT_EQ(rows.error().kind, FaultKind::unsupported);
    EXPECT_EQ(rows.error().place.substr(0, 5), "list:");
  }
}

}  // namespace
}  // namespace winnow
