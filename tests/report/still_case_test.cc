// A case that is told of is of one moment.
#include <gtest/gtest.h>

#include "drivers/cases/known_case.h"
#include "drivers/store/audit_log.h"
#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

TEST(StillCase, StoreDecisionsAndLogAreOfOneMoment) {
  TempFolder folder;
  const std::string path = folder.path("case");
  ASSERT_TRUE(begin_decisions(path));
  auto log = AuditLog::open(path, "A. Person");
  ASSERT_TRUE(log);
  ASSERT_TRUE(log->append({"viewed", "AB/1", "done", {}}));
  const auto still = open_still_case(path);
  ASSERT_TRUE(still);
  EXPECT_TRUE(still->is_of_one_moment);
  EXPECT_EQ(still->audit.files.check.head, still->known->of.decisions.head);
  EXPECT_EQ(still->audit.files.check.head, log->head());
}

}  // namespace
}  // namespace winnow
