#include "base/fault.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <set>
#include <string>

namespace winnow {
namespace {

TEST(Fault, LineNamesPlaceTroubleAndOffset) {
  EXPECT_EQ((Fault{FaultKind::io, "cannot be read", "disk.dd", 512}.line()),
            "disk.dd: cannot be read (at byte 512)");
  EXPECT_EQ((Fault{FaultKind::io, "cannot be read", "disk.dd", std::nullopt}.line()),
            "disk.dd: cannot be read");
  EXPECT_EQ((Fault{FaultKind::usage, "no set given", "", std::nullopt}.line()),
            "no set given");
}

TEST(Fault, ErrnoChoosesTheKind) {
  EXPECT_EQ(fault_from_errno(ENOENT, "x", "p").kind, FaultKind::missing);
  EXPECT_EQ(fault_from_errno(ENOTDIR, "x", "p").kind, FaultKind::missing);
  EXPECT_EQ(fault_from_errno(ENOSPC, "x", "p").kind, FaultKind::no_space);
  EXPECT_EQ(fault_from_errno(ENOMEM, "x", "p").kind, FaultKind::out_of_memory);
  EXPECT_EQ(fault_from_errno(EIO, "x", "p").kind, FaultKind::io);
  EXPECT_EQ(fault_from_errno(ENOENT, "cannot be opened", "p").line(),
            "p: cannot be opened: No such file or directory");
}

TEST(Fault, EveryKindHasItsOwnWord) {
  std::set<std::string> words;
  for (int i = 0; i <= static_cast<int>(FaultKind::gone); ++i) {
    words.insert(to_string(static_cast<FaultKind>(i)));
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(FaultKind::gone) + 1);
  EXPECT_EQ(words.count("unknown"), 0u);
}

}  // namespace
}  // namespace winnow
