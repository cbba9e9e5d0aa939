#include <gtest/gtest.h>

#include "hashsets/lists/list_import.h"
#include "tests/hashsets/lists/list_damage.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const std::string kMd5(32, 'a');
const std::string kSha1(40, 'b');
const std::string kSha256(64, 'c');

using Rejected = std::vector<std::pair<std::uint64_t, RowReason>>;

Result<Rows> read(const std::string& list) {
  return import_text(import_hashlookup, list);
}

TEST(Hashlookup, OneObjectALine) {
  const auto rows = read(
      "\xEF\xBB\xBF{\"MD5\":\"" + std::string(32, 'A') + "\",\"SHA-1\":\"" + kSha1 +
      "\",\"SHA-256\":\"" + kSha256 +
      "\",\"FileSize\":\"9007199254740993\",\"FileName\":\"a\",\"CRC\":\"0011\","
      "\"KnownMalicious\":\"x\",\"parents\":[{\"MD5\":\"" +
      std::string(32, 'e') + "\"}]}\r\n\n{\"SHA-1\":\"" + kSha1 + "\",\"MD5\":\"\"}");
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->taken,
            (std::vector<Rows::Row>{{1, kMd5 + " " + kSha1 + " " + kSha256,
                                     std::nullopt, "", "", 9007199254740993, ""},
                                    {3, kSha1, std::nullopt, ""}}));
  EXPECT_TRUE(rows->rejected.empty());
}

TEST(Hashlookup, BadLinesAreRejectedAndTheRestRead) {
  const std::string good = "{\"MD5\":\"" + kMd5 + "\"}\n";
  const auto rows =
      read("{\"MD5\":\"12\"}\n{\"MD5\":1}\n[]\n5\nx\n" + good.substr(0, 20) + "\n" +
           good.substr(0, good.size() - 1) + good + std::string(1'000'000, '[') +
           "\n{\"SHA-512\":\"1\"}\n{}\n" + "{\"MD5\":\"" + kMd5 + "\",\"MD5\":\"" +
           std::string(32, 'd') + "\"}\n{\"MD5\":\"" + kMd5 +
           "\",\"TLSH\":\"T1\"}\n{\"x\":\"" + std::string(2 * kLineLimit, 'x') +
           "\"}\n" + good);
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->rejected, (Rejected{{1, RowReason::not_a_digest},
                                      {2, RowReason::not_a_digest},
                                      {3, RowReason::not_an_object},
                                      {4, RowReason::not_an_object},
                                      {5, RowReason::not_json},
                                      {6, RowReason::not_json},
                                      {7, RowReason::not_json},
                                      {8, RowReason::not_json},
                                      {9, RowReason::unused_algorithm},
                                      {10, RowReason::no_digest},
                                      {11, RowReason::two_values},
                                      {12, RowReason::unused_value},
                                      {13, RowReason::too_long}}));
  ASSERT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->taken[1].line, 14u);
}

TEST(Hashlookup, ALastLineCutOffIsAFault) {
  const auto rows = read("{\"MD5\":\"" + kMd5 + "\"}\n{\"MD5\":\"" + kMd5 + "\"");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, FaultKind::truncated);
  EXPECT_EQ(rows.error().place, "list:2");
}

TEST(Hashlookup, DamageIsSeen) {
  const std::string line = "{\"MD5\":\"" + kMd5 + "\",\"SHA-1\":\"" + kSha1 +
                           "\",\"FileSize\":\"12\",\"parents\":[\"x\"]}\n";
  check_cuts_are_seen(reader_of(import_hashlookup), bytes_of(line));
  check_flips(reader_of(import_hashlookup), bytes_of(line + line));
}

}  // namespace
}  // namespace winnow
