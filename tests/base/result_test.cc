#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>

namespace winnow {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0)
    return Fault{FaultKind::malformed, "is odd", "number", std::nullopt};
  return number / 2;
}

Result<void> refuse(bool yes) {
  if (yes) return Fault{FaultKind::usage, "refused", "", std::nullopt};
  return {};
}

TEST(Result, HoldsAValue) {
  auto result = half(8);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result.has_value());
  EXPECT_EQ(*result, 4);
  *result = 7;
  EXPECT_EQ(result.value(), 7);
}

TEST(Result, OrAFault) {
  const auto result = half(7);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, FaultKind::malformed);
  EXPECT_EQ(result.error().what, "is odd");
}

TEST(Result, OfNothing) {
  EXPECT_TRUE(refuse(false));
  const auto refused = refuse(true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FaultKind::usage);
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<std::string>> result(std::make_unique<std::string>("moved"));
  EXPECT_EQ((*result)->size(), 5u);
  const std::unique_ptr<std::string> taken = *std::move(result);
  EXPECT_EQ(*taken, "moved");
}

TEST(Result, FaultCanBePassedOn) {
  auto inner = half(3);
  ASSERT_FALSE(inner);
  const Result<std::string> outer = std::move(inner).error();
  ASSERT_FALSE(outer);
  EXPECT_EQ(outer.error().place, "number");
}

TEST(Result, IsNeverTakenForANumber) {
  EXPECT_FALSE((std::is_convertible_v<Result<int>, int>));
  EXPECT_FALSE((std::is_convertible_v<Result<int>, bool>));
}

}  // namespace
}  // namespace winnow
