#include "scanner/ledger/utc_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace winnow {
namespace {

std::string text_of_seconds(std::int64_t seconds) {
  return utc_text({seconds, 0}).value_or("nothing");
}

TEST(UtcText, KnownMoments) {
  EXPECT_EQ(text_of_seconds(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(text_of_seconds(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(text_of_seconds(951'782'400), "2000-02-29T00:00:00Z");
  EXPECT_EQ(text_of_seconds(1'709'251'199), "2024-02-29T23:59:59Z");
  EXPECT_EQ(text_of_seconds(-11'644'473'600), "1601-01-01T00:00:00Z");
  EXPECT_EQ(text_of_seconds(4'294'967'296), "2106-02-07T06:28:16Z");
}

TEST(UtcText, FractionsHaveNineDigits) {
  EXPECT_EQ(utc_text({0, 1}), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(utc_text({0, 999'999'999}), "1970-01-01T00:00:00.999999999Z");
  // No moment has a second and more in its fraction: the fraction is left out.
  EXPECT_EQ(utc_text({0, 1'000'000'000}), "1970-01-01T00:00:00Z");
}

TEST(UtcText, OnlyTheYears1To9999) {
  EXPECT_EQ(text_of_seconds(-62'135'596'800), "0001-01-01T00:00:00Z");
  EXPECT_EQ(text_of_seconds(253'402'300'799), "9999-12-31T23:59:59Z");
  EXPECT_EQ(text_of_seconds(-62'135'596'801), "nothing");
  EXPECT_EQ(text_of_seconds(253'402'300'800), "nothing");
  EXPECT_EQ(text_of_seconds(std::numeric_limits<std::int64_t>::max()), "nothing");
  EXPECT_EQ(text_of_seconds(std::numeric_limits<std::int64_t>::min()), "nothing");
}

TEST(UtcText, ParsingIsTheInverse) {
  // Every 11 days and some seconds over the whole range.
  for (std::int64_t s = -62'135'596'800; s <= 253'402'300'799; s += 950'461'237) {
    const auto text = utc_text({s, 0});
    ASSERT_TRUE(text);
    EXPECT_EQ(parse_utc(*text), s) << *text;
  }
}

TEST(UtcText, ParsesDatesAndMoments) {
  EXPECT_EQ(parse_utc("1970-01-02"), 86'400);
  EXPECT_EQ(parse_utc("1970-01-01T00:00:01Z"), 1);
  EXPECT_EQ(parse_utc("1970-01-01T00:00:01.999Z"), 1);
}

TEST(UtcText, RefusesEverythingElse) {
  for (const char* text : {"",
                           "1970",
                           "1970-1-1",
                           "1970-13-01",
                           "1970-00-01",
                           "1970-01-00",
                           "1970-02-30",
                           "2023-02-29",
                           "0000-01-01",
                           "1970-01-01T",
                           "1970-01-01T00:00:00",
                           "1970-01-01 00:00:00Z",
                           "1970-01-01T24:00:00Z",
                           "1970-01-01T00:60:00Z",
                           "1970-01-01T00:00:60Z",
                           "1970-01-01T00:00:00.Z",
                           "1970-01-01T00:00:00xZ",
                           "1970-01-01T00:00:00.1xZ",
                           "yesterday..",
                           "1970-01-01T00:00:00+02:00Z"}) {
    EXPECT_FALSE(parse_utc(text)) << text;
  }
}

}  // namespace
}  // namespace winnow
