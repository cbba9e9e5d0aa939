#include "scanner/supervise/glimpse.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/supervise/practice_scan.h"

namespace winnow {
namespace {

GlimpseSeen seen_of(std::uint32_t width, std::uint32_t height) {
  GlimpseSeen seen{width, height, {}, ""};
  seen.grey.resize(std::size_t{width} * height);
  std::iota(seen.grey.begin(), seen.grey.end(), std::uint8_t{0});
  return seen;
}

TEST(DrawnGlimpse, IsLargerAndSmooth) {
  const auto glimpse = drawn({2, 1, {0, 160}, "breaks off"});
  ASSERT_TRUE(glimpse);
  EXPECT_EQ(glimpse->width, 8u);
  EXPECT_EQ(glimpse->height, 4u);
  EXPECT_EQ(glimpse->damage, "breaks off");
  const std::vector<std::uint8_t> row = {0, 0, 20, 60, 100, 140, 160, 160};
  ASSERT_EQ(glimpse->grey.size(), 32u);
  for (std::size_t y = 0; y < 4; ++y) {
    EXPECT_TRUE(std::equal(row.begin(), row.end(), glimpse->grey.begin() + y * 8)) << y;
  }
}

TEST(DrawnGlimpse, IsOfOneGreyWhereThePictureIs) {
  for (const std::uint32_t side : {1u, 2u, kGlimpseSide}) {
    GlimpseSeen seen = seen_of(side, side);
    std::fill(seen.grey.begin(), seen.grey.end(), std::uint8_t{255});
    const auto glimpse = drawn(seen);
    ASSERT_TRUE(glimpse);
    EXPECT_EQ(glimpse->grey,
              std::vector<std::uint8_t>(std::size_t{side} * side * 16, 255));
    EXPECT_LE(glimpse->width, kShownGlimpseSide);
  }
}

// What a child says is hostile input.
TEST(DrawnGlimpse, OfNonsenseIsNone) {
  EXPECT_TRUE(drawn(seen_of(kGlimpseSide, kGlimpseSide)));
  for (const auto& [width, height, samples] :
       {std::tuple<std::uint32_t, std::uint32_t, std::size_t>{0, 0, 0},
        {0, 1, 0},
        {1, 0, 0},
        {kGlimpseSide + 1, 1, kGlimpseSide + 1},
        {1, kGlimpseSide + 1, kGlimpseSide + 1},
        {2, 2, 3},
        {2, 2, 5},
        {2, 2, 0},
        {0xFFFFFFFF, 0xFFFFFFFF, 1},
        {0x10000, 0x10000, 0}}) {
    GlimpseSeen seen{width, height, std::vector<std::uint8_t>(samples), ""};
    const auto glimpse = drawn(seen);
    ASSERT_FALSE(glimpse) << width << " by " << height;
    EXPECT_EQ(glimpse.error().kind, FaultKind::malformed);
  }
}

TEST(DrawnGlimpse, TellsDamageInWordsForATerminal) {
  const auto glimpse = drawn({1, 1, {0}, "\x1b[2J"});
  ASSERT_TRUE(glimpse);
  EXPECT_EQ(glimpse->damage.find('\x1b'), std::string::npos);
}

// What comes of it if a child answers so, of the first file.
class ToldGlimpse : public ::testing::Test {
 protected:
  Result<Glimpse> glimpse(const std::string& script,
                          const PicturePlace& place = {{0, 0}, 0}) {
    PracticeScan practice("files 3\n" + script);
    practice.scan();
    const auto picture = picture_on_record(practice.exhibit.journal, place);
    if (!picture) return picture.error();
    EXPECT_EQ(picture->digests.get(Algorithm::sha256)->hex(),
              hex_of_file(place.content.file));
    ScannedExhibit scanned{std::move(practice.exhibit), practice.settings};
    return glimpse_of(scanned, *picture);
  }
  std::string why_not(const std::string& script,
                      const PicturePlace& place = {{0, 0}, 0}) {
    const auto shown = glimpse(script, place);
    return shown ? "shown" : shown.error().line();
  }
};

TEST_F(ToldGlimpse, IsDrawn) {
  const auto shown = glimpse("glimpse-damaged");
  ASSERT_TRUE(shown) << shown.error().line();
  EXPECT_EQ(shown->width, 12u);
  EXPECT_EQ(shown->height, 4u);
  EXPECT_EQ(shown->damage, "breaks off");
}

TEST_F(ToldGlimpse, OfAChildThatLiesIsNone) {
  for (const char* how : {"glimpse-large", "glimpse-short", "glimpse-empty"}) {
    EXPECT_EQ(why_not(how),
              "/volume-0/DCIM/0.jpg: cannot be shown: the worker that decoded it told "
              "nonsense");
  }
}

TEST_F(ToldGlimpse, OfAChildThatDiesSaysSo) {
  EXPECT_NE(why_not("glimpse-die").find("was killed by signal 9"), std::string::npos);
}

TEST_F(ToldGlimpse, OfNoPictureSaysSo) {
  EXPECT_EQ(why_not("glimpse-unseen"), "/volume-0/DCIM/0.jpg: is no picture");
}

TEST_F(ToldGlimpse, OfAnotherInventoryIsNone) {
  EXPECT_NE(why_not("other-when-resumed").find("has changed since it was scanned"),
            std::string::npos);
}

TEST_F(ToldGlimpse, IsOfWhatIsOnRecordAlone) {
  EXPECT_NE(why_not("", {{3, 0}, 0}).find("is no file of that exhibit"),
            std::string::npos);
  EXPECT_NE(why_not("", {{1, 1}, 0}).find("is nothing that this file holds"),
            std::string::npos);
}

TEST(AttachedAgain, IsTheSameEvidenceOrNone) {
  PracticeScan practice("files 3\n");
  practice.scan();
  const auto replay = replay_journal(practice.exhibit.journal);
  ASSERT_TRUE(replay);
  practice.set_script("files 3\nbytes 2000000\n");
  const auto changed = attach_again(replay->ledger, "usb");
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().what, "is not the device that was scanned");
  EXPECT_EQ(::unlink(practice.folder.path("usb.raw").c_str()), 0);
  EXPECT_EQ(attach_again(replay->ledger, "usb").error().kind, FaultKind::missing);
  EXPECT_FALSE(attach_again(Ledger(), "usb"));
}

}  // namespace
}  // namespace winnow
