#include "hashsets/lists/csv_columns.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(CsvColumns, NamesCountWhateverTheirSpelling) {
  for (const char* name : {"sha-1", "SHA1", "Sha_1", " sha 1 ", "HashSHA1"}) {
    const auto columns = parse_csv_header({"name", name});
    ASSERT_TRUE(columns) << name;
    ASSERT_EQ(columns->digests.size(), 1u);
    EXPECT_EQ(columns->digests[0].index, 1u);
    EXPECT_EQ(columns->digests[0].algorithm, Algorithm::sha1);
    EXPECT_EQ(columns->count, 2u);
  }
}

TEST(CsvColumns, AllThatIsKnown) {
  const auto columns = parse_csv_header(
      {"Category", "MD5", "SHA-256", "SHA512", "Label", "PhotoDNA", "size", "MD5"});
  ASSERT_TRUE(columns);
  ASSERT_EQ(columns->digests.size(), 2u);
  EXPECT_EQ(columns->digests[0].index, 1u);  // the first of two by that name
  EXPECT_EQ(columns->category, 0u);
  EXPECT_EQ(columns->label, 4u);
  EXPECT_EQ(columns->unused, (std::vector<std::size_t>{3, 5}));
}

TEST(CsvColumns, AColumnCalledHashCountsWhereNoneIsNamed) {
  const auto alone = parse_csv_header({"Algorithm", "Hash", "Path"});
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->digests[0].index, 1u);
  EXPECT_FALSE(alone->digests[0].algorithm);
  const auto beside = parse_csv_header({"hash", "md5"});
  ASSERT_EQ(beside->digests.size(), 1u);
  EXPECT_EQ(beside->digests[0].index, 1u);
}

TEST(CsvColumns, OtherHeadersAreNone) {
  EXPECT_FALSE(parse_csv_header({"name", "size", "sha512"}));
  EXPECT_FALSE(parse_csv_header({""}));
  EXPECT_FALSE(parse_csv_header({"hashset_id", "name", "vendor"}));
}

TEST(CsvColumns, TheDelimiterIsTheOneThatGivesAHeader) {
  EXPECT_EQ(csv_delimiter("name,md5"), ',');
  EXPECT_EQ(csv_delimiter("name;md5"), ';');
  EXPECT_EQ(csv_delimiter("a,b;md5"), ';');
  EXPECT_EQ(csv_delimiter("\"na\tme\"\t\"md5\""), '\t');
  EXPECT_EQ(csv_delimiter("md5"), ',');
  EXPECT_FALSE(csv_delimiter("name|md5"));
  EXPECT_FALSE(csv_delimiter("\"md5"));
}

}  // namespace
}  // namespace winnow
