#include <gtest/gtest.h>

#include "hashsets/lists/list_import.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

TEST(BareHex, LengthNamesTheAlgorithm) {
  for (const Algorithm algorithm : kAlgorithms) {
    const std::string hex = invented_hex(algorithm, 1);
    EXPECT_EQ(outcome(parse_bare_row(hex)), hex);
    EXPECT_EQ(outcome(parse_bare_row("  " + hex + " \t")), hex);
  }
}

TEST(BareHex, ANoteOrNameIsNoReasonToLoseTheDigest) {
  const std::string hex = invented_hex(Algorithm::md5, 1);
  for (const char* note : {" seen twice", ",seen twice", ";a.jpg;1", ",", ", a, b"}) {
    EXPECT_EQ(outcome(parse_bare_row(hex + note)), hex) << note;
  }
  EXPECT_EQ(outcome(parse_bare_row(hex + "x,a.jpg")),
            to_string(RowReason::not_a_digest));
}

TEST(BareHex, TwoDigestsInARowAreForAHeaderToName) {
  const std::string row =
      invented_hex(Algorithm::md5, 1) + "," + invented_hex(Algorithm::sha1, 1);
  for (const char* rest : {"", ",a.jpg"}) {
    EXPECT_EQ(outcome(parse_bare_row(row + rest)), to_string(RowReason::not_a_digest));
  }
  EXPECT_EQ(outcome(parse_bare_row(invented_hex(Algorithm::md5, 1) + ";a;" +
                                   invented_hex(Algorithm::md5, 2))),
            to_string(RowReason::not_a_digest));
}

TEST(BareHex, MixedLengthsInOneList) {
  const std::string md5 = invented_hex(Algorithm::md5, 1);
  const std::string sha1 = invented_hex(Algorithm::sha1, 2);
  const std::string sha256 = invented_hex(Algorithm::sha256, 3);
  const auto rows = import_text(import_bare_hex, sha256 + "\n" + md5 + "\r\n" + sha1);
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 3u);
  EXPECT_EQ(rows->taken[0].digests, sha256);
  EXPECT_EQ(rows->taken[1].digests, md5);
  EXPECT_EQ(rows->taken[2].digests, sha1);
}

}  // namespace
}  // namespace winnow
