#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "scanner/evidence/containers.h"
#include "tests/evidence/ewf_maker.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

// Segment files of an image, to be damaged and then checked.
class EwfSegments : public ::testing::Test {
 protected:
  EwfSegments() {
    EwfShape shape;
    shape.chunks_per_segment = 2;
    contents_ = make_ewf(std::vector<std::byte>(6 * 4096), shape).segments;
  }

  // Checks the segments with these numbers (from 1), in this order.
  Result<void> check(const std::vector<std::size_t>& numbers) {
    files_.clear();
    std::vector<Segment> segments;
    for (const std::size_t number : numbers) {
      files_.push_back(std::make_unique<MemoryFile>(
          contents_[number - 1], "image.E0" + std::to_string(number)));
      segments.push_back(files_.back()->segment());
    }
    return check_ewf_segments(segments);
  }
  void expect_fault(const Result<void>& checked, FaultKind kind,
                    const std::string& place, const std::string& word) {
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, kind) << checked.error().line();
    EXPECT_EQ(checked.error().place, place) << checked.error().line();
    EXPECT_NE(checked.error().what.find(word), std::string::npos)
        << checked.error().line();
  }

  std::vector<std::string> contents_;
  std::vector<std::unique_ptr<MemoryFile>> files_;
};

TEST_F(EwfSegments, AreWhole) {
  ASSERT_EQ(contents_.size(), 3u);
  const auto checked = check({1, 2, 3});
  EXPECT_TRUE(checked) << checked.error().line();
}

TEST_F(EwfSegments, SayWhichOneIsMissing) {
  expect_fault(check({1, 2}), FaultKind::missing, "image.E02", "image.E03");
  expect_fault(check({1}), FaultKind::missing, "image.E01", "image.E02");
  expect_fault(check({1, 3}), FaultKind::missing, "image.E03", "segment 2");
  expect_fault(check({2, 3}), FaultKind::missing, "image.E02", "segment 1");
}

TEST_F(EwfSegments, MustBeInOrder) {
  expect_fault(check({1, 3, 2}), FaultKind::missing, "image.E03", "segment 2");
  expect_fault(check({2, 1, 3}), FaultKind::missing, "image.E02", "segment 1");
  expect_fault(check({1, 1, 2}), FaultKind::missing, "image.E01", "segment 2");
}

TEST_F(EwfSegments, MustNotGoOnAfterTheLast) {
  // The third segment of one image and a fourth of another.
  contents_.push_back(contents_[2]);
  contents_[3][9] = 4;
  expect_fault(check({1, 2, 3, 4}), FaultKind::malformed, "image.E03", "last");
}

TEST_F(EwfSegments, MustAllBeOfTheFormat) {
  contents_[1][0] = 'X';
  expect_fault(check({1, 2, 3}), FaultKind::malformed, "image.E02", "not a segment");
}

TEST_F(EwfSegments, AreRefusedCutAnywhere) {
  const std::string whole = contents_[2];
  for (std::size_t length = 0; length < whole.size(); ++length) {
    contents_[2] = whole.substr(0, length);
    const auto checked = check({1, 2, 3});
    ASSERT_FALSE(checked) << length;
    ASSERT_EQ(checked.error().place, "image.E03") << length;
  }
}

TEST_F(EwfSegments, MayNotHaveAChainThatTurnsBack) {
  std::string& segment = contents_[0];
  // The first section, at 13, names itself as the next.
  segment.replace(13 + 16, 8, std::string("\x0d\0\0\0\0\0\0\0", 8));
  expect_fault(check({1, 2, 3}), FaultKind::malformed, "image.E01", "broken");
}

// EWF2 (Ex01): 32 bytes of header, and the closing section is the file's last 64.
std::string ex01(std::uint8_t number, char closing, std::size_t size = 200) {
  std::string file("EVF2\x0d\x0a\x81\x00", 8);
  file.resize(size, '\0');
  file[12] = static_cast<char>(number);
  if (size >= 64) file[size - 64] = closing;
  return file;
}

TEST_F(EwfSegments, OfTheSecondVersionAreToldByTheirLastSection) {
  constexpr char kNext = 0x0d;
  constexpr char kDone = 0x0f;
  contents_ = {ex01(1, kNext), ex01(2, kDone)};
  const auto checked = check({1, 2});
  EXPECT_TRUE(checked) << checked.error().line();
  expect_fault(check({1}), FaultKind::missing, "image.E01", "image.E02");
  expect_fault(check({2}), FaultKind::missing, "image.E02", "segment 1");
  contents_ = {ex01(1, kDone), ex01(2, kDone)};
  expect_fault(check({1, 2}), FaultKind::malformed, "image.E01", "last");
  contents_ = {ex01(1, kNext), ex01(2, 0x01)};
  expect_fault(check({1, 2}), FaultKind::truncated, "image.E02", "closing");
  contents_ = {ex01(1, kDone, 95)};
  expect_fault(check({1}), FaultKind::truncated, "image.E01", "cut short");
}

}  // namespace
}  // namespace winnow
