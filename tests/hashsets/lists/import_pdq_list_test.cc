#include <gtest/gtest.h>

#include "hashsets/lists/detect.h"
#include "tests/hashsets/lists/list_damage.h"

namespace winnow {
namespace {

// Any 64 digits are as good as a picture's.
std::string pdq(std::uint64_t number) {
  return invented_hex(Algorithm::sha256, number);
}

std::string detected(const std::string& list) {
  const auto found = detect_list(bytes_of(list), "list");
  return found ? found->name : found.error().line();
}

TEST(PdqList, AllShapesAreRead) {
  const std::string list = "# frames\n" + pdq(1) + ",a picture\r\n" + pdq(2) +
                           "\nhash=" + pdq(3) +
                           ",norm=128,delta=3,quality=100,filename=a,quality=1.jpg\n" +
                           "12,50," + pdq(4) + ",1.250\n" + pdq(5) + ",99,0.125\n";
  const auto rows = import_bytes(import_pdq_list, bytes_of(list));
  ASSERT_TRUE(rows) << rows.error().line();
  EXPECT_TRUE(rows->rejected.empty());
  ASSERT_EQ(rows->taken.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(rows->taken[i].pdq, pdq(i + 1));
    EXPECT_EQ(rows->taken[i].line, i + 2);
    EXPECT_EQ(rows->taken[i].digests, "");
  }
}

TEST(PdqList, SixtyFourDigitsAloneAreSha256UnlessSaidOtherwise) {
  EXPECT_EQ(detected(pdq(1) + "\n" + pdq(2) + "\n"), "bare digests");
  EXPECT_EQ(detected(pdq(1) + ",x\n" + pdq(2) + ",\n"), "bare digests");
  EXPECT_EQ(detected(pdq(1) + ",50\n" + pdq(2) + ",60\n"), "bare digests");
  EXPECT_EQ(detected(pdq(1) + ",50,1.000\n" + pdq(2) + ",9,2.040\n"), "pdq");
  EXPECT_EQ(detected("hash=" + pdq(1) + "\n"), "pdq");
  EXPECT_EQ(detected("0,100," + pdq(1) + ",0.000\n"), "pdq");
  EXPECT_EQ(detected("sha256,name\n" + pdq(1) + ",x\n" + pdq(2) + ",y\n"), "csv");
  EXPECT_EQ(format_named("pdq")->format, ListFormat::pdq_list);
  EXPECT_EQ(format_named("csv").error().kind, FaultKind::usage);
}

TEST(PdqList, PlainPicturesAndBadRowsAreCountedByReason) {
  const auto rows = import_bytes(
      import_pdq_list,
      bytes_of("1,49," + pdq(1) + ",0.040\n" + "1,101," + pdq(1) + ",0.040\n" +
               "1,90," + pdq(1) + ",0.04\n" + "1,90," + pdq(1).substr(1) + ",0.040\n" +
               std::string(64, '0') + ",flat\n" + pdq(1).substr(2) + ",short\n" +
               "hash=" + pdq(1) + ",quality=0\n" + "hash=" + pdq(1) + ",quality=x\n" +
               pdq(2) + ",good\n" + pdq(3) + ",49,0.040\n"));
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), 1u);
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {1, RowReason::low_quality},
                                {2, RowReason::bad_field},
                                {3, RowReason::bad_field},
                                {4, RowReason::not_a_digest},
                                {5, RowReason::not_a_digest},
                                {6, RowReason::not_a_digest},
                                {7, RowReason::low_quality},
                                {8, RowReason::bad_field},
                                {10, RowReason::low_quality}}));
}

TEST(PdqList, TheOperatorsWordIsTakenForAWholeBuild) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, pdq(1) + "\n");
  ASSERT_TRUE(build_set(request));
  request.format = "sum";
  const Fault unknown = build_set(request).error();
  EXPECT_EQ(unknown.kind, FaultKind::usage);
  EXPECT_EQ(unknown.place, "--format");
  EXPECT_NE(unknown.what.find("that can be: pdq"), std::string::npos) << unknown.what;
  // Named for another list, the word gives no digests out of it.
  request.sources = {folder.write("list.md5", invented_hex(Algorithm::md5, 1) + "\n")};
  request.format = "pdq";
  EXPECT_EQ(build_set(request).error().kind, FaultKind::malformed);
}

TEST(PdqList, NamesBehindSha256MakeNoPdqHashes) {
  const TempFolder folder;
  BuildRequest request =
      request_for(folder, pdq(1) + ",a.jpg\n" + pdq(2) + ";b, c.jpg\n");
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  EXPECT_EQ(report->sources[0].format, "bare digests");
  ASSERT_EQ(report->remarks.size(), 1u);
  EXPECT_EQ(report->remarks[0].count, 2u);
  EXPECT_NE(report->remarks[0].reason.find("--format pdq"), std::string::npos);
  EXPECT_EQ(open_set(request.output)->digest_count(Algorithm::sha256), 2u);
  request.format = "pdq";
  const auto named = build_set(request);
  ASSERT_TRUE(named) << named.error().line();
  EXPECT_EQ(named->entries, 1u);  // the second is no row of such a list
  EXPECT_EQ(open_set(request.output)->digest_count(Algorithm::sha256), 0u);
}

TEST(PdqList, DamageGivesNoWrongHash) {
  const std::string list =
      pdq(1) + ",a\nhash=" + pdq(2) + ",quality=80\n" + "7,80," + pdq(3) + ",1.000\n";
  check_truncations(reader_of(import_pdq_list), bytes_of(list));
  check_flips(reader_of(import_pdq_list), bytes_of(list));
  // A row cut within its quality is not a row of low quality.
  const std::string cut = pdq(1) + ",a\nhash=" + pdq(2) + ",quality=8";
  EXPECT_EQ(import_bytes(import_pdq_list, bytes_of(cut)).error().kind,
            FaultKind::truncated);
}

}  // namespace
}  // namespace winnow
