#include <gtest/gtest.h>

#include "hashsets/lists/detect.h"
#include "tests/hashsets/lists/list_damage.h"

namespace winnow {
namespace {

const std::string kHeader =
    "V1Hash,HashType,SetDescription,FileName,FilePath,FileSize\n";

std::string row(Algorithm algorithm, std::uint64_t number, const std::string& type) {
  return invented_hex(algorithm, number) + "," + type +
         ",a set,\"a, b.exe\",C:\\x\\,1234\n";
}

TEST(IlookV1, TheSecondColumnSaysWhatTheFirstHolds) {
  const std::string list = kHeader + row(Algorithm::md5, 1, "MD5") +
                           row(Algorithm::sha1, 2, "SHA-1") +
                           row(Algorithm::sha256, 3, "sha256");
  EXPECT_EQ(detect_list(bytes_of(list), "list")->name, "ilook-v1");
  EXPECT_EQ(detect_list(bytes_of("\xEF\xBB\xBF" + list), "list")->name, "ilook-v1");
  const auto rows = import_bytes(import_ilook_v1, bytes_of(list));
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_TRUE(rows->rejected.empty());
  EXPECT_EQ(rows->taken,
            (std::vector<Rows::Row>{
                {2, invented_hex(Algorithm::md5, 1), std::nullopt, "", "", 1234},
                {3, invented_hex(Algorithm::sha1, 2), std::nullopt, "", "", 1234},
                {4, invented_hex(Algorithm::sha256, 3), std::nullopt, "", "", 1234}}));
}

TEST(IlookV1, RowsThatContradictThemselvesAreRejected) {
  const auto rows = import_bytes(
      import_ilook_v1,
      bytes_of(kHeader + row(Algorithm::md5, 1, "SHA1") +
               row(Algorithm::md5, 2, "CRC32") + ",MD5,,,,\n" + "short,MD5\n" +
               invented_hex(Algorithm::md5, 3) + ",MD5,,,,1,2\n"));
  ASSERT_TRUE(rows);
  EXPECT_TRUE(rows->taken.empty());
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {2, RowReason::not_a_digest},
                                {3, RowReason::unused_algorithm},
                                {4, RowReason::no_digest},
                                {5, RowReason::columns_missing},
                                {6, RowReason::columns_extra}}));
}

TEST(IlookV1, DamageGivesNoWrongDigest) {
  const std::string list =
      kHeader + row(Algorithm::md5, 1, "MD5") + row(Algorithm::sha1, 2, "SHA1");
  check_truncations(reader_of(import_ilook_v1), bytes_of(list));
  check_flips(reader_of(import_ilook_v1), bytes_of(list));
}

}  // namespace
}  // namespace winnow
