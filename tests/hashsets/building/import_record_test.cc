#include "hashsets/building/import_record.h"

#include <gtest/gtest.h>

#include "base/digester.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

TEST(ImportRecord, IsWrittenOut) {
  BuildReport report;
  report.rejections = {{"line too long", 3, "a:1: x"}};
  report.remarks = {{"with a code", 6, "a:2: y"}};
  report.empty_file_rows = 1;
  SetWriter::Counts counts;
  counts.entries = 4;
  counts.duplicates = 2;
  counts.conflicts = 1;
  counts.digests = {4, 0, 3};
  counts.pdq = 5;
  counts.sizes = 2;
  counts.without_a_size = 1;
  const Digest sha256 = empty_digest(Algorithm::sha256);
  const std::string json =
      import_record_json("the \"name\"", SetType::ignore, nullptr,
                         {{"b", 18446744073709551615u, sha256, "bsd", 2},
                          {"a \"list\"", 123, sha256, "csv", 7}},
                         report, counts);
  EXPECT_EQ(
      json,
      "{\"declared_name\":\"the \\\"name\\\"\",\"declared_type\":\"ignore\","
      "\"source_files\":[{\"name\":\"a \\\"list\\\"\",\"size\":123,\"sha256\":\"" +
          sha256.hex() +
          "\",\"format_detected\":\"csv\",\"rows_read\":7},"
          "{\"name\":\"b\",\"size\":18446744073709551615,\"sha256\":\"" +
          sha256.hex() +
          "\",\"format_detected\":\"bsd\",\"rows_read\":2}],\"rows_read\":9,"
          "\"rows_rejected_by_reason\":{\"line too long\":3},"
          "\"rows_kept_with_remark\":{\"with a code\":6},\"rows_empty_file\":1,"
          "\"duplicates\":2,\"conflicts\":1,\"entries\":4,"
          "\"algorithms\":[{\"name\":\"md5\",\"count\":4},"
          "{\"name\":\"sha256\",\"count\":3}],\"pdq\":5,\"sizes\":2,"
          "\"entries_without_a_size\":1,\"importer_version\":3}");
}

TEST(ImportRecord, OfABuildNamesTheListAndNotItsFolder) {
  const TempFolder folder;
  const std::string list = invented_hex(Algorithm::md5, 1) + "\n";
  const auto set = built_set(folder, list);
  ASSERT_TRUE(set);
  const std::string& json = set->import_record_json();
  EXPECT_NE(json.find("\"name\":\"list\""), std::string::npos) << json;
  EXPECT_EQ(json.find(folder.path("")), std::string::npos) << json;
  EXPECT_NE(json.find(digest_of(Algorithm::sha256, bytes_of(list)).hex()),
            std::string::npos);
}

}  // namespace
}  // namespace winnow
