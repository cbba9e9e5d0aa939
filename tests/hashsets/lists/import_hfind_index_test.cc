#include <gtest/gtest.h>

#include "hashsets/lists/detect.h"
#include "tests/hashsets/lists/list_damage.h"

namespace winnow {
namespace {

std::string upper_hex(Algorithm algorithm, std::uint64_t number) {
  std::string hex = invented_hex(algorithm, number);
  for (char& c : hex) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  return hex;
}

std::string header() {
  return std::string(41, '0') + "|md5sum\n" + std::string(40, '0') + "1|list.md5\n";
}

std::string row(Algorithm algorithm, std::uint64_t number) {
  return upper_hex(algorithm, number) + "|0000000000000042\n";
}

TEST(HfindIndex, Md5AndSha1) {
  for (const Algorithm algorithm : {Algorithm::md5, Algorithm::sha1}) {
    const std::string list = header() + row(algorithm, 1) + row(algorithm, 2);
    EXPECT_EQ(detect_list(bytes_of(list), "list")->name, "hfind index");
    const auto rows = import_bytes(import_hfind_index, bytes_of(list));
    ASSERT_TRUE(rows) << rows.error().line();
    ASSERT_EQ(rows->taken.size(), 2u);
    EXPECT_EQ(rows->taken[1],
              (Rows::Row{4, invented_hex(algorithm, 2), std::nullopt, ""}));
    EXPECT_TRUE(rows->rejected.empty());
  }
}

TEST(HfindIndex, RowsOfAnotherShapeAreRejected) {
  const std::string list = header() + row(Algorithm::md5, 1) + row(Algorithm::sha1, 2) +
                           upper_hex(Algorithm::md5, 3) + "|42\n" +
                           upper_hex(Algorithm::md5, 4) + " 0000000000000042\n" +
                           "|0000000000000042\n" + row(Algorithm::md5, 5);
  const auto rows = import_bytes(import_hfind_index, bytes_of(list));
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {4, RowReason::not_a_digest},
                                {5, RowReason::not_a_digest},
                                {6, RowReason::not_a_digest},
                                {7, RowReason::not_a_digest}}));
}

TEST(HfindIndex, DamageGivesNoWrongDigest) {
  const std::string list = header() + row(Algorithm::md5, 1) + row(Algorithm::md5, 2);
  // Whole lines are a list; so is nothing.
  EXPECT_EQ(check_truncations(reader_of(import_hfind_index), bytes_of(list)),
            list.size() - 4);
  check_flips(reader_of(import_hfind_index), bytes_of(list));
}

}  // namespace
}  // namespace winnow
