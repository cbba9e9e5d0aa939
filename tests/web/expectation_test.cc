#include "drivers/web/expectation.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

SetOnPage set(const std::string& type, bool is_learned) {
  SetOnPage one;
  one.type = type;
  one.is_learned = is_learned;
  return one;
}

// A hard disk: 150 MB a second, 8 milliseconds for a read anywhere.
const MeasuredReads kDisk = {500 * kGiB, 150e6, 8e-3, true};

TEST(Expectation, OfLearnedSetsComesWithTheProbe) {
  const Expectation expected = expectation_of(kDisk, {set("notable", true)}, 4);
  EXPECT_LT(expected.first_useful->first, expected.whole->first / 10);
  EXPECT_LE(expected.first_useful->second, expected.whole->second);
  EXPECT_LT(expected.first_useful->first, expected.first_useful->second);
  EXPECT_NE(expected.why.find("probe"), std::string::npos);
  // Nothing is promised sooner than the device can be read.
  EXPECT_GE(expected.whole->first, 500 * kGiB / 150'000'000);
}

TEST(Expectation, OfPlainListsComesAtTheEnd) {
  const Expectation expected = expectation_of(kDisk, {set("notable", false)}, 4);
  EXPECT_EQ(expected.first_useful, expected.whole);
  EXPECT_NE(expected.why.find("only at the end"), std::string::npos);
}

TEST(Expectation, OfBothSaysWhatWaits) {
  const Expectation expected =
      expectation_of(kDisk, {set("notable", true), set("notable", false)}, 4);
  EXPECT_LT(expected.first_useful->first, expected.whole->first);
  EXPECT_NE(expected.why.find("only the plain lists know"), std::string::npos);
  // A set of known benign files finds nothing.
  EXPECT_EQ(expectation_of(kDisk, {set("known", true), set("notable", false)}, 4)
                .first_useful,
            expected.whole);
}

TEST(Expectation, IsBoundedByProcessorsToo) {
  const MeasuredReads fast = {500 * kGiB, 7e9, 1e-4, true};
  const Expectation one = expectation_of(fast, {set("notable", false)}, 1);
  const Expectation eight = expectation_of(fast, {set("notable", false)}, 8);
  EXPECT_GT(one.whole->first, 2 * eight.whole->first);
}

TEST(Expectation, SaysWhereTheBytesMayBeFrom) {
  MeasuredReads reads = kDisk;
  EXPECT_EQ(expectation_of(reads, {}, 4).why.find("memory"), std::string::npos);
  reads.is_from_device = false;
  EXPECT_NE(expectation_of(reads, {}, 4).why.find("memory"), std::string::npos);
  EXPECT_FALSE(expectation_of(reads, {}, 4).whole);
  EXPECT_FALSE(expectation_of(reads, {}, 4).first_useful);
  // All of it was read in that moment.
  reads.was_read_whole = true;
  EXPECT_TRUE(expectation_of(reads, {}, 4).whole);
}

TEST(Expectation, PromisesNothingOfACompressedImage) {
  MeasuredReads reads = kDisk;
  reads.is_raw = false;
  for (const char* type : {"notable", "known"}) {
    const Expectation expected = expectation_of(reads, {set(type, true)}, 4);
    EXPECT_FALSE(expected.first_useful);
    EXPECT_FALSE(expected.whole);
    EXPECT_NE(expected.why.find("compressed"), std::string::npos);
  }
}

TEST(Expectation, HoldsForAnyMeasurement) {
  for (const MeasuredReads& reads : {MeasuredReads{}, MeasuredReads{1, 0, 0, true},
                                     MeasuredReads{UINT64_MAX, 1e-9, 1e9, true},
                                     MeasuredReads{4096, 1e18, 0, true}}) {
    for (const bool is_learned : {true, false}) {
      const Expectation expected =
          expectation_of(reads, {set("notable", is_learned)}, 0);
      EXPECT_LE(expected.first_useful->first, expected.first_useful->second);
      EXPECT_LE(expected.whole->first, expected.whole->second);
      EXPECT_LE(expected.first_useful->second, expected.whole->second);
    }
  }
}

TEST(Expectation, MeasuresAFileAndNothingElse) {
  const TempFolder folder;
  const std::string image = folder.write("a.raw", std::string(1 << 20, 'x'));
  const auto reads = measure_exhibit(image);
  ASSERT_TRUE(reads) << reads.error().line();
  EXPECT_EQ(reads->bytes, 1u << 20);
  EXPECT_GT(reads->bytes_a_second, 0);
  // So small a file was read over and over.
  EXPECT_TRUE(reads->was_read_whole);
  EXPECT_FALSE(reads->is_from_device);
  EXPECT_TRUE(reads->is_raw);
  EXPECT_FALSE(measure_exhibit(folder.write("a.E01", std::string(8192, 'x')))->is_raw);
  EXPECT_FALSE(measure_exhibit(folder.write("a.vmdk", std::string(8192, 'x')))->is_raw);
  EXPECT_FALSE(measure_exhibit(folder.path("")));
  EXPECT_FALSE(measure_exhibit(folder.path("none")));
  EXPECT_FALSE(measure_exhibit("/dev/zero"));
}

}  // namespace
}  // namespace winnow
