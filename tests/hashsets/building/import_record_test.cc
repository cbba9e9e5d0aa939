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
  BuildRequest request{"out.wset", {"lists/b"}, "the \"name\"", SetType::ignore};
  const std::string json =
      import_record_json(request, nullptr,
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
          "\"duplicates\":2,\"conflicts\":1,\"inconsistencies\":0,\"entries\":4,"
          "\"algorithms\":[{\"name\":\"md5\",\"count\":4},"
          "{\"name\":\"sha256\",\"count\":3}],\"pdq\":5,\"sizes\":2,"
          "\"entries_without_a_size\":1,\"importer_version\":3}");
}

TEST(ImportRecord, HasWhatTheOperatorAndTheListsStated) {
  BuildRequest request{"out.wset", {"b"}, "n", SetType::notable};
  request.publisher = "An \x1B agency";
  request.publisher_version = "7";
  request.released_on = "2026-01-02T00:00:00Z";
  request.imported_at_utc = "2026-01-03T04:05:06Z";
  request.imported_by = "A. Person";
  request.pdq_alert_distance = 0;
  ImportedFile file{"b", 1, empty_digest(Algorithm::sha256), "nsrl-3-full", 1};
  file.publisher = "NSRL";
  file.publisher_version = "2026.03.1";
  file.released_on = "2026-03-01";
  BuildReport report;
  report.listed_conflicts = {
      {"md5", "00ff", {"US", 1, "x", "a"}, {"", std::nullopt, "y", "b"}}};
  report.listed_inconsistencies = {{"md5", "00ff", "sha1", "11", "22", "a", "b"}};
  const std::string json = import_record_json(request, nullptr, {file}, report, {});
  for (const char* part :
       {R"("publisher":"An \\x1b agency","publisher_version":"7",)"
        R"("released_on":"2026-01-02T00:00:00Z",)"
        R"("imported_at_utc":"2026-01-03T04:05:06Z","imported_by":"A. Person",)"
        R"("pdq_alert_distance":0,)",
        R"("rows_read":1,"publisher":"NSRL","publisher_version":"2026.03.1",)"
        R"("released_on":"2026-03-01"})",
        R"("conflicts_listed":[{"algorithm":"md5","digest":"00ff","assertions":)"
        R"([{"code":1,"profile":"US","label":"x","source":"a"},)"
        R"({"label":"y","source":"b"}]}])",
        R"("inconsistencies_listed":[{"algorithm":"md5","digest":"00ff",)"
        R"("other_algorithm":"sha1","values":[{"digest":"11","source":"a"},)"
        R"({"digest":"22","source":"b"}]}])"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
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
