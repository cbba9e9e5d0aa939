#include "base/place.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

TEST(Place, IsAbsoluteAndKeepsItsLinks) {
  EXPECT_EQ(absolute_path("/dev/../dev/sdb"), "/dev/../dev/sdb");
  EXPECT_EQ(absolute_path("usb.img"), (fs::current_path() / "usb.img").string());
}

TEST(Place, LiesInItselfAndBelow) {
  const TempFolder folder;
  const std::string at = folder.path("");
  fs::create_directories(at + "/in/deep");
  fs::create_directory(at + "/inner");
  EXPECT_TRUE(lies_in(at + "/in", at + "/in"));
  EXPECT_TRUE(lies_in(at + "/in/deep/not there/yet", at + "/in"));
  EXPECT_TRUE(lies_in(at + "/inner/../in/new", at + "/in/"));
  EXPECT_FALSE(lies_in(at + "/inner", at + "/in"));
  EXPECT_FALSE(lies_in(at, at + "/in"));
}

TEST(Place, FollowsLinks) {
  const TempFolder folder;
  const std::string at = folder.path("");
  fs::create_directory(at + "/in");
  fs::create_directory_symlink(at + "/in", at + "/link");
  EXPECT_TRUE(lies_in(at + "/link/new", at + "/in"));
  EXPECT_TRUE(lies_in(at + "/in/new", at + "/link"));
}

TEST(Place, AnEmptyNameIsNowhere) {
  EXPECT_FALSE(lies_in("/tmp", ""));
  EXPECT_FALSE(lies_in("", "/tmp"));
}

}  // namespace
}  // namespace winnow
