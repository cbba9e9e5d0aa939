// Lists that real tools wrote, read through; skipped where this machine has none of
// them.
#include <gtest/gtest.h>

#include "hashsets/building/build.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

// Counts were taken by hand from the files.
TEST(ListSamples, OfRealTools) {
  const auto samples = samples_folder();
  if (!samples)
    GTEST_SKIP() << "no sample lists: set WINNOW_SHARED_DIR to have them read";
  struct Sample {
    std::string file;
    std::string format;
    std::uint64_t rows;
    std::uint64_t md5;
    std::uint64_t sha1;
    std::uint64_t sha256;
    std::string listed;
    std::uint64_t unused = 0;  // rows with an algorithm that is not used
  };
  const std::vector<Sample> all = {
      {"hashdeep/md5deep.txt", "md5sum", 4, 4, 0, 0,
       "2662a090fb0d31ae27334a2393ef5240"},
      {"hashdeep/md5deep-size.txt", "md5sum", 4, 4, 0, 0,
       "92e792c43c35e96fed3f9566083326fc"},
      {"hashdeep/hashdeep.txt", "hashdeep", 3, 3, 0, 3,
       "fc481c44d88daea0fcfc97189fff08accdd47a2a0bbd5fefcb1c448a7d2e8dd0"},
      {"hashdeep/ilookv3.hsh", "ilook-v3", 5, 5, 5, 0,
       "25b831e4db3190d5613b768f50407bc5c7a9d6e1"},
      {"hashdeep/ilookv4.hsh", "ilook-v4", 5, 5, 5, 0,
       "0e838e1b10f91f867e9ae2d2ff6b10d6"},
      {"hashdeep/Z00236.hsh", "hashkeeper", 6994, 6994, 0, 0,
       "9497acf3cf8a2e90ae82dae37b6373e4"},
      {"nsrl/NSRL-1.5.txt", "nsrl-1.5", 218, 138, 138, 0,
       "2193697c470774ea58da24b3bac5fcde", 218},
      {"nsrl/NSRL-2.0.txt", "nsrl-2", 218, 138, 138, 0,
       "00d1034546f530d746131ce2a28a052db21652ec"},
  };
  const TempFolder folder;
  for (const Sample& sample : all) {
    SCOPED_TRACE(sample.file);
    const BuildRequest request{folder.path("set.wset"),
                               {*samples + "/" + sample.file},
                               "sample",
                               SetType::known};
    const auto report = build_set(request);
    ASSERT_TRUE(report) << report.error().line();
    EXPECT_EQ(report->sources[0].format, sample.format);
    EXPECT_EQ(report->sources[0].rows, sample.rows);
    EXPECT_TRUE(report->rejections.empty());
    std::uint64_t left_out = 0;
    for (const auto& remark : report->remarks) {
      EXPECT_EQ(remark.reason, to_string(RowReason::unused_value));
      left_out += remark.count;
    }
    EXPECT_EQ(left_out, sample.unused);
    const auto set = open_set(request.output);
    ASSERT_TRUE(set) << set.error().line();
    EXPECT_EQ(set->digest_count(Algorithm::md5), sample.md5);
    EXPECT_EQ(set->digest_count(Algorithm::sha1), sample.sha1);
    EXPECT_EQ(set->digest_count(Algorithm::sha256), sample.sha256);
    EXPECT_TRUE(set->find(*parse_digest(sample.listed))->has_value());
    EXPECT_TRUE(set->verify());
  }
  const BuildRequest not_a_list{folder.path("none.wset"),
                                {*samples + "/hashdeep/Z00236.hke"},
                                "sample",
                                SetType::known};
  const Fault refused = build_set(not_a_list).error();
  EXPECT_EQ(refused.kind, FaultKind::unsupported);
  EXPECT_NE(refused.what.find(".hsh"), std::string::npos) << refused.what;
}

TEST(ListSamples, Vics) {
  const auto samples = samples_folder();
  if (!samples)
    GTEST_SKIP() << "no sample lists: set WINNOW_SHARED_DIR to have them read";
  const TempFolder folder;
  for (const char* file : {"/authored/vics-2.0-hashset-synthetic.json",
                           "/authored/vics-2.0-case-synthetic.json"}) {
    SCOPED_TRACE(file);
    BuildRequest request{
        folder.path("set.wset"), {*samples + file}, "sample", SetType::notable};
    const auto refused = build_set(request);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("--profile"), std::string::npos);
    request.profile = "uk";
    const auto report = build_set(request);
    ASSERT_TRUE(report) << report.error().line();
    EXPECT_EQ(report->sources[0].format, "vics");
    EXPECT_TRUE(report->rejections.empty());
    const auto set = open_set(request.output);
    ASSERT_TRUE(set) << set.error().line();
    const auto match = set->find(digests_of({*parse_digest(std::string(40, '1'))}));
    ASSERT_TRUE(match && *match);
    const auto entry = set->entry((*match)->entry);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->profile, "UK");
    EXPECT_EQ(entry->code, 1);
    EXPECT_EQ(entry->label.substr(0, 2), "A:");
  }
}

}  // namespace
}  // namespace winnow
