#include <gtest/gtest.h>

#include "tests/hashsets/lists/list_damage.h"
#include "tests/hashsets/lists/sqlite_files.h"

namespace winnow {
namespace {

std::string blob(Algorithm algorithm, std::uint64_t number) {
  return "X'" + invented_hex(algorithm, number) + "'";
}

TEST(Kdb, DigestsAreBlobs) {
  const auto rows = import_bytes(
      import_kdb,
      sqlite_image(kdb(30) + "INSERT INTO hashes (md5, sha1, sha2_256) VALUES (" +
                   blob(Algorithm::md5, 99) + "," + blob(Algorithm::sha1, 99) + "," +
                   blob(Algorithm::sha256, 99) + ");"));
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 31u);
  EXPECT_TRUE(rows->rejected.empty());
  EXPECT_EQ(rows->taken[29].digests, invented_hex(Algorithm::md5, 29));
  EXPECT_EQ(rows->taken[30].digests, invented_hex(Algorithm::md5, 99) + " " +
                                         invented_hex(Algorithm::sha1, 99) + " " +
                                         invented_hex(Algorithm::sha256, 99));
}

TEST(Kdb, BadRowsAreCountedByReason) {
  const std::string insert = "INSERT INTO hashes (md5, sha1) VALUES (";
  const auto rows = import_bytes(
      import_kdb, sqlite_image(kdb(1) + insert + "NULL, NULL);" + insert + "'" +
                               invented_hex(Algorithm::md5, 5) + "', NULL);" + insert +
                               blob(Algorithm::sha1, 5) + ", NULL);" + insert +
                               "NULL, " + blob(Algorithm::sha1, 5) + ");"));
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {2, RowReason::no_digest},
                                {3, RowReason::not_a_digest},
                                {4, RowReason::not_a_digest}}));
}

TEST(Kdb, AnotherSchemaVersionIsRefused) {
  const auto rows = import_bytes(
      import_kdb, sqlite_image(kdb(1) + "UPDATE db_properties SET value = '2';"));
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, FaultKind::unsupported);
  EXPECT_EQ(rows.error().place, "list");
}

TEST(Kdb, DamageGivesNoWrongDigest) {
  const auto image = sqlite_image(kdb(12));
  EXPECT_EQ(check_truncations(reader_of(import_kdb), image, 512), image.size() / 512);
  check_flips(reader_of(import_kdb), image, 5);
}

}  // namespace
}  // namespace winnow
