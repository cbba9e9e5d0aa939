#include "drivers/answers/finding_cells.h"

#include <gtest/gtest.h>

#include "drivers/answers/answers_json.h"

namespace winnow {
namespace {

Coverage coverage_of(const std::string& filesystem) {
  Coverage coverage;
  coverage.sets = {{"list", "a1", SetType::notable}, {"list", "a2", SetType::notable}};
  coverage.volumes = {{0, 0, 600, filesystem, VolumeOutcome::examined, "", 0, 0}};
  return coverage;
}

Finding second_of_list() {
  Finding finding;
  finding.path = "/volume-0/a.jpg";
  finding.set = "list";
  finding.set_number = 1;
  finding.times.modified = Instant{0, 0};
  return finding;
}

TEST(FindingCells, ATimeOfFatHasNoZone) {
  const Finding finding = second_of_list();
  const Coverage fat = coverage_of("fat16");
  EXPECT_TRUE(keeps_local_time(fat, finding.path));
  EXPECT_FALSE(keeps_local_time(fat, "/volume-1/a.jpg"));
  EXPECT_FALSE(keeps_local_time(coverage_of("ntfs"), finding.path));
  EXPECT_EQ(moment_text(finding.times.modified, true), "1970-01-01T00:00:00");
  EXPECT_EQ(moment_text(finding.times.modified, false), "1970-01-01T00:00:00Z");
}

TEST(FindingJson, TellsWhichTimesAreLocal) {
  const Finding finding = second_of_list();
  EXPECT_NE(finding_json("AB/1", finding, coverage_of("exfat"))
                .find(R"("times_zone":"local, unknown")"),
            std::string::npos);
  EXPECT_EQ(finding_json("AB/1", finding, coverage_of("ntfs")).find("times_zone"),
            std::string::npos);
}

TEST(FindingJson, TellsOneIssueOfASetFromAnother) {
  Finding finding = second_of_list();
  EXPECT_NE(finding_json("AB/1", finding, coverage_of("ntfs"))
                .find(R"("set":"list","set_id":"a2")"),
            std::string::npos);
  finding.set_number = kNoSet;
  EXPECT_EQ(finding_json("AB/1", finding, coverage_of("ntfs")).find("set_id"),
            std::string::npos);
}

}  // namespace
}  // namespace winnow
