#include "scanner/examine/wanted_picture.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scanner/examine/containers/container.h"
#include "scanner/examine/looker.h"
#include "tests/examine/examined_files.h"
#include "tests/examine/stored_zip.h"

namespace winnow {
namespace {

// A BMP of 24 bits, all of one grey.
std::string bmp_of(std::uint32_t width, std::uint32_t height, std::uint8_t grey) {
  const std::uint32_t row = (width * 3 + 3) / 4 * 4;
  std::string bmp = "BM";
  put_number(bmp, 54 + std::uint64_t{row} * height, 4);
  put_number(bmp, 0, 4);
  put_number(bmp, 54, 4);
  put_number(bmp, 40, 4);
  put_number(bmp, width, 4);
  put_number(bmp, height, 4);
  put_number(bmp, 1, 2);
  put_number(bmp, 24, 2);
  put_number(bmp, 0, 24);
  return bmp + std::string(std::size_t{row} * height, static_cast<char>(grey));
}

// What was decoded is told as bytes that came of a place.
class CountedMarks final : public WorkMarks {
 public:
  void fetched(std::uint64_t bytes) override { most = std::max(most, bytes); }
  std::uint64_t most = 0;
};

class WantedPictureTest : public ::testing::Test {
 protected:
  WantedPictureTest() : files_(4096) { prepare_containers(); }

  // Looks at the content as the only file, for what is wanted of it, if anything is.
  OutcomeRecord look(const std::string& content, WantedPicture* wanted) {
    const FileId id = files_.add_resident(content);
    rules_.wanted = wanted;
    rules_.takes_pictures = wanted == nullptr;
    const FolderIndex folders(files_.inventory);
    const Exhibit exhibit = files_.exhibit();
    SeenPictures seen;
    KnownClasses classes;
    Looker looker(exhibit, folders, sets_, rules_, AlgorithmSet::all(), seen, classes,
                  marks_);
    OutcomeRecord outcome;
    outcome.file = id;
    outcome.outcome = FileOutcome::hashed;
    for (const Algorithm a : kAlgorithms) {
      outcome.digests.set(digest_of(a, bytes_of(content)));
    }
    const auto looked = looker.look(files_.inventory.files[id], nullptr, outcome);
    EXPECT_TRUE(looked) << looked.error().line();
    return outcome;
  }
  std::optional<GlimpseSeen> seen(const std::string& content, std::uint32_t member) {
    WantedPicture wanted({{0, member}, 0});
    static_cast<void>(look(content, &wanted));
    return wanted.seen();
  }

  ExaminedFiles files_;
  std::vector<HashSet> sets_;
  LookRules rules_;
  CountedMarks marks_;
};

TEST_F(WantedPictureTest, OfAFileIsSeen) {
  const auto shown = seen(bmp_of(100, 50, 77), 0);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->width, 20u);
  EXPECT_EQ(shown->height, 10u);
  EXPECT_EQ(shown->grey, std::vector<std::uint8_t>(200, 77));
}

// A member is the same one by its number as in a scan, however deep.
TEST_F(WantedPictureTest, OfAMemberIsTheOneThatAScanNumbersSo) {
  const std::string inner =
      zip_of({{"words", "alpha"}, {"inner.bmp", bmp_of(8, 8, 30)}});
  const std::string zip = zip_of({{"first.bmp", bmp_of(8, 8, 10)},
                                  {"same.bmp", bmp_of(8, 8, 10)},
                                  {"inner.zip", inner},
                                  {"last.bmp", bmp_of(8, 8, 40)}});
  const OutcomeRecord scanned = look(zip, nullptr);
  ASSERT_EQ(scanned.members.size(), 6u);
  const std::vector<std::pair<std::string, std::uint8_t>> greys = {
      {"first.bmp", 10},
      {"same.bmp", 10},
      {"inner.zip//inner.bmp", 30},
      {"last.bmp", 40}};
  std::size_t pictures = 0;
  for (std::uint32_t member = 1; member <= 6; ++member) {
    const auto shown = seen(zip, member);
    const std::string& path = scanned.members[member - 1].path;
    const auto grey = std::find_if(greys.begin(), greys.end(),
                                   [&](const auto& one) { return one.first == path; });
    ASSERT_EQ(shown.has_value(), grey != greys.end()) << path;
    if (!shown) continue;
    EXPECT_EQ(shown->grey, std::vector<std::uint8_t>(4, grey->second)) << path;
    ++pictures;
  }
  EXPECT_EQ(pictures, greys.size());
}

TEST_F(WantedPictureTest, IsTheOnlyOneDecoded) {
  const std::string zip = zip_of({{"large.bmp", bmp_of(1000, 1000, 10)},
                                  {"small.bmp", bmp_of(8, 8, 40)},
                                  {"more.bmp", bmp_of(1000, 1000, 10)}});
  WantedPicture wanted({{0, 2}, 0});
  const OutcomeRecord outcome = look(zip, &wanted);
  ASSERT_TRUE(wanted.seen());
  EXPECT_EQ(outcome.members.size(), 2u);  // the third was not even read
  EXPECT_TRUE(outcome.members[0].look->pictures.empty());
  EXPECT_LT(marks_.most, 2 * bmp_of(1000, 1000, 10).size());
}

TEST_F(WantedPictureTest, ThatIsNoneSaysWhy) {
  const std::string zip = zip_of({{"words", "alpha"}, {"a.bmp", bmp_of(8, 8, 40)}});
  for (const auto& [content, member] : {std::pair<std::string, std::uint32_t>{zip, 0},
                                        {zip, 1},
                                        {zip, 9},
                                        {"plain words", 0},
                                        {bmp_of(8, 8, 40).substr(0, 30), 0}}) {
    EXPECT_FALSE(seen(content, member));
  }
  WantedPicture wanted({{0, 0}, 0});
  EXPECT_EQ(look(zip, &wanted).look->reason, "is no picture: archive");
}

TEST_F(WantedPictureTest, LargerThanAScanDecodesIsNotDecoded) {
  std::string wide = bmp_of(8, 8, 40);
  std::string size;
  put_number(size, 50'000, 4);
  wide.replace(18, 4, size);
  wide.replace(22, 4, size);
  WantedPicture wanted({{0, 0}, 0});
  const OutcomeRecord outcome = look(wide, &wanted);
  EXPECT_FALSE(wanted.seen());
  EXPECT_EQ(outcome.look->outcome, FileOutcome::unvisited) << outcome.look->reason;
}

TEST_F(WantedPictureTest, ThatAWorkerDiedOfIsNotTriedAgain) {
  rules_.barred[look_number(0, 0)] = "the worker died of it";
  WantedPicture wanted({{0, 0}, 0});
  const OutcomeRecord outcome = look(bmp_of(8, 8, 40), &wanted);
  EXPECT_FALSE(wanted.seen());
  EXPECT_EQ(outcome.look->reason, "the worker died of it");
}

}  // namespace
}  // namespace winnow
