#include "scanner/match/near_match.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

PdqHash random_hash(std::mt19937& random) {
  PdqHash hash;
  for (std::byte& b : hash.value) b = static_cast<std::byte>(random());
  return hash;
}

PdqHash with_flips(PdqHash hash, unsigned flips) {
  for (unsigned i = 0; i < flips; ++i) hash.value[i] ^= std::byte{1};
  return hash;
}

PictureRecord picture_of(const PdqHash& hash, std::mt19937& random) {
  PictureRecord picture;
  picture.quality = 80;
  for (PdqHash& one : picture.full) one = random_hash(random);
  picture.full[static_cast<std::size_t>(PdqVariant::flipped_x)] = hash;
  return picture;
}

// A set of three pictures; the last is nearest to the second.
class NearMatch : public ::testing::Test {
 protected:
  NearMatch() : random_(7) {
    for (int i = 0; i < 2; ++i) listed_.push_back(random_hash(random_));
    listed_.push_back(with_flips(listed_[1], 10));
    SetWriter writer(kTestMemory, testing::TempDir());
    writer.begin_source("list");
    for (const PdqHash& hash : listed_) {
      ListRow row;
      row.pdq = hash;
      EXPECT_TRUE(writer.add(row));
    }
    EXPECT_TRUE(writer.settle());
    auto set = open_bytes(image_of(writer, SetType::notable));
    EXPECT_TRUE(set);
    sets_.push_back(std::move(*set));
  }

  std::mt19937 random_;
  std::vector<PdqHash> listed_;
  std::vector<HashSet> sets_;
};

TEST_F(NearMatch, FindsTheEntryByAnyVariant) {
  const auto near =
      find_near(sets_, {31}, picture_of(with_flips(listed_[0], 9), random_));
  ASSERT_TRUE(near);
  ASSERT_EQ(near->size(), 1u);
  EXPECT_EQ((*near)[0].distance, 9);
  EXPECT_EQ((*near)[0].variant, PdqVariant::flipped_x);
  EXPECT_EQ((*near)[0].form, PdqForm::full);
}

TEST_F(NearMatch, FindsTheReducedFormToo) {
  PictureRecord picture = picture_of(random_hash(random_), random_);
  picture.reduced.emplace();
  for (PdqHash& one : *picture.reduced) one = random_hash(random_);
  (*picture.reduced)[0] = listed_[0];
  const auto near = find_near(sets_, {31}, picture);
  ASSERT_TRUE(near);
  ASSERT_EQ(near->size(), 1u);
  EXPECT_EQ((*near)[0].form, PdqForm::reduced);
  EXPECT_EQ((*near)[0].variant, PdqVariant::original);
}

TEST_F(NearMatch, NothingOfAPictureOfNothing) {
  PictureRecord picture = picture_of(listed_[0], random_);
  picture.quality = kLeastPdqQuality - 1;
  EXPECT_TRUE(find_near(sets_, {31}, picture)->empty());
}

TEST_F(NearMatch, NothingBeyondTheSetsOwnDistance) {
  const PictureRecord picture = picture_of(with_flips(listed_[0], 9), random_);
  EXPECT_TRUE(find_near(sets_, {8}, picture)->empty());
  EXPECT_EQ(find_near(sets_, {9}, picture)->size(), 1u);
}

TEST_F(NearMatch, OfSeveralEntriesTheNearestIsToldAndTheOthersCounted) {
  const auto matched =
      match_pictures(sets_, {31}, {picture_of(with_flips(listed_[1], 2), random_)});
  ASSERT_TRUE(matched);
  ASSERT_EQ(matched->size(), 1u);
  EXPECT_EQ((*matched)[0].distance, 2);
  EXPECT_EQ((*matched)[0].others, 1u);
}

TEST_F(NearMatch, OfSeveralFramesTheNearestSpeaks) {
  const auto matched = match_pictures(sets_, {31},
                                      {picture_of(with_flips(listed_[0], 12), random_),
                                       picture_of(listed_[0], random_)});
  ASSERT_TRUE(matched);
  ASSERT_EQ(matched->size(), 1u);
  EXPECT_EQ((*matched)[0].distance, 0);
  EXPECT_EQ((*matched)[0].picture, 1u);
}

// One frame alone proves nothing of a video.
TEST_F(NearMatch, AVideoIsNearWhereSeveralMomentsAgree) {
  std::vector<PictureRecord> frames;
  for (std::uint64_t second = 0; second < 6; ++second) {
    frames.push_back(picture_of(random_hash(random_), random_));
    frames.back().at = second * 1000;
  }
  frames[0].full[0] = listed_[0];
  EXPECT_TRUE(match_video(sets_, {31}, frames)->empty());
  frames[2].full[0] = with_flips(listed_[0], 5);
  frames[4].full[0] = listed_[0];
  const auto matched = match_video(sets_, {31}, frames);
  ASSERT_TRUE(matched);
  ASSERT_EQ(matched->size(), 1u);
  EXPECT_EQ((*matched)[0].frames, 3u);
  EXPECT_EQ((*matched)[0].first_ms, 0u);
  EXPECT_EQ((*matched)[0].last_ms, 4000u);
}

}  // namespace
}  // namespace winnow
