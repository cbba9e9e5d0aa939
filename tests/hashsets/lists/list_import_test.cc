#include "hashsets/lists/list_import.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');
const std::string kSha256(64, 'c');

TEST(ListImport, EveryReasonHasItsOwnWords) {
  std::set<std::string> words;
  for (int i = 0; i <= static_cast<int>(RowReason::unused_value); ++i) {
    words.insert(to_string(static_cast<RowReason>(i)));
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(RowReason::unused_value) + 1);
  EXPECT_EQ(words.count("unknown"), 0u);
}

TEST(ListImport, OnlyWhatSpeaksAgainstTheListIsMalformed) {
  EXPECT_TRUE(is_malformed(RowReason::not_a_digest));
  EXPECT_TRUE(is_malformed(RowReason::columns_extra));
  EXPECT_FALSE(is_malformed(RowReason::no_digest));
  EXPECT_FALSE(is_malformed(RowReason::unused_algorithm));
  EXPECT_FALSE(is_malformed(RowReason::unused_value));
}

TEST(ListImport, WordsOfHexadecimalDigits) {
  EXPECT_EQ(std::get<Digest>(digest_of_word(kSha1)).algorithm, Algorithm::sha1);
  for (const std::size_t length : {56u, 96u, 128u}) {
    EXPECT_EQ(std::get<RowReason>(digest_of_word(std::string(length, 'a'))),
              RowReason::unused_algorithm);
    EXPECT_EQ(std::get<RowReason>(digest_of_word(std::string(length, 'x'))),
              RowReason::not_a_digest);
  }
  EXPECT_EQ(std::get<RowReason>(digest_of_word("")), RowReason::not_a_digest);
  EXPECT_EQ(std::get<RowReason>(digest_of_word(kMd5 + "a")), RowReason::not_a_digest);
}

TEST(ListImport, BlankLinesAndCommentsAreNoRows) {
  for (const char* line : {"", "  ", "\t", "# made by hand", "   # so was this"}) {
    EXPECT_TRUE(is_blank_or_comment(line)) << line;
  }
  EXPECT_FALSE(is_blank_or_comment("a # b"));
  const auto rows = import_text(import_bare_hex, "# list\n\n" + kMd5 + "\n  \n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken, (std::vector<Rows::Row>{{3, kMd5, std::nullopt, ""}}));
  EXPECT_TRUE(rows->rejected.empty());
}

TEST(ListImport, BadRowsAreCountedAndTheRestIsRead) {
  const auto rows = import_text(import_bare_hex, kMd5 + "\nnot hex\n" + kSha1 + "\n" +
                                                     std::string(128, 'd') + "\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->rejected,
            (std::vector<std::pair<std::uint64_t, RowReason>>{
                {2, RowReason::not_a_digest}, {4, RowReason::unused_algorithm}}));
}

TEST(ListImport, LinesTooLongAreRejected) {
  const auto rows = import_text(import_bare_hex,
                                std::string(kLineLimit + 1, 'a') + "\n" + kMd5 + "\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken.size(), 1u);
  EXPECT_EQ(
      rows->rejected,
      (std::vector<std::pair<std::uint64_t, RowReason>>{{1, RowReason::too_long}}));
}

// Every way to cut off the last digest of a list, at every place in it.
TEST(ListImport, ListsCutOffInADigestAreFaults) {
  struct Case {
    Importer importer;
    std::string first;
    std::string row;         // the last one, of which a beginning is left
    std::size_t first_safe;  // this much of it can be read as a whole row
    std::size_t rows;        // there are then
  };
  const std::string sha512(128, 'd');
  const std::string bsd = "SHA256 (a.jpg) = ";
  const std::string bsd512 = "SHA512 (a.jpg) = ";
  const std::string deep = "%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,filename\n";
  const std::vector<Case> cases = {
      {import_bare_hex, kSha256 + "\n", kSha256, 64, 2},
      {import_bare_hex, kSha1 + "\n" + kSha1 + "\n", kSha1, 40, 3},
      {import_bare_hex, sha512 + "\n", sha512, 128, 2},
      {import_sum_list, kSha1 + "  a.jpg\n", kSha1 + "  b.jpg", 40, 2},
      {import_bsd_list, bsd + kSha256 + "\n", bsd + kSha256, bsd.size() + 64, 2},
      {import_bsd_list, bsd + kSha256 + "\n", bsd512 + sha512, bsd.size() + 128, 2},
      {import_hashdeep, deep, "1," + kMd5 + "," + kSha1 + ",b.jpg", 2 + 33 + 41, 1},
      {import_csv, "name,sha1\na," + kSha1 + "\n", "b," + kSha1, 2 + 40, 2},
      {import_csv, "sha1,name\n" + kSha1 + ",a\n", "\"" + kSha1 + "\",b", 43, 2},
  };
  for (const Case& c : cases) {
    for (std::size_t kept = 1; kept <= c.row.size(); ++kept) {
      const auto rows = import_text(c.importer, c.first + c.row.substr(0, kept));
      SCOPED_TRACE(c.first + c.row.substr(0, kept));
      if (kept >= c.first_safe) {
        ASSERT_TRUE(rows) << rows.error().line();
        EXPECT_EQ(rows->taken.size() + rows->rejected.size(), c.rows);
        continue;
      }
      ASSERT_FALSE(rows);
      EXPECT_EQ(rows.error().kind, FaultKind::truncated);
      EXPECT_NE(rows.error().what.find("truncated at line"), std::string::npos);
    }
  }
}

TEST(ListImport, AListOfSeveralLengthsMayEndWithAShortOne) {
  const auto rows = import_text(import_bare_hex, kMd5 + "\n" + kSha256 + "\n" + kMd5);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken.size(), 3u);
}

}  // namespace
}  // namespace winnow
